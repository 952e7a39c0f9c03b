import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { MOBILE, Transactions } from '#libs/platform';
import { ManagePeople, Units } from '#libs/identity';
import { ApiModule } from '../../../api/src/api.module.js';
import { UNITS_FILE, Usage, print, readArgs, type Command } from '../command.js';

/** Makes the first administrator of the district; everybody else is registered through the api. Where there are no units
 *  yet, the district itself is made from the list that comes with the project. */
export const createAdminCommand: Command = {
  usage: '--phone 1XXXXXXXXXX --name NAME [--password PASSWORD] [--json]',
  async run(args) {
    const { values } = readArgs(args, {
      phone: { type: 'string' },
      name: { type: 'string' },
      password: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (!values.phone || !MOBILE.test(values.phone)) throw new Usage('--phone needs a mobile number of 11 digits.');
    if (!values.name) throw new Usage('--name is missing.');
    const { password } = values;
    if (password !== undefined && password.length < 8) throw new Usage('--password needs at least 8 characters.');
    const admin = await createAdmin({ phone: values.phone, name: values.name, password });
    print(values.json ? JSON.stringify(admin) : `Administrator ${admin.phone}, password ${admin.password}`);
    return 0;
  },
};

/** Registers an administrator of the whole district; throws PHONE_TAKEN. */
export async function createAdmin(input: {
  phone: string;
  name: string;
  password?: string;
}): Promise<{ id: string; phone: string; password: string }> {
  const { phone, name, password = randomBytes(12).toString('base64url') } = input;
  const app = await NestFactory.createApplicationContext(ApiModule, { logger: false });
  try {
    const units = app.get(Units);
    const transactions = app.get(Transactions);
    if (!(await units.root(transactions)))
      await units.importCsv(readFileSync(UNITS_FILE, 'utf8').split('\n').slice(0, 2).join('\n'));
    const root = (await units.root(transactions))!;
    const { id } = await app
      .get(ManagePeople)
      .register(null, { name, phone, password, roles: [{ role: 'administrator', unitId: root.id }] });
    return { id, phone, password };
  } finally {
    await app.close();
  }
}
