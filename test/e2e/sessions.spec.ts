import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApiClient } from '#libs/api-client';
import { newId } from '#libs/platform';
import { Stage, clientWith, type Actor } from '../support/stage.js';

const PASSWORD = 'a-long-password-7';

describe('a session', () => {
  let stage: Stage;
  let officer: Actor;
  let wishId: string;
  const urls: string[] = [];

  beforeAll(async () => {
    stage = await Stage.open('sessions');
    // Two processes: what ends at one has ended at the other.
    urls.push(await stage.startApi(), await stage.startApi());
    officer = await stage.actor('town_officer', 'A');
  });
  beforeEach(async () => {
    wishId = await stage.wish({ enteredBy: officer.id, status: 'submitted' });
  });
  afterAll(() => stage.close());

  /** What the cookie still does: reads a list, reads one thing, acts. */
  async function does({ cookie }: Actor): Promise<number[]> {
    const statuses: number[] = [];
    for (const url of urls) {
      const api = clientWith(url, cookie);
      const path = { params: { path: { wishId } } };
      const list = await api.GET('/api/v1/wishes', { params: { query: { limit: 5 } } });
      const one = await api.GET('/api/v1/wishes/{wishId}', path);
      const act = await api.POST('/api/v1/wishes/{wishId}/contact-views', { ...path, body: { reason: '上门' } });
      statuses.push(list.response.status, one.response.status, act.response.status);
    }
    return statuses;
  }
  const works = [200, 200, 200, 200, 200, 200];
  const isOut = [401, 401, 401, 401, 401, 401];
  const endedAt = async ({ id }: Actor): Promise<unknown[]> =>
    (await stage.rows<{ ended_at: Date | null }>('SELECT ended_at FROM session WHERE person_id = ?', [id])).map(
      (row) => row.ended_at,
    );
  const grantOf = async ({ id }: Actor, role: string): Promise<string> =>
    (await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ? AND role = ?', [id, role]))[0]!.id;
  const looks = async (): Promise<number> =>
    Number((await stage.rows<{ n: number }>('SELECT COUNT(*) AS n FROM personal_data_view'))[0]!.n);

  it('ends with the last revoked role: the next request is refused', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    expect(await does(worker)).toEqual(works);
    const before = await looks();
    const revoked = await officer.api.DELETE('/api/v1/people/roles/{grantId}', {
      params: { path: { grantId: await grantOf(worker, 'grid_worker') } },
    });
    expect(revoked.response.status).toBe(200);
    expect(await does(worker)).toEqual(isOut);
    expect(await endedAt(worker)).toEqual([expect.any(Date)]);
    expect(await looks()).toBe(before);
  });

  it('continues with the remaining role: the next request that needs the revoked one is refused', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    await stage.grant(worker.id, 'volunteer', 'A1');
    const before = await looks();
    const revoked = await officer.api.DELETE('/api/v1/people/roles/{grantId}', {
      params: { path: { grantId: await grantOf(worker, 'grid_worker') } },
    });
    expect(revoked.response.status).toBe(200);
    expect(new Set(await does(worker))).toEqual(new Set([403, 404]));
    expect(await endedAt(worker)).toEqual([null]);
    expect(await looks()).toBe(before);
  });

  it('does nothing by a revoked role, even while it is open', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    expect(await does(worker)).toEqual(works);
    // By another hand than the api's, so that no session ends with it.
    await stage.db.query('UPDATE role_grant SET revoked_at = NOW(3) WHERE person_id = ?', [worker.id]);
    const before = await looks();
    expect(new Set(await does(worker))).toEqual(new Set([403, 404]));
    expect(await looks()).toBe(before);
    expect(await endedAt(worker)).toEqual([null]);
  });

  it('does nothing by a role that its person gave up', async () => {
    const volunteer = await stage.actor('volunteer', 'A1');
    const open = (url: string) => clientWith(url, volunteer.cookie).GET('/api/v1/open-wishes', {});
    expect((await open(urls[1]!)).response.status).toBe(200);
    expect((await volunteer.api.POST('/api/v1/volunteers/me/leaving', {})).response.ok).toBe(true);
    expect([401, 403]).toContain((await open(urls[1]!)).response.status);
  });

  it('ends when the account is closed', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    expect(await does(worker)).toEqual(works);
    const closed = await officer.api.POST('/api/v1/people/{personId}/disabling', {
      params: { path: { personId: worker.id } },
    });
    expect(closed.response.status).toBe(200);
    expect(await does(worker)).toEqual(isOut);
    expect(await endedAt(worker)).toEqual([expect.any(Date)]);
    // Nor when the row of the session says otherwise.
    await stage.db.query('UPDATE session SET ended_at = NULL WHERE person_id = ?', [worker.id]);
    expect(await does(worker)).toEqual(isOut);
  });

  it('ends when its person ends it, on this device or another', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    const [session] = await stage.rows<{ id: string }>('SELECT id FROM session WHERE person_id = ?', [worker.id]);
    const other = await stage.actor('grid_worker', 'A1');
    const byOther = await other.api.DELETE('/api/v1/sessions/{sessionId}', {
      params: { path: { sessionId: session!.id } },
    });
    expect(byOther.response.status).toBe(404);
    expect(await does(worker)).toEqual(works);
    await worker.api.DELETE('/api/v1/sessions/{sessionId}', { params: { path: { sessionId: session!.id } } });
    expect(await does(worker)).toEqual(isOut);
    expect(await does(other)).toEqual(works);
    await other.api.DELETE('/api/v1/sessions/current', {});
    expect(await does(other)).toEqual(isOut);
  });

  it.each([
    ['has been idle for too long', 'seen_at = NOW(3) - INTERVAL (idle_minutes + 1) MINUTE'],
    ['is as old as a session may get', 'expires_at = NOW(3) - INTERVAL 1 SECOND'],
    ['is another one', `token_hash = REPEAT('x', 32)`],
  ])('opens nothing when it %s', async (_, change) => {
    const worker = await stage.actor('grid_worker', 'A1');
    expect(await does(worker)).toEqual(works);
    await stage.db.query(`UPDATE session SET ${change} WHERE person_id = ?`, [worker.id]);
    expect(await does(worker)).toEqual(isOut);
  });

  it('on another device ends when the password is changed', async () => {
    const administrator = await stage.actor('administrator', 'D');
    const phone = '13900005566';
    const made = await administrator.api.POST('/api/v1/people', {
      body: { name: '何测试', phone, roles: [{ role: 'volunteer', unitId: stage.unit('A1').id }] },
    });
    const personId = made.data!.id;
    const code = await administrator.api.POST('/api/v1/people/{personId}/activation-code', {
      params: { path: { personId } },
    });
    const start = { phone, code: code.data!.code, password: PASSWORD };
    await createApiClient(urls[0]!).POST('/api/v1/passwords', { body: start });
    const [here, there] = urls.map((url) => createApiClient(url, { attempts: 1 }));
    for (const client of [here!, there!])
      expect((await client.POST('/api/v1/sessions', { body: { phone, password: PASSWORD } })).response.status).toBe(
        201,
      );
    const changed = await here!.PUT('/api/v1/me/password', {
      body: { present: PASSWORD, password: `${PASSWORD}-${newId()}` },
    });
    expect(changed.response.ok).toBe(true);
    expect((await there!.GET('/api/v1/me', {})).response.status).toBe(401);
    expect((await here!.GET('/api/v1/me', {})).response.status).toBe(200);
  });
});
