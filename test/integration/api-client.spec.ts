import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { describe, expect, it } from 'vitest';

const ROOT = join(new URL('.', import.meta.url).pathname, '../..');

interface Document {
  openapi: string;
  paths: Record<
    string,
    Record<string, { summary?: string; operationId?: string; 'x-authz'?: unknown; responses: Record<string, unknown> }>
  >;
  components: { schemas: Record<string, { properties?: Record<string, object>; enum?: unknown[] }> };
}

describe('the OpenAPI document', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'mw-')), 'openapi.json');
  execFileSync(process.execPath, [join(ROOT, 'dist/server/cli.js'), 'openapi', file], { env: process.env });
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
  );

  it('matches the generated api client (otherwise: npm run client)', async () => {
    const generated = astToString(await openapiTS(new URL(`file://${file}`), { defaultNonNullable: false }));
    const committed = readFileSync(join(ROOT, 'libs/api-client/src/schema.ts'), 'utf8');
    const code = (text: string): string => text.replace(/^\/\*\*[\s\S]*?\*\/\s*/, '').trim();
    expect(code(committed)).toBe(code(generated));
  });

  it('gives access rule and responses of every operation', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations.length).toBeGreaterThan(60);
    const untold = operations.filter(
      (operation) =>
        !operation['x-authz'] ||
        !Object.keys(operation.responses).some((status) => status.startsWith('2')) ||
        !operation.responses['4XX'],
    );
    expect(untold.map(({ name }) => name)).toEqual([]);
  });

  it('names every operation after its controller and method, without duplicates', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(names.filter((name) => !/^[a-z][A-Za-z]*_[a-z][A-Za-z]*$/.test(name ?? ''))).toEqual([]);
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
    expect(names).toEqual(expect.arrayContaining(['claims_extend', 'delegations_list', 'units_list']));
  });

  it('has no request body without fields', () => {
    const empty = Object.entries(document.components.schemas).filter(
      ([, { properties }]) => properties && Object.keys(properties).length === 0,
    );
    expect(empty.map(([name]) => name)).toEqual([]);
    expect(document.components.schemas.Problem!.properties!.code).toHaveProperty('enum');
  });
});
