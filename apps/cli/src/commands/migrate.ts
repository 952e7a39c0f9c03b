import { Transactions, migrate, registerKeys } from '#libs/platform';
import { SCHEMAS } from '../../../api/src/platform-parts.js';
import { print, withDatabase, type Command } from '../command.js';

/** Brings the schema up to date, registers the data keys the first time and compares them from then on; where migration has an account of its own, sets the application's rights. */
export const migrateCommand: Command = {
  usage: '',
  run: () =>
    withDatabase(async (source, config) => {
      const [application, migrator] = [config.databaseUrl, config.migrateDatabaseUrl].map((url) =>
        decodeURIComponent(new URL(url).username),
      );
      const ran = await migrate(source, SCHEMAS, application === migrator ? undefined : `'${application}'@'%'`);
      const keys = await registerKeys(new Transactions(source), config, SCHEMAS);
      if (keys.length > 0) print(`Keys registered: ${keys.join(', ')}`);
      print(ran.length === 0 ? 'The schema is up to date.' : `${ran.length} migrations: ${ran.join(', ')}`);
      return 0;
    }),
};
