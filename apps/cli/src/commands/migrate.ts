import { Transactions, migrate, registerKeys } from '#libs/platform';
import { SCHEMAS } from '../../../libraries.js';
import { print, withDatabase, type Command } from '../command.js';

/** Migrates the database schema, sets the rights of the application's database account, and registers the keys of a
 *  database that has none. */
export const migrateCommand: Command = {
  usage: '',
  run: () =>
    withDatabase(
      async (source, config) => {
        const ran = await migrate(source, SCHEMAS, config.databaseUrl);
        const keys = await registerKeys(new Transactions(source), config, SCHEMAS);
        if (keys.length > 0) print(`Keys registered: ${keys.join(', ')}`);
        print(ran.length === 0 ? 'The schema is up to date.' : `${ran.length} migrations: ${ran.join(', ')}`);
        return 0;
      },
      { anySchema: true },
    ),
};
