import { migrate } from '#libs/platform';
import { SCHEMAS } from '../../../api/src/platform-parts.js';
import { print, withDatabase, type Command } from '../command.js';

/** Brings the schema up to date; where migration has an account of its own, sets the application's rights. */
export const migrateCommand: Command = {
  usage: '',
  run: () =>
    withDatabase(
      async (source, config) => {
        const ran = await migrate(source, SCHEMAS, config.databaseUrl);
        print(ran.length === 0 ? 'The schema is up to date.' : `${ran.length} migrations: ${ran.join(', ')}`);
        return 0;
      },
      { anySchema: true },
    ),
};
