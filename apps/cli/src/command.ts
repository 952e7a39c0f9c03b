import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Config, assertOwnSchema, openDatabase } from '#libs/platform';
import type { DataSource } from 'typeorm';
import { SCHEMAS } from '../../libraries.js';

/** The district's units as the statistics office lists them; lies beside dist/ and apps/ alike. */
export const UNITS_FILE = new URL('../../../../libs/identity/data/nanhai-units.csv', import.meta.url);

/** One command of the administration tool: returns its exit code. */
export interface Command {
  usage: string;
  run(args: string[]): Promise<number>;
}

/** The command was called in a way that it does not know; its message says what was wrong. */
export class Usage extends Error {}

export function readArgs<O extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: O) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new Usage((error as Error).message);
  }
}

export const print = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Opens the operator's connection for one piece of work. `anySchema`: also on a schema that is not this program's. */
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
