import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Config, Transactions, assertOwnSchema, type Actor } from '#libs/platform';
import { People, Units, type Unit } from '#libs/identity';
import { ApiModule } from '../../api/src/api.module.js';
import { SCHEMAS } from '../../libraries.js';
import { Usage } from './command.js';

export interface Office {
  app: INestApplicationContext;
  transactions: Transactions;
  unit: Unit;
  /** The person responsible for the change. Throws Usage if none is named or registered. */
  actor(): Promise<Actor>;
}

/** Opens the api's own use cases for one task. `--unit` names a unit by its code (default: the district); `--as` names a
 *  person by telephone number. */
export async function inOffice<T>(
  values: { unit?: string; as?: string },
  work: (office: Office) => Promise<T>,
): Promise<T> {
  await assertOwnSchema(new Config().databaseUrl, SCHEMAS);
  const app = await NestFactory.createApplicationContext(ApiModule, { logger: false, abortOnError: false });
  try {
    const transactions = app.get(Transactions);
    const units = app.get(Units);
    const named = values.unit ? await units.byCode(transactions, values.unit) : await units.root(transactions);
    if (!named) throw new Usage(values.unit ? `There is no unit ${values.unit}.` : 'There are no units yet.');
    return await work({
      app,
      transactions,
      unit: named,
      actor: async () => {
        if (!values.as) throw new Usage('--as is missing: somebody answers for it.');
        const actor = await app.get(People).actorByPhone(values.as);
        if (!actor) throw new Usage('No person is registered with that telephone.');
        return actor;
      },
    });
  } finally {
    await app.close();
  }
}
