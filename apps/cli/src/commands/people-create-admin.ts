import { randomBytes } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { Transactions } from '#libs/platform';
import { People, Units } from '#libs/identity';
import { ApiModule } from '../../../api/src/api.module.js';
import { Usage, print, readArgs, type Command } from '../command.js';

/** Makes the first administrator of a district; everybody else is registered through the api. Imports nothing but
 *  needs the district: `units import` comes first. */
export const createAdminCommand: Command = {
  usage: '--phone 1XXXXXXXXXX --name NAME [--password PASSWORD] [--json]',
  async run(args) {
    const { values } = readArgs(args, {
      phone: { type: 'string' },
      name: { type: 'string' },
      password: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (!values.phone || !/^1[3-9]\d{9}$/.test(values.phone)) throw new Usage('--phone needs a mobile number of 11 digits.');
    if (!values.name) throw new Usage('--name is missing.');
    const password = values.password ?? randomBytes(12).toString('base64url');
    if (password.length < 8) throw new Usage('--password needs at least 8 characters.');
    const app = await NestFactory.createApplicationContext(ApiModule, { logger: false });
    try {
      const root = await app.get(Units).root(app.get(Transactions));
      if (!root) throw new Usage('There are no units yet: npm run cli -- units import FILE.csv');
      const { id } = await app
        .get(People)
        .register(null, { name: values.name, phone: values.phone, password, roles: [{ role: 'administrator', unitId: root.id }] });
      print(values.json ? JSON.stringify({ id, phone: values.phone, password }) : `Administrator ${values.phone}, password ${password}`);
      return 0;
    } finally {
      await app.close();
    }
  },
};
