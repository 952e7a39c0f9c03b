import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Config, assertOwnSchema, openDatabase } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { SCHEMAS } from '../../libraries.js';

/** The statistics office's list of the district's units. Relative to dist/server/, from where the platform runs. */
export const UNITS_FILE = new URL('../../libs/identity/data/nanhai-units.csv', import.meta.url);

/** One command of the administration tool; `run` returns its exit code. */
export interface Command {
  usage: string;
  run(args: string[]): Promise<number>;
}

/** Wrong arguments on the command line; the message says what is wrong. */
export class Usage extends Error {}

export function readArgs<O extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new Usage((error as Error).message);
  }
}

export const print = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Opens the operator's database connection for one task. `anySchema`: accepts a schema of another program version. */
export async function withDatabase<T>(
  work: (source: DataSource, config: Config) => Promise<T>,
  { anySchema = false } = {},
): Promise<T> {
  const config = new Config();
  if (!anySchema) await assertOwnSchema(config.migrateDatabaseUrl, SCHEMAS);
  const source = await openDatabase({ url: config.migrateDatabaseUrl, poolSize: 2, patient: true });
  try {
    return await work(source, config);
  } finally {
    await source.destroy();
  }
}
