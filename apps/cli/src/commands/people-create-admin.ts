import { readFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { Config, MOBILE, Transactions, assertOwnSchema } from '#libs/platform';
import { ChangeUnits, RegisterPerson, Units, parseUnitsCsv } from '#libs/identity';
import { ApiModule } from '../../../api/src/api.module.js';
import { SCHEMAS } from '../../../libraries.js';
import { UNITS_FILE, Usage, print, readArgs, type Command } from '../command.js';

/** Creates a district administrator on the server. The first two administrators are created here; everybody else is
 *  appointed and confirmed through the api. If there are no units yet, the district is created from the list that comes
 *  with the project. */
export const createAdminCommand: Command = {
  usage: '--phone 1XXXXXXXXXX --name NAME [--json]',
  async run(args) {
    const { values } = readArgs(args, {
      phone: { type: 'string' },
      name: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (!values.phone || !MOBILE.test(values.phone)) throw new Usage('--phone needs a mobile number of 11 digits.');
    if (!values.name) throw new Usage('--name is missing.');
    const admin = await createAdmin({ phone: values.phone, name: values.name });
    print(
      values.json
        ? JSON.stringify(admin)
        : `Administrator ${admin.phone}, start code ${admin.code}: choose a password at /start within 30 days.`,
    );
    return 0;
  },
};

/** Registers an administrator of the whole district and returns the activation code. Throws PHONE_TAKEN. */
export async function createAdmin(input: {
  phone: string;
  name: string;
}): Promise<{ id: string; phone: string; code: string }> {
  const { phone, name } = input;
  await assertOwnSchema(new Config().databaseUrl, SCHEMAS);
  const app = await NestFactory.createApplicationContext(ApiModule, { logger: false, abortOnError: false });
  try {
    const units = app.get(Units);
    const transactions = app.get(Transactions);
    if (!(await units.root(transactions))) {
      const [district] = parseUnitsCsv(readFileSync(UNITS_FILE, 'utf8'));
      await transactions.run((tx) => app.get(ChangeUnits).describe(tx, [{ ...district!, parentCode: null }], '/'));
    }
    const unit = (await units.root(transactions))!;
    const { id, code } = await app.get(RegisterPerson).asOperator({ name, phone, unit });
    return { id, phone, code };
  } finally {
    await app.close();
  }
}
