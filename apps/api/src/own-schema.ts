import { Config, ForeignSchema, SettingsFault, assertOwnSchema } from '#libs/platform';
import { SCHEMAS } from '../../libraries.js';

/** Ends the process with one line for the operator if the settings are unusable or the database schema does not belong to
 *  this program version. Runs before anything else is opened. */
export async function refuseForeignSchema(): Promise<void> {
  try {
    await assertOwnSchema(new Config().databaseUrl, SCHEMAS);
  } catch (error) {
    if (!(error instanceof ForeignSchema || error instanceof SettingsFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
