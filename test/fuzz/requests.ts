import { deflateRawSync } from 'node:zlib';
import { rowsOf, workbookOf } from '../support/workbooks.js';
import type { Random } from './random.js';

export interface SchemaObject {
  $ref?: string;
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  items?: SchemaObject;
  properties?: Record<string, SchemaObject>;
  required?: string[];
  allOf?: SchemaObject[];
  oneOf?: SchemaObject[];
  anyOf?: SchemaObject[];
  example?: unknown;
  additionalProperties?: boolean | SchemaObject;
}
export interface Operation {
  method: string;
  path: string;
  parameters: { name: string; in: string; required?: boolean; schema?: SchemaObject }[];
  body?: { media: string; schema: SchemaObject };
}
interface Document {
  paths: Record<string, Record<string, Record<string, unknown>>>;
  components: { schemas: Record<string, SchemaObject> };
}
/** What is sent; `body` is text or a form. */
export interface Asked {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | FormData;
}

export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, told]) => {
      if (!/^(?:get|post|put|patch|delete)$/.test(method)) return [];
      const content = (told.requestBody as { content?: Record<string, { schema: SchemaObject }> } | undefined)?.content;
      const [media, body] = Object.entries(content ?? {})[0] ?? [];
      return {
        method: method.toUpperCase(),
        path,
        parameters: (told.parameters ?? []) as Operation['parameters'],
        ...(media && body ? { body: { media, schema: body.schema } } : {}),
      };
    }),
  );
}

const long = (text: string, length: number): string => text.repeat(Math.ceil(length / text.length)).slice(0, length);
/** Texts that have broken programs: invisible characters, halves of characters, other alphabets' digits, too much, too little,
 *  and what some program would run. */
const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  'someone\ud83d@example.com',
  '\u202emoc.elpmaxe',
  '\u200b\u200b\u200b',
  '\u3000李\u3000某\u3000',
  '👨‍👩‍👧‍👦',
  '🏳️‍🌈'.repeat(40),
  'ﷺ'.repeat(60),
  'a\u0301'.repeat(200),
  long('长', 300),
  long('长', 70_000),
  long('x', 20_000),
  `'; DROP TABLE wish; -- `,
  `%' OR 1=1 /*`,
  '%_%',
  '<script>alert(1)</script>',
  '=1+1',
  '|calc',
  '__proto__',
  'constructor',
  '../../../../etc/passwd',
  'NaN',
  'null',
  'Infinity',
  '-0',
  '1e309',
  '0x10',
  '１２３',
  '９'.repeat(30),
  '9'.repeat(400),
  '2026-02-30',
  '0000-00-00',
  '0001-01-01',
  '9999-12-31',
  '+275760-09-13T00:00:00.001Z',
  '-000001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-11-23T00:00:00+99:99',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '018f0000-0000-7000-8000-00000000000g',
  '\r\nset-cookie: sid=1',
  '13800000001',
];
const NUMBERS = [
  0,
  -1,
  1,
  0.5,
  -0,
  255,
  256,
  65_535,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  1e21,
  1e308,
  -1e308,
  5e-324,
  1970,
  2026,
  9_999,
  100_000,
];
const OTHERS: unknown[] = [null, true, false, [], {}, [null], [[]], { '': '' }, [[[[[[]]]]]]];
const CURSOR_VALUES = ['', 'a', 'NaN', '0', '-1', '1e9', '9'.repeat(40), "' OR 1=1", '\u0000', '\ud800', '2026-02-31'];
const MEDIA = ['text/plain', 'application/xml', 'application/json; charset=utf-16', 'multipart/form-data', 'x', '*/*'];

/** An address and a form hold whole characters only. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

/** Cursors of every shape but ours. */
export function strangeCursor(random: Random): string {
  const values = Array.from({ length: random.below(4) }, () => random.pick(CURSOR_VALUES));
  return random.pick([
    () => random.pick(TEXTS).slice(0, 290),
    () => base64url(JSON.stringify(values)),
    () => base64url(JSON.stringify(random.pick([1, null, {}, [1], [null], [[]], [{ length: 1 }]]))),
    () => base64url(JSON.stringify([randomId(random)])),
    () => base64url(JSON.stringify([randomId(random), randomId(random)])),
    () => base64url(JSON.stringify([random.pick(CURSOR_VALUES), randomId(random)])),
    () => base64url(JSON.stringify([randomId(random), 'ranked', random.pick(CURSOR_VALUES)])),
    () => base64url(JSON.stringify(['2026-13-45T99:99:99.999Z', randomId(random)])),
  ])();
}

function randomId(random: Random): string {
  const hex = (length: number): string => Array.from({ length }, () => random.below(16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}

/** Makes requests of what an OpenAPI document describes: mostly what it asks for, with something strange in it. */
export class RequestMaker {
  /** Ids that answers have told; of all kinds, so that they are mixed up. */
  readonly ids = new Set<string>();
  /** How strange the request is that is being made: what is nearly right gets further. */
  private strangeness = 1;

  constructor(
    private readonly document: Document,
    private readonly random: Random,
  ) {}

  request(operation: Operation): Asked {
    const { random } = this;
    this.strangeness = random.pick([0, 0.15, 0.4, 1, 1.4]);
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(this.pathValue(operation.parameters.find((one) => one.name === name)?.schema)),
    );
    const query = operation.parameters
      .filter((one) => one.in === 'query' && (one.required || random.chance(0.5)))
      .map((one) => [one.name, this.queryValue(one.name, one.schema)] as const)
      .flatMap((pair) => (this.odd(0.03) ? [pair, pair] : [pair]));
    if (this.odd(0.03)) query.push([random.pick(TEXTS).slice(0, 30), random.pick(TEXTS).slice(0, 500)]);
    const search = query.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&');
    const headers: Record<string, string> = {};
    if (random.chance(0.3))
      headers['accept-language'] = random.pick(['en', 'zh', '*', 'en;q=9', ',,,', 'x'.repeat(200)]);
    if (operation.method !== 'GET' && random.chance(0.3))
      headers['idempotency-key'] = random.pick([
        'short',
        'x'.repeat(101),
        `fuzz-${random.below(500)}-key`,
        '        ',
        'é'.repeat(20),
      ]);
    if (operation.method === 'GET' && random.chance(0.1))
      headers[random.pick(['if-none-match', 'range', 'if-modified-since'])] = random.pick([
        '"x"',
        '*',
        'bytes=0-',
        'bytes=9-1',
        'x',
      ]);
    const asked: Asked = { method: operation.method, url: path + (search ? `?${search}` : ''), headers };
    return operation.body ? this.withBody(asked, operation.body) : asked;
  }

  /** True so often in a request of usual strangeness. */
  private odd(of: number): boolean {
    return this.random.chance(of * this.strangeness);
  }

  private withBody(asked: Asked, { media, schema }: { media: string; schema: SchemaObject }): Asked {
    const { random } = this;
    if (media === 'multipart/form-data' && !this.odd(0.1)) return { ...asked, body: this.form() };
    const headers = { ...asked.headers, 'content-type': 'application/json' };
    if (this.odd(0.03)) headers['content-type'] = random.pick(MEDIA);
    const body = this.odd(0.12) ? this.strangeBody() : JSON.stringify(this.value(schema, 0));
    return { ...asked, headers, body };
  }

  private strangeBody(): string {
    const { random } = this;
    const depth = random.pick([31, 33, 2_000, 20_000]);
    return random.pick([
      () => '['.repeat(depth) + ']'.repeat(depth),
      () => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth),
      () => '',
      () => '{',
      () => '\u0000',
      () => 'null',
      () => '"text"',
      () => '[]',
      () => '{"__proto__":{"a":1}}',
      () => '{"constructor":{"prototype":{}}}',
      () => `[${'{},'.repeat(5_000)}{}]`,
      () => `{${Array.from({ length: 3_000 }, (_, at) => `"k${at}":${at}`).join()}}`,
      () => JSON.stringify({ a: 'x'.repeat(300_000) }),
      () => '{"a":"\\ud800"}',
      () => '{"a":1e999}',
    ])();
  }

  private form(): FormData {
    const { random } = this;
    const form = new FormData();
    const xlsx = (): Buffer =>
      workbookOf([
        `<worksheet><sheetData>${rowsOf([
          ['姓名', '手机', '社区'],
          ['李某', '15900007004', random.pick(['沥苑', '_xD800_', '_x0000_'])],
        ])}</sheetData></worksheet>`,
      ]);
    const bytes = random.pick<() => Buffer>([
      xlsx,
      xlsx,
      () => Buffer.from(`姓名,手机,社区\n${random.pick(TEXTS).slice(0, 200)},15900007004,沥苑\n`),
      () => Buffer.from('交易日期,借方金额,贷方金额,余额,对方户名\n2026-01-05,1.00,,2.00,某\n'),
      () => Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      () => Buffer.from('%PDF-1.7'),
      () => Buffer.alloc(random.below(2_000), random.below(256)),
      () => Buffer.concat([Buffer.from('PK\u0003\u0004'), deflateRawSync(Buffer.alloc(1_000))]),
      () => Buffer.alloc(0),
    ])();
    const name = random.pick(['a.xlsx', 'a.csv', '', '../../x', 'x'.repeat(300), '名\u202e册.xlsx', 'a\u0000.csv']);
    form.append(random.pick(['file', 'file', 'file', 'other']), new Blob([new Uint8Array(bytes)]), name);
    if (random.chance(0.1)) form.append('field', wellFormed(random.pick(TEXTS).slice(0, 100)));
    return form;
  }

  private pathValue(schema: SchemaObject | undefined): string {
    const { random } = this;
    if (!this.odd(0.25)) return this.id();
    if (random.chance(0.3)) return String(random.pick(NUMBERS));
    const value = random.chance(0.5) && schema ? String(this.value(schema, 0)) : random.pick(TEXTS).slice(0, 150);
    return wellFormed(value).replace(/^\.*$/, 'x');
  }

  private queryValue(name: string, schema: SchemaObject | undefined): string {
    const { random } = this;
    if (name === 'cursor') return this.odd(0.9) ? strangeCursor(random) : '';
    if (this.odd(0.2)) return random.pick(TEXTS).slice(0, 2_000);
    if (this.odd(0.1)) return String(random.pick(NUMBERS));
    const value = this.value(schema ?? {}, 0);
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  private id(): string {
    const { random } = this;
    if (this.ids.size === 0 || this.odd(0.1)) return randomId(random);
    return random.pick([...this.ids]);
  }

  private value(schema: SchemaObject, depth: number): unknown {
    const { random } = this;
    if (this.odd(0.06)) return random.pick<unknown>([...OTHERS, ...TEXTS.slice(0, 20), ...NUMBERS]);
    const known = this.resolved(schema);
    if (known.enum && !this.odd(0.1)) return random.pick(known.enum);
    if (known.example !== undefined && !this.odd(0.6)) return known.example;
    const type = Array.isArray(known.type) ? random.pick(known.type) : known.type;
    if (type === 'null') return null;
    if (type === 'boolean') return random.chance(0.5);
    if (type === 'integer' || type === 'number') return this.number(known);
    if (type === 'array') return this.list(known, depth);
    if (type === 'object' || known.properties) return this.object(known, depth);
    return this.text(known);
  }

  private resolved(schema: SchemaObject): SchemaObject {
    const one = schema.$ref ? (this.document.components.schemas[schema.$ref.split('/').at(-1)!] ?? {}) : schema;
    const parts =
      one.allOf ?? (one.oneOf && [this.random.pick(one.oneOf)]) ?? (one.anyOf && [this.random.pick(one.anyOf)]);
    return parts ? { ...one, allOf: undefined, oneOf: undefined, anyOf: undefined, ...this.resolved(parts[0]!) } : one;
  }

  private number({ minimum, maximum }: SchemaObject): number {
    const { random } = this;
    if (this.odd(0.25)) return random.pick(NUMBERS);
    const from = minimum ?? 0;
    const value = from + random.below(Math.min((maximum ?? 3_000) - from, 10_000_000) + 1);
    return this.odd(0.1) ? random.pick([from - 1, (maximum ?? 1e9) + 1, value + 0.5]) : value;
  }

  private list({ items, minItems }: SchemaObject, depth: number): unknown[] {
    const { random } = this;
    if (depth > 5) return [];
    const length = this.odd(0.05) ? 150 : (minItems ?? 0) + random.below(3);
    const list = Array.from({ length }, () => this.value(items ?? {}, depth + 1));
    return this.odd(0.1) && list.length > 0 ? [...list, list[0]] : list;
  }

  private object({ properties = {}, required = [] }: SchemaObject, depth: number): Record<string, unknown> {
    const { random } = this;
    const result: Record<string, unknown> = {};
    for (const [name, schema] of Object.entries(properties)) {
      const isWanted = required.includes(name) ? !this.odd(0.04) : random.chance(0.5);
      if (isWanted && depth < 8) result[name] = this.value(schema, depth + 1);
    }
    if (this.odd(0.04))
      result[random.pick(['unknown', 'id', 'isAdmin', 'createdAt', '__proto__x'])] = random.pick(TEXTS);
    return result;
  }

  private text({ format, pattern, minLength = 0, maxLength = 200 }: SchemaObject): string {
    const { random } = this;
    if (this.odd(0.2)) return random.pick(TEXTS);
    if (format === 'uuid') return this.id();
    if (format === 'date-time') return random.pick(['2026-11-23T08:00:00.000Z', '2027-01-01T00:00:00+08:00']);
    if (format === 'date' || /\\d\{4\}/.test(pattern ?? ''))
      return random.pick(['2026-12-31', '2027-01-01', '2026-01-01']);
    const like = [
      '想换一台风扇',
      '13900000002',
      this.id(),
      '张三',
      '2026-12-31',
      'someone@example.com',
      'A-1',
      '08:30',
    ];
    const text = random.pick(like);
    return this.odd(0.1) ? long('长', random.pick([minLength, maxLength, maxLength + 1])) : text;
  }
}

/** A query's text; what cannot be written in an address is left out. */
const escaped = (text: string): string => encodeURIComponent(wellFormed(text));

/** Ids within an answer, some of each. */
export function idsIn(text: string): string[] {
  return (text.slice(0, 20_000).match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? []).slice(
    0,
    8,
  );
}
