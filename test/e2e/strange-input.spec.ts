import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage, type Actor } from '../support/stage.js';

describe('input of people and programs', () => {
  let stage: Stage;
  let url: string;
  let officer: Actor;

  beforeAll(async () => {
    stage = await Stage.open('strange_input');
    url = await stage.startApi();
    officer = await stage.actor('town_officer', 'A');
  });
  afterAll(() => stage.close());

  const post = async (path: string, body: unknown, actor: Actor) => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      method: 'POST',
      headers: { cookie: actor.cookie, 'content-type': 'application/json', 'accept-language': 'en' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return {
      status: response.status,
      body: (await response.json()) as { code?: string; faults?: { field: string }[] },
    };
  };
  const wish = (need: string, name = '陈婆婆') => ({
    unitId: stage.unit('A1').id,
    need,
    kind: 'service',
    urgency: 'normal',
    helpersNeeded: 1,
    estimatedFen: 0,
    peopleHelped: 1,
    beneficiary: { name, phone: '13600000001' },
    consent: { kind: 'spoken', byGuardian: false },
    isDraft: false,
  });

  it('is refused as a need when it is invisible', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    for (const need of ['\u200b'.repeat(6), '\u202e\u2066 \u3000', '\ufeff\u00ad'])
      expect(await post('wishes', wish(need), worker)).toMatchObject({
        status: 422,
        body: { code: 'INVALID_INPUT', faults: [{ field: 'need' }] },
      });
    for (const bad of ['灯坏了\u0000', '灯坏了\ud83d'])
      expect(await post('wishes', wish(bad), worker)).toMatchObject({
        status: 422,
        body: { code: 'INVALID_INPUT', faults: [{ field: 'need' }] },
      });
    expect((await post('wishes', wish('灯坏了，想修一修 👨‍👩‍👧'), worker)).status).toBe(201);
  });

  it('loses invisible and direction marks in a name', async () => {
    const { status } = await post(
      'people',
      { name: '李\u202e子\u200b梅', phone: '13700000701', roles: [{ role: 'volunteer', unitId: stage.unit('A1').id }] },
      officer,
    );
    expect(status).toBe(201);
    const people = (await (
      await fetch(`${url}/api/v1/people?unitId=${stage.unit('A1').id}&limit=100`, {
        headers: { cookie: officer.cookie },
      })
    ).json()) as { items: { name: string }[] };
    expect(people.items.map(({ name }) => name)).toContain('李子梅');
  });

  it('is refused with a role twice, or goods that are not a donation', async () => {
    const role = { role: 'volunteer', unitId: stage.unit('A1').id };
    const twice = await post('people', { name: '李四', phone: '13700000702', roles: [role, role] }, officer);
    expect([twice.status, twice.body.faults?.[0]?.field]).toEqual([422, 'roles']);
    const income = { year: 2026, isInKind: true, amountFen: 100, giver: '某某', reference: 'R-1' };
    const path = `units/${stage.unit('A1').id}/fund/income`;
    const secretary = await stage.actor('community_secretary', 'A1');
    const answers = [
      await post(path, { ...income, source: 'co_funding' }, secretary),
      await post(path, { ...income, source: 'top_up' }, officer),
    ];
    expect(answers.map(({ body }) => body.code)).toContain('ONLY_DONATIONS_IN_KIND');
    expect(answers.every(({ status }) => status < 500)).toBe(true);
  });

  it('is accepted as an e-mail address only when complete', async () => {
    const { status, body } = await post(
      'me/contact-points/email',
      '{"address":"some\\\\ud800one@example.com","email":"a\\\\ud800@b.cn"}',
      officer,
    );
    expect([status, body.code]).toEqual([422, 'INVALID_INPUT']);
  });

  it('gets a problem response even when no request could be parsed', async () => {
    const raw = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(url);
        const socket = connect(Number(port), hostname, () => socket.write(text));
        let answer = '';
        socket.on('data', (part) => (answer += part.toString()));
        socket.on('close', () => resolve(answer));
        socket.on('error', reject);
      });
    const large = await raw(`GET /api/v1/units HTTP/1.1\r\nhost: x\r\nx-large: ${'x'.repeat(60_000)}\r\n\r\n`);
    expect(large).toMatch(/^HTTP\/1\.1 431 [^]*application\/problem\+json[^]*HEADERS_TOO_LARGE/);
    const broken = await raw('NONSENSE\r\n\r\n');
    expect(broken).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*MALFORMED_REQUEST/);
    const badUrl = await fetch(`${url}/api/v1/units/%E0%A4%A`);
    expect([badUrl.status, badUrl.headers.get('content-type')]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('can fetch the unchanged public book repeatedly at no cost', async () => {
    const ask = (headers: Record<string, string> = {}) =>
      fetch(`${url}/api/v1/public/fund-book/book.jsonl`, { headers });
    const first = await ask();
    const etag = first.headers.get('etag');
    expect([first.status, etag === null]).toEqual([200, false]);
    expect(await (await ask()).text()).toBe(await first.text());
    expect((await ask({ 'if-none-match': etag! })).status).toBe(304);
    const codes = new Set<number>();
    for (let at = 0; at < 62; at += 1) codes.add((await ask()).status);
    expect([...codes]).toEqual([200, 429]);
    for (const known of [etag!, `W/${etag}`, `"other", ${etag}`, '*'])
      expect([known, (await ask({ 'if-none-match': known })).status]).toEqual([known, 304]);
  });

  it('gets a public response again only when it has changed', async () => {
    const ask = (known: string) =>
      fetch(`${url}/api/v1/public/figures`, { headers: known ? { 'if-none-match': known } : {} });
    const first = await ask('');
    expect(first.headers.get('cache-control')).toBe('public, max-age=30');
    const again = await ask(`W/${first.headers.get('etag')}`);
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', first.headers.get('etag')]);
    const stale = await ask('"another"');
    expect([stale.status, await stale.json()]).toEqual([200, await first.json()]);
  });
});
