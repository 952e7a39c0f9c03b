import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FieldEncryption, newId } from '#libs/platform';
import { toToken } from '#libs/volunteers';
import { verifyBook } from '../../libs/funds/verifier/verify-fund-book.mjs';
import { PASSWORD, register } from '../support/people.js';
import { Stage, clientWith, sleep, until, type Actor } from '../support/stage.js';

const newKey = (keyNo: number): string => `${keyNo}:${randomBytes(32).toString('base64')}`;
const CROWD = 4_000;
const CERTIFICATE = {
  no: 'FW-1',
  name: '演员',
  hours: 1.5,
  wishes: 1,
  fromOn: '2026-01-01',
  untilOn: '2026-06-30',
  issuedOn: '2026-07-01',
  issuer: '南海区',
};
const CLI = join(new URL('.', import.meta.url).pathname, '../../dist/server/cli.js');

describe('the data keys of a process', () => {
  let stage: Stage;
  let admin: Actor;
  let url: string;

  beforeAll(async () => {
    stage = await Stage.open('data_keys');
    url = await stage.startApi();
    admin = await stage.actor('administrator', 'D');
  });
  afterAll(() => stage.close());

  it.each(['api', 'worker'] as const)(
    'stop a process from starting with another key under the same number: %s',
    async (app) => {
      const { code, said } = await stage.startRefused(app, { DATA_KEYS: newKey(1) });
      expect(code).not.toBe(0);
      expect(said).toMatch(
        /(^|\n)Cannot start\. DATA_KEYS: the key with the number 1 is not the one that this database was written with\..*\n$/,
      );
    },
  );

  it('stop a process from starting without a key in use', async () => {
    const { code, said } = await stage.startRefused('api', { DATA_KEYS: newKey(2) });
    expect(code).not.toBe(0);
    expect(said).toMatch(/(^|\n)Cannot start\. DATA_KEYS: the key with the number 1 is missing.*\n$/);
  });

  it('stop the command line with the same clear error', async () => {
    const env = { ...process.env, ...stage.env, DATA_KEYS: newKey(1) };
    for (const args of [
      ['migrate'],
      ['verify'],
      ['people', 'create-admin', '--phone', '13900000077', '--name', '李'],
    ]) {
      const { code, said } = await run(args, env);
      expect([args[0], code]).toEqual([args[0], 1]);
      expect(said).toContain('DATA_KEYS: the key with the number 1 is not the one');
      expect(said).not.toMatch(/ at .*\.js/);
    }
  });

  it('make a process unready when its keys no longer match, and let it recover', async () => {
    const ready = async (): Promise<number> => (await fetch(`${url}/api/health/ready`)).status;
    const register = async (phone: string): Promise<number> =>
      (
        await admin.api.POST('/api/v1/people', {
          body: { name: '王', phone, roles: [{ role: 'volunteer', unitId: stage.unit('A').id }] },
        })
      ).response.status;
    expect(await ready()).toBe(200);
    const [row] = await stage.rows<{ value: Buffer }>(
      `SELECT check_value AS value FROM data_key WHERE purpose = 'encryption'`,
    );
    await stage.db.query(`UPDATE data_key SET check_value = REPEAT('0', 32) WHERE purpose = 'encryption'`);
    // One look at readiness is good for three seconds.
    await until('the process is not ready', 10_000, async () => (await ready()) === 503);
    expect(await register('13900000078')).toBe(503);
    await stage.db.query(`UPDATE data_key SET check_value = ? WHERE purpose = 'encryption'`, [row!.value]);
    await until('the process is ready again', 10_000, async () => (await ready()) === 200);
    expect(await register('13900000078')).toBe(201);
  });

  it('leave the list of people readable when one row is unreadable', async () => {
    const broken = await stage.actor('grid_worker', 'A1');
    await stage.db.query(`UPDATE person SET name = CONCAT(LEFT(name, 40), 'x') WHERE id = ?`, [broken.id]);
    const listed = await admin.api.GET('/api/v1/people', { params: { query: { limit: 100 } } });
    expect(listed.response.status).toBe(200);
    const shown = new Map(listed.data!.items.map(({ id, name, phone }) => [id, { name, phone }]));
    expect(shown.get(broken.id)).toEqual({
      name: '（无法解密 / cannot be decrypted）',
      phone: broken.phone.replace(/^(...)....(....)$/, '$1****$2'),
    });
    expect(shown.get(admin.id)!.name).toBe('演员administrator');
  });

  it('leave a wish and the list of wishes readable when one need is unreadable', async () => {
    const secretary = await stage.actor('community_secretary', 'A1');
    const wishId = await stage.wish({ enteredBy: admin.id });
    await stage.db.query(`UPDATE wish SET need = CONCAT(LEFT(need, 40), 'x') WHERE id = ?`, [wishId]);
    const wish = await secretary.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId } } });
    expect([wish.response.status, wish.data!.need]).toEqual([200, '（无法解密 / cannot be decrypted）']);
  });
});

describe('key rotation under load', { timeout: 300_000 }, () => {
  const fresh = newKey(2);
  let stage: Stage;
  let admin: Actor;
  let gridWorker: Actor;
  /** People of before, enough for many batches. */
  let crowd: { id: string; phone: string }[];
  let signed: { token: string; day: string };
  const load = { isOn: false, answers: 0, faults: [] as string[], registered: [] as string[] };
  let clients: Promise<unknown> = Promise.resolve();
  let nextPhone = 13_100_000_000;

  beforeAll(async () => {
    stage = await Stage.open('rotation');
    // Every process has the new key before the rotation; the database goes on naming the old one.
    for (let copy = 0; copy < 2; copy += 1) await stage.startApi({ DATA_KEYS: `${fresh},${stage.env.DATA_KEYS}` });
    admin = await stage.actor('administrator', 'D');
    gridWorker = await stage.actor('grid_worker', 'A1');
    crowd = Array.from({ length: CROWD }, () => ({ id: newId(), phone: String((nextPhone += 1)) }));
    for (let from = 0; from < crowd.length; from += 500) {
      await stage.db.query('INSERT INTO person (id, name, phone, phone_hash, created_at) VALUES ?', [
        crowd
          .slice(from, from + 500)
          .map(({ id, phone }) => [
            id,
            stage.encryption.encrypt('person.name', id, '陈志愿'),
            stage.encryption.encrypt('person.phone', id, phone),
            stage.index.hash('phone', phone),
            new Date(),
          ]),
      ]);
    }
    const token = toToken(CERTIFICATE, (await stage.signingKey('service-certificate')).key);
    const officer = await stage.actor('district_officer', 'D');
    await officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A').id, year: 2026, amountFen: 50_000_000 },
    });
    const folder = await exported();
    signed = { token, day: folder.heads.at(-1)!.day };
    load.isOn = true;
    clients = Promise.all([registering(0), registering(1), wishing(), signingIn(), looking()]);
  });
  afterAll(async () => {
    load.isOn = false;
    await clients;
    await stage.close();
  });

  const expectAnswer = (what: string, status: number, ...right: number[]): void => {
    load.answers += 1;
    if (!right.includes(status)) load.faults.push(`${what}: ${status}`);
  };

  /** New people, each told to both processes at once: one is registered, the other one is known. */
  async function registering(of: number): Promise<void> {
    const apis = stage.urls.map((at) => clientWith(at, admin.cookie));
    const counted = createHash('sha256').update(`known-phone|${admin.id}`).digest();
    while (load.isOn) {
      // One person finds few telephones registered within an hour; that limit is not what is tried here.
      await stage.db.query('DELETE FROM sign_in_attempt WHERE key_hash = ?', [counted]);
      await sleep(50);
      const phone = String(13_300_000_000 + of * 1_000_000 + load.registered.length);
      const told = await Promise.all(
        apis.map((api) =>
          api.POST('/api/v1/people', {
            body: { name: '新来的', phone, roles: [{ role: 'volunteer', unitId: stage.unit('A').id }] },
          }),
        ),
      );
      const statuses = told.map(({ response }) => response.status).toSorted();
      expectAnswer('register', statuses.join() === '201,409' ? 201 : (statuses.find((one) => one >= 500) ?? 0), 201);
      load.registered.push(phone);
      // Somebody of before is known whichever hash stands in the row.
      const { phone: known } = crowd[Math.floor(Math.random() * crowd.length)]!;
      const again = await apis[of]!.POST('/api/v1/people', {
        body: { name: '再来的', phone: known, roles: [{ role: 'volunteer', unitId: stage.unit('A').id }] },
      });
      expectAnswer('register again', again.response.status, 409);
    }
  }

  async function wishing(): Promise<void> {
    const api = clientWith(stage.urls[1]!, gridWorker.cookie);
    for (let no = 0; load.isOn; no += 1) {
      await sleep(50);
      const { response } = await api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need: `想换一台风扇${no}`,
          kind: 'goods',
          beneficiary: { name: '李子梅', phone: crowd[no % 50]!.phone, age: 70 },
          consent: { kind: 'spoken', byGuardian: false },
        } as never,
      });
      expectAnswer('wish', response.status, 201);
    }
  }

  async function signingIn(): Promise<void> {
    const phone = '13200000001';
    const api = clientWith(stage.urls[0]!, admin.cookie);
    await register(stage, { proposes: admin, confirms: admin }, { role: 'volunteer', unit: 'A', phone });
    while (load.isOn) {
      const { response } = await api.POST('/api/v1/sessions', { body: { phone, password: PASSWORD } });
      expectAnswer('sign in', response.status, 201);
      await sleep(200);
    }
  }

  async function looking(): Promise<void> {
    for (let no = 0; load.isOn; no += 1) {
      await sleep(50);
      const { response, data } = await clientWith(stage.urls[no % 2]!, admin.cookie).GET('/api/v1/people', {
        params: { query: { limit: 100 } },
      });
      expectAnswer('people', response.status, 200);
      if (data?.items.some(({ name }) => name.includes('无法解密'))) load.faults.push('an unreadable name');
    }
  }

  /** Runs a rotation, kills it twice in the midst of its work, and lets it end. */
  async function rotateWithKills(kind: string, ...more: string[]): Promise<{ moved: number; left: number }> {
    const env = { ...process.env, ...stage.env, DATA_KEYS: `${fresh},${stage.env.DATA_KEYS}` };
    const moved = async (): Promise<number> => {
      const [row] = await stage.rows<{ n: string | null }>(
        'SELECT SUM(moved) AS n FROM key_rotation WHERE purpose = ?',
        [kind.replace('-', '_')],
      );
      return Number(row!.n ?? 0);
    };
    for (let kill = 1; kill <= 2; kill += 1) {
      const child: ChildProcess = spawn(process.execPath, [CLI, 'keys', 'rotate', kind, ...more], {
        env,
        stdio: 'ignore',
      });
      const before = await moved();
      await until(
        `the ${kind} rotation moves`,
        60_000,
        async () => (await moved()) > before || child.exitCode !== null,
      );
      expect(child.exitCode).toBeNull();
      child.kill('SIGKILL');
      await new Promise((resume) => child.once('exit', resume));
    }
    expect(await moved()).toBeLessThan(crowd.length);
    const { code, said } = await run(['keys', 'rotate', kind, ...more, '--json'], env);
    expect([code, said.split('\n').filter((line) => line.startsWith('{')).length, said]).toEqual([
      0,
      1,
      expect.any(String),
    ]);
    return JSON.parse(said.split('\n').find((line) => line.startsWith('{'))!) as { moved: number; left: number };
  }

  async function exported(): Promise<{ heads: { day: string; key: string }[]; book: string[]; lines: string[] }> {
    const text = async (path: string): Promise<string[]> =>
      (await (await fetch(`${stage.urls[0]}/api/v1/public/fund-book/${path}`)).text()).split('\n').filter(Boolean);
    if ((await text('heads.jsonl')).length === 0) {
      const { code, said } = await run(['funds', 'export-book', `/tmp/mw-book-${process.pid}`], {
        ...process.env,
        ...stage.env,
      });
      expect([code, said]).toEqual([0, said]);
    }
    const lines = await text('heads.jsonl');
    return {
      heads: lines.map((line) => JSON.parse(line) as { day: string; key: string }),
      book: await text('book.jsonl'),
      lines,
    };
  }

  it('encrypts everything again after a kill and a resume, without an error for clients', async () => {
    const { left, moved } = await rotateWithKills('encryption');
    expect(left).toBe(0);
    expect(moved).toBeGreaterThanOrEqual(crowd.length * 2);
    expect(load.faults).toEqual([]);
    const status = JSON.parse((await cli('keys', 'status', '--json')).said) as {
      keys: { purpose: string; keyNo: number; values: number; canRetire: boolean }[];
    };
    expect(status.keys.filter(({ purpose }) => purpose === 'encryption')).toMatchObject([
      { keyNo: 1, values: 0, canRetire: true },
      { keyNo: 2, canRetire: false },
    ]);
  });

  it('of the blind index keeps one person per telephone after a kill and a resume, without an error for clients', async () => {
    const { left, moved } = await rotateWithKills('blind-index');
    expect(left).toBe(0);
    expect(moved).toBeGreaterThanOrEqual(crowd.length);
    expect(load.faults).toEqual([]);
    expect(await stage.rows('SELECT DISTINCT index_key_no AS n FROM person')).toEqual([{ n: 2 }]);
    const [count] = await stage.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM person WHERE id NOT IN (?)`, [
      crowd.map(({ id }) => id),
    ]);
    // The three actors, the person who signs in, and all registered people, each once.
    expect(Number(count!.n)).toBeLessThanOrEqual(load.registered.length + 6);
  });

  it('of the blind index reports a person whose old hash belongs to a number in use', async () => {
    const [{ id: owner, phone }, id] = [crowd[0]!, newId()];
    await stage.db.query(
      'INSERT INTO person (id, name, phone, phone_hash, index_key_no, created_at) VALUES (?,?,?,?,1,NOW(3))',
      [
        id,
        stage.encryption.encrypt('person.name', id, '陈志愿'),
        stage.encryption.encrypt('person.phone', id, phone),
        stage.index.hash('phone', phone),
      ],
    );
    expect((await cli('verify')).said).toContain(JSON.stringify({ id: owner, sameNumberAs: id }));
    await stage.db.query('DELETE FROM person WHERE id = ?', [id]);
    expect((await cli('verify')).said).toMatch(/✓ person\.phone/);
  });

  it('of signing keys leaves earlier heads and certificates verifiable', async () => {
    for (const purpose of ['fund-book', 'service-certificate'])
      expect((await cli('keys', 'rotate', 'signing', purpose)).said).toContain('Key 2 signs from now on.');
    const api = clientWith(stage.urls[0]!, '');
    const check = async (token: string) =>
      (await api.POST('/api/v1/public/service-certificates/checks', { body: { token } })).data!.certificate;
    const later = toToken(CERTIFICATE, (await stageKey('service-certificate')).key);
    expect(later).not.toBe(signed.token);
    expect(await check(signed.token)).toEqual(CERTIFICATE);
    expect(await check(later)).toEqual(CERTIFICATE);
    const { keys } = (await api.GET('/api/v1/public/service-certificates/keys')).data!;
    expect(keys).toHaveLength(2);
    // A browser tries each of the published keys.
    for (const token of [signed.token, later]) {
      const [form, content, signature] = token.split('.');
      const verdicts = keys.map((jwk) =>
        verify(
          null,
          Buffer.from(`${form}.${content}`),
          createPublicKey({ format: 'jwk', key: jwk }),
          Buffer.from(signature!, 'base64url'),
        ),
      );
      expect(verdicts.filter(Boolean)).toHaveLength(1);
    }
    // A head of the next day, signed with the new key, follows those of before.
    await stage.db.query(`UPDATE fund_head SET day = day`);
    const { lines, book, heads } = await exported();
    const published = (await api.GET('/api/v1/public/fund-book/keys')).data!.keys;
    expect(published.map(({ no }) => no)).toEqual([2, 1]);
    expect(published.map(({ key }) => key)).toContain(heads[0]!.key);
    const fingerprints = published.map(({ fingerprint }) => fingerprint);
    expect(fingerprints[1]).toBe(createHash('sha256').update(Buffer.from(heads[0]!.key, 'base64')).digest('hex'));
    expect((await verifyBook(book, lines, { key: fingerprints })).findings.count).toBe(0);
    expect((await verifyBook(book, lines, { key: fingerprints[0] })).findings.count).toBeGreaterThan(0);
    expect(load.faults).toEqual([]);
  });

  it('ends with the retirement of the old key: processes start without it and decrypt everything', async () => {
    load.isOn = false;
    await clients;
    expect(load.faults).toEqual([]);
    expect(load.answers).toBeGreaterThan(100);
    expect((await stage.startRefused('api', { DATA_KEYS: fresh })).said).toMatch(/number 1 is missing/);
    const { code, said } = await cli('keys', 'retire', '1');
    expect([code, said]).toEqual([0, expect.stringContaining('Data key 1 is retired')]);
    const url = await stage.startApi({ DATA_KEYS: fresh });
    const api = clientWith(url, admin.cookie);
    const signedIn = await api.POST('/api/v1/sessions', { body: { phone: '13200000001', password: PASSWORD } });
    expect(signedIn.response.status).toBe(201);
    const again = await api.POST('/api/v1/people', {
      body: { name: '再来的', phone: crowd[0]!.phone, roles: [{ role: 'volunteer', unitId: stage.unit('A').id }] },
    });
    expect(again.error).toMatchObject({ code: 'PHONE_TAKEN' });
    const verified = await run(['verify', '--json'], { ...process.env, ...stage.env, DATA_KEYS: fresh });
    const { results } = JSON.parse(verified.said) as { results: { name: string; holds: boolean }[] };
    expect(results.find(({ name }) => name === 'encrypted.decrypts')).toMatchObject({ holds: true });
    // The key that was in force before does not come back, and its number is not given to other bytes.
    expect((await cli('keys', 'rotate', 'encryption', '--to', '1')).said).toMatch(/was in force before/);
    expect((await stage.startRefused('api', { DATA_KEYS: `${fresh},${newKey(1)}` })).said).toMatch(
      /number 1 is not the one/,
    );
  });

  const cli = (...args: string[]) =>
    run(args, { ...process.env, ...stage.env, DATA_KEYS: `${fresh},${stage.env.DATA_KEYS}` });
  const stageKey = (purpose: string) =>
    stage.withReader(async (reader) =>
      (await FieldEncryption.open({ dataKeys: `${fresh},${stage.env.DATA_KEYS}` }, reader)).signingKey(reader, purpose),
    );
});

async function run(args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, said };
}
