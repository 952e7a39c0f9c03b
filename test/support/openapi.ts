import { newId } from '#libs/platform';

/** One operation of the api as its own document describes it. */
export interface Operation {
  /** `get /api/v1/wishes`: what a test names it by. */
  name: string;
  method: string;
  path: string;
  /** null: for everybody, also without a session. */
  permission: string | null;
  /** A body that fits the schema, with what must be in it; undefined when it takes none. */
  body: unknown;
  /** The same with everything that may be in it. */
  fullBody: unknown;
  /** It takes a file. */
  isUpload: boolean;
  queries: QueryParameter[];
  /** Where ids of other things stand in the body: `['quotes', 0, 'fileId']`. */
  bodyIds: (string | number)[][];
}
export interface QueryParameter {
  name: string;
  isRequired: boolean;
  isId: boolean;
  sample: string;
}
interface OpenApi {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, OpenApiSchema> };
}
interface OpenApiOperation {
  'x-authz'?: { permission?: string; public?: boolean };
  parameters?: { in: string; name: string; required?: boolean; schema: OpenApiSchema }[];
  requestBody?: { content: Record<string, { schema: OpenApiSchema }> };
}
interface OpenApiSchema {
  $ref?: string;
  type?: string;
  required?: string[];
  properties?: Record<string, OpenApiSchema>;
  enum?: unknown[];
  example?: unknown;
  items?: OpenApiSchema;
  allOf?: OpenApiSchema[];
  anyOf?: OpenApiSchema[];
  oneOf?: OpenApiSchema[];
  format?: string;
  minimum?: number;
}

/** Asks a running api for its document, and reads every operation in it. */
export async function readOperations(url: string): Promise<Operation[]> {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as OpenApi;
  const reader = new SchemaReader(document.components.schemas);
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Operation => {
      const body = operation.requestBody?.content['application/json']?.schema;
      return {
        name: `${method} ${path}`,
        method,
        path,
        permission: operation['x-authz']?.public ? null : (operation['x-authz']?.permission ?? ''),
        body: body && reader.sample(body, 'required'),
        fullBody: body && reader.sample(body, 'all'),
        isUpload: operation.requestBody?.content['multipart/form-data'] !== undefined,
        queries: (operation.parameters ?? [])
          .filter((parameter) => parameter.in === 'query')
          .map(({ name, required, schema }) => ({
            name,
            isRequired: required ?? false,
            isId: reader.isId(schema),
            sample: String(reader.sample(schema, 'required')),
          })),
        bodyIds: body ? reader.ids(body) : [],
      };
    }),
  );
}

/** Values for what its schema does not describe closely enough to be valid. */
const SAMPLES: Record<string, () => unknown> = {
  phone: () => '13900001234',
  creditCode: () => '91440605MA4UQ1234X',
  fromOn: () => dayAhead(1),
  untilOn: () => dayAhead(2),
  skill: () => 'electrical',
  // An entry of the register or a new one: the schema requires neither part.
  payee: () => ({ name: '大沥五金店', kind: 'organisation' }),
  promisedAt: () => `${dayAhead(3)}T10:00:00Z`,
};
const dayAhead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

class SchemaReader {
  constructor(private readonly schemas: Record<string, OpenApiSchema>) {}

  isId(given: OpenApiSchema): boolean {
    return this.resolve(given).format === 'uuid';
  }

  /** A value that fits: the example where there is one. */
  sample(given: OpenApiSchema, which: 'required' | 'all', depth = 0): unknown {
    const schema = this.resolve(given);
    const inside = (part: OpenApiSchema): unknown => this.sample(part, which, depth + 1);
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map(inside));
    const [first] = schema.anyOf ?? schema.oneOf ?? [];
    if (first) return inside(first);
    if (schema.example !== undefined) return schema.example;
    if (schema.enum) return schema.enum[0];
    if (schema.type === 'object') {
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => (which === 'all' && depth < 8) || schema.required?.includes(name))
          .map(([name, property]) => [name, SAMPLES[name]?.() ?? inside(property)]),
      );
    }
    if (schema.type === 'array') return schema.items ? [inside(schema.items)] : [];
    if (schema.type === 'boolean') return true;
    if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
    return schema.format === 'uuid' ? newId() : 'a text of some length';
  }

  /** The places of all ids, the first element standing for a list. */
  ids(given: OpenApiSchema, at: (string | number)[] = []): (string | number)[][] {
    const schema = this.resolve(given);
    if (at.length > 8) return [];
    if (schema.format === 'uuid') return [at];
    const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
    return [
      ...parts.flatMap((part) => this.ids(part, at)),
      ...Object.entries(schema.properties ?? {}).flatMap(([name, property]) => this.ids(property, [...at, name])),
      ...(schema.items ? this.ids(schema.items, [...at, 0]) : []),
    ];
  }

  private resolve(schema: OpenApiSchema): OpenApiSchema {
    return schema.$ref ? this.schemas[schema.$ref.split('/').at(-1)!]! : schema;
  }
}

/** A copy of a body with one value put in its place. */
export function withValue(body: unknown, at: (string | number)[], value: unknown): unknown {
  const [step, ...rest] = at;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list = Array.isArray(body) ? [...(body as unknown[])] : [];
    list[step] = withValue(list[step], rest, value);
    return list;
  }
  const object = { ...(body as Record<string, unknown>) };
  object[step] = withValue(object[step], rest, value);
  return object;
}

/** What an answer says, and what it was asked with. */
export interface Answered {
  status: number;
  text: string;
  /** Parsed where it is JSON. */
  body: unknown;
  bytes: Buffer;
}

/** Sends one operation: `ids` go into the path; `cookie` is the session. */
export async function send(
  url: string,
  { method, path, isUpload }: Pick<Operation, 'method' | 'path' | 'isUpload'>,
  {
    ids,
    cookie,
    query = {},
    body,
  }: { ids: Record<string, string>; cookie?: string; query?: Record<string, string>; body?: unknown },
): Promise<Answered> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name);
  const search = new URLSearchParams(query).toString();
  const form = new FormData();
  if (isUpload) form.append('file', new Blob(['x']), 'x.csv');
  const response = await fetch(`${url}${filled}${search && `?${search}`}`, {
    method: method.toUpperCase(),
    headers: {
      ...(cookie ? { cookie } : {}),
      ...(body === undefined || isUpload ? {} : { 'content-type': 'application/json' }),
    },
    body: isUpload ? form : body === undefined ? undefined : JSON.stringify(body),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString('utf8');
  const isJson = /^application\/(?:problem\+)?json(?:;|$)/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, text, bytes, body: isJson && text ? (JSON.parse(text) as unknown) : text };
}

/** Runs the same work for many, a few at a time. */
export async function each<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const lane = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
