import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const RULE = /\bR[1-9]\.\d+\b/g;

const rules = [...readFileSync(join(ROOT, 'GLOSSARY.md'), 'utf8').matchAll(/^- \*\*(R[1-9]\.\d+)\*\* /gm)].map(
  ([, rule]) => rule!,
);

/** Every citation of a rule in code and documents, as `path → rule`. */
const citations = ['apps', 'libs', 'test']
  .flatMap((folder) =>
    (readdirSync(join(ROOT, folder), { recursive: true }) as string[]).map((path) => `${folder}/${path}`),
  )
  .filter((path) => /\.(?:tsx?|mjs|md)$/.test(path))
  .concat('README.md', 'CONTRIBUTING.md', 'GLOSSARY.md')
  .flatMap((path) => [...readFileSync(join(ROOT, path), 'utf8').matchAll(RULE)].map(([rule]) => ({ path, rule })));

describe('the rules of the glossary', () => {
  it('have unique numbers', () => {
    expect(rules.length).toBeGreaterThan(30);
    expect(new Set(rules).size).toBe(rules.length);
  });

  it('include every rule that code or a document cites', () => {
    expect(citations.filter(({ path }) => path.startsWith('libs/')).length).toBeGreaterThan(15);
    expect(citations.filter(({ rule }) => !rules.includes(rule))).toEqual([]);
  });
});
