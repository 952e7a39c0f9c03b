import { RecoverAccount } from '#libs/identity';
import { Usage, print, readArgs, type Command } from '../command.js';
import { inOffice } from '../office.js';

/** The last resort for an administrator who forgot the password. Recorded in the audit trail. */
export const giveActivationCodeCommand: Command = {
  usage: '--phone 1XXXXXXXXXX [--json]',
  async run(args) {
    const { values } = readArgs(args, { phone: { type: 'string' }, json: { type: 'boolean' } });
    if (!values.phone) throw new Usage('--phone is missing.');
    const given = await inOffice({ as: values.phone }, async ({ app, actor }) =>
      app.get(RecoverAccount).giveActivationCode(null, (await actor()).personId),
    );
    print(
      values.json ? JSON.stringify(given) : `Activation code ${given.code}: set a password at /start within 30 days.`,
    );
    return 0;
  },
};
