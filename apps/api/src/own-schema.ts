import { Config, ForeignSchema, SettingsFault, assertOwnSchema } from '#libs/platform';
import { SCHEMAS } from '../../libraries.js';

/** Ends the process with one line for the operator when its settings cannot be used, or when the database's schema is not the
 *  one that this program was written for; asked before anything else is opened. */
export async function refuseForeignSchema(): Promise<void> {
  try {
    await assertOwnSchema(new Config().databaseUrl, SCHEMAS);
  } catch (error) {
    if (!(error instanceof ForeignSchema || error instanceof SettingsFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
