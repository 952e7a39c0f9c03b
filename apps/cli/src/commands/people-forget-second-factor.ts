import { RecoverAccount } from '#libs/identity';
import { Usage, print, readArgs, type Command } from '../command.js';
import { inOffice } from '../office.js';

/** The last resort for an administrator who lost the authenticator and the recovery codes. Recorded in the audit trail. */
export const forgetSecondFactorCommand: Command = {
  usage: '--phone 1XXXXXXXXXX',
  async run(args) {
    const { values } = readArgs(args, { phone: { type: 'string' } });
    if (!values.phone) throw new Usage('--phone is missing.');
    await inOffice({ as: values.phone }, async ({ app, actor }) =>
      app.get(RecoverAccount).removeSecondFactor(null, (await actor()).personId),
    );
    print(
      'The password alone opens the account until another second factor is set up. Money permissions are suspended until then.',
    );
    return 0;
  },
};
