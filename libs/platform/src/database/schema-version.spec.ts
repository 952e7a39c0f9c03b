import { describe, expect, it } from 'vitest';
import { compareSchema, refusalOf } from './schema-version.js';

describe('a program on a database', () => {
  it('works on the schema that it was written for', () => {
    expect(refusalOf(compareSchema(['a1', 'b2'], ['b2', 'a1']))).toBeUndefined();
  });

  it('refuses an older schema and says how to bring it up to date', () => {
    expect(refusalOf(compareSchema(['a1', 'b2', 'c3', 'd4', 'e5'], ['a1']))).toBe(
      'Cannot work on this database: its schema is older. It lacks 4 migrations (b2, c3, d4, …). Run `npm run cli -- migrate` (containers: `docker compose run --rm migrate`), then start again.',
    );
  });

  it('refuses a newer schema, also when it lacks something as well', () => {
    expect(refusalOf(compareSchema(['a1', 'b2'], ['a1', 'z9']))).toMatch(
      /^Cannot work on this database: its schema is newer\. It has had 1 migration \(z9\)/,
    );
  });
});
