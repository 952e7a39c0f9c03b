import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage, sleep, type Actor } from '../support/stage.js';
import { Random } from './random.js';
import {
  RequestMaker,
  idsIn,
  operationsOf,
  strangeCursor,
  wellFormed,
  type Asked,
  type Operation,
} from './requests.js';

const SEED = Number(process.env.FUZZ_SEED ?? 20_261_129);
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1_500);
const AT_ONCE = 4;
const MOST_IDS = 3_000;
const BODY_LIMIT = 256 * 1024;
/** Of the request line and the headers, in Node's parser. */
const HEAD_LIMIT = 16 * 1024;

/** What ends the sessions and roles of those who ask, what sends messages, and what never ends. */
const LEFT_OUT = [
  /^(?:POST|DELETE) .*\/sessions/,
  /^POST .*\/passwords$/,
  /^PUT .*\/me\/password$/,
  /second-factor/,
  /^POST .*\/disabling$/,
  /^DELETE .*\/people\/roles\//,
  /^POST .*\/volunteers\/me\/leaving$/,
  /^POST .*\/channels\/.*\/test$/,
  /^POST .*\/templates\/trial$/,
  /^POST .*\/contact-points\/email$/,
  /^GET .*\/live$/,
];
const WHO: [role: string, unit: string][] = [
  ['resident', 'A1'],
  ['volunteer', 'A1'],
  ['volunteer', 'A'],
  ['grid_worker', 'A1'],
  ['community_secretary', 'A1'],
  ['community_director', 'A1'],
  ['supervision_committee', 'A1'],
  ['town_officer', 'A'],
  ['finance_clerk', 'A'],
  ['auditor', 'D'],
  ['district_officer', 'D'],
  ['administrator', 'D'],
];

describe('malformed and random requests', () => {
  const random = new Random(SEED);
  let stage: Stage;
  let url: string;
  let operations: Operation[];
  let maker: RequestMaker;
  const actors: (Actor & { role: string; unit: string })[] = [];

  beforeAll(async () => {
    stage = await Stage.open('fuzz');
    url = await stage.startApi();
    await stage.startWorker();
    for (const [role, unit] of WHO) actors.push({ ...(await stage.actor(role, unit)), role, unit });
    const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as ConstructorParameters<
      typeof RequestMaker
    >[0];
    operations = operationsOf(document).filter(
      ({ method, path }) => !LEFT_OUT.some((pattern) => pattern.test(`${method} ${path}`)),
    );
    maker = new RequestMaker(document, random);
    for (const unit of stage.units.values()) maker.ids.add(unit.id);
    for (const { id } of actors) maker.ids.add(id);
    for (const status of ['draft', 'submitted', 'verified', 'open', 'open', 'closed'])
      maker.ids.add(await stage.wish({ status, enteredBy: actors[3]!.id }));
  });
  afterAll(() => stage.close());

  async function ask(
    { method, url: path, headers, body }: Asked,
    cookie?: string,
  ): Promise<{ status: number; type: string; text: string }> {
    const response = await fetch(url + path, {
      method,
      headers: { ...headers, ...(cookie ? { cookie } : {}) },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
  }

  /** The request as it can be made again; what it holds was made up. */
  const shown = (asked: Asked, role: string): string =>
    `${asked.method} ${asked.url.slice(0, 600)} as ${role} ${JSON.stringify(asked.headers)} ${typeof asked.body === 'string' ? asked.body.slice(0, 3_000) : asked.body ? '(a file)' : ''}`;

  it('are refused for a deeply nested body, with any role', async () => {
    const body = '['.repeat(2_000) + ']'.repeat(2_000);
    const withBody = operations.filter((one) => one.body?.media === 'application/json');
    expect(withBody.length).toBeGreaterThan(60);
    for (const { method, path } of withBody) {
      const asked = {
        method,
        url: path.replace(/\{\w+\}/g, 'x'),
        headers: { 'content-type': 'application/json' },
        body,
      };
      const { status, text } = await ask(asked);
      expect([method, path, status, (JSON.parse(text) as { code: string }).code]).toEqual([
        method,
        path,
        400,
        'MALFORMED_REQUEST',
      ]);
    }
  });

  it('are refused for a foreign cursor, on every list', async () => {
    const lists = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'));
    expect(lists.length).toBeGreaterThan(25);
    const unit = stage.unit('A1').id;
    for (const { path, parameters } of lists) {
      const place = path.replace(/\{\w+\}/g, unit);
      const needed = parameters
        .filter(({ in: where, required }) => where === 'query' && required)
        .map(({ name, schema }) => `${name}=${name.endsWith('Id') ? unit : String(schema?.enum?.[0] ?? 2026)}&`)
        .join('');
      for (const actor of actors) {
        if ((await ask({ method: 'GET', url: `${place}?${needed}`, headers: {} }, actor.cookie)).status !== 200)
          continue;
        const letters = Buffer.from('["a"]').toString('base64url');
        for (const cursor of [letters, ...Array.from({ length: 12 }, () => strangeCursor(random))]) {
          const asked = `${place}?${needed}cursor=${encodeURIComponent(wellFormed(cursor))}`;
          const { status } = await ask({ method: 'GET', url: asked, headers: {} }, actor.cookie);
          // An id of a row that is not there is a good cursor; so is an empty one.
          const allowed = cursor === letters ? [422] : [200, 422];
          expect(allowed, asked).toContain(status);
        }
        break;
      }
    }
  });

  it(`get a problem response and never a 500: ${REQUESTS} of seed ${SEED}`, async () => {
    const counts = new Map<number, number>();
    const faults: string[] = [];
    let slowest = { ms: 0, what: '' };
    let left = REQUESTS;
    const began = performance.now();
    // Who was refused is asked less often: behind a permission there is more to break.
    const refusals = new Map<Operation, Set<string>>();
    const refusedTo = (operation: Operation): Set<string> => {
      const refused = refusals.get(operation) ?? new Set();
      refusals.set(operation, refused);
      return refused;
    };
    const actorFor = (operation: Operation): (typeof actors)[number] => {
      const others = actors.filter(({ id }) => !refusedTo(operation).has(id));
      return random.pick(others.length === 0 || random.chance(0.1) ? actors : others);
    };
    const run = async (): Promise<void> => {
      for (; left > 0 && faults.length < 20;) {
        left -= 1;
        const operation = random.pick(operations);
        const actor = random.chance(0.04) ? undefined : actorFor(operation);
        const asked = maker.request(operation);
        const from = performance.now();
        const { status, type, text } = await ask(asked, actor?.cookie).catch((error: unknown) => ({
          status: 0,
          type: '',
          text: String((error as { cause?: unknown }).cause ?? error),
        }));
        const ms = performance.now() - from;
        if (ms > slowest.ms) slowest = { ms, what: `${operation.method} ${operation.path}` };
        if (status === 403 && actor) refusedTo(operation).add(actor.id);
        counts.set(status, (counts.get(status) ?? 0) + 1);
        const isProblem = type.startsWith('application/problem+json');
        // What is too large is refused before all of it is read: the client may see the answer, or a closed connection.
        const head = asked.url.length + JSON.stringify(asked.headers).length;
        const isTooLarge =
          head > HEAD_LIMIT || (typeof asked.body === 'string' && Buffer.byteLength(asked.body) > BODY_LIMIT);
        if (status >= 500 || (status === 0 && !isTooLarge) || (status >= 400 && !isProblem))
          faults.push(`${status} ${type} ${text.slice(0, 300)}\n  ${shown(asked, actor?.role ?? 'nobody')}`);
        if (status === 429) await sleep(1);
        if (/json/.test(type) && maker.ids.size < MOST_IDS) for (const id of idsIn(text)) maker.ids.add(id);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, run));
    const seconds = (performance.now() - began) / 1_000;
    const told = [...counts].toSorted(([a], [b]) => a - b).map(([status, n]) => `${status} ×${n}`);
    console.log(
      `seed ${SEED}: ${REQUESTS - left} requests to ${operations.length} operations in ${seconds.toFixed(0)} s: ${told.join(', ')}; the slowest ${slowest.ms.toFixed(0)} ms (${slowest.what})`,
    );
    expect(faults.join('\n\n')).toBe('');
  }, 3_600_000);

  it('leave both processes running', async () => {
    expect((await fetch(`${url}/api/health/ready`)).status).toBe(200);
    for (const process of stage.processes) expect([process.exitCode, process.signalCode]).toEqual([null, null]);
  });
});
