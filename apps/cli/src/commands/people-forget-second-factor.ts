import { NestFactory } from '@nestjs/core';
import { Vault } from '#libs/platform';
import { ManagePeople, People } from '#libs/identity';
import { ApiModule } from '../../../api/src/api.module.js';
import { Usage, print, readArgs, type Command } from '../command.js';

/** The last way back in for an administrator who lost her phone and her recovery codes; it stands in the audit trail. */
export const forgetSecondFactorCommand: Command = {
  usage: '--phone 1XXXXXXXXXX',
  async run(args) {
    const { values } = readArgs(args, { phone: { type: 'string' } });
    if (!values.phone) throw new Usage('--phone is missing.');
    const app = await NestFactory.createApplicationContext(ApiModule, { logger: false });
    try {
      const person = await app.get(People).actorByPhone(app.get(Vault).index('phone', values.phone));
      if (!person) throw new Usage('Nobody is registered with that telephone.');
      await app.get(ManagePeople).forgetSecondFactor(null, person.personId);
      print('The password alone opens the account until a second factor is set up anew.');
      return 0;
    } finally {
      await app.close();
    }
  },
};
