import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage, type Actor } from '../support/stage.js';

describe('the feed of open wishes', () => {
  let stage: Stage;
  let worker: Actor;
  let volunteer: Actor;

  beforeAll(async () => {
    stage = await Stage.open('feed');
    await stage.startApi();
    worker = await stage.actor('grid_worker', 'A1');
    volunteer = await stage.actor('volunteer', 'A');
  });
  afterAll(() => stage.close());

  const open = (unit = 'A1', set: Record<string, string> = {}): Promise<string> =>
    stage.wish({ enteredBy: worker.id, unit }).then(async (id) => {
      for (const [column, value] of Object.entries(set))
        await stage.db.query(`UPDATE wish SET ${column} = ? WHERE id = ?`, [value, id]);
      return id;
    });
  const page = async (query: Record<string, string | number> = {}, who = volunteer) => {
    const { data, error } = await who.api.GET('/api/v1/open-wishes', { params: { query: { limit: 10, ...query } } });
    if (!data) throw new Error(JSON.stringify(error));
    return data;
  };
  const empty = () => stage.db.query(`UPDATE wish SET status = 'cancelled' WHERE status = 'open'`);

  it('lists the best matches first, each with its reasons', async () => {
    await volunteer.api.PUT('/api/v1/volunteers/me', {
      body: { skills: ['electrical'], maxOpenClaims: 3, licences: [], liked: ['school'], disliked: ['legal'] },
    });
    const plain = await open();
    const disliked = await open('A1', { category: 'legal' });
    const liked = await open('A2', { category: 'school' });
    const suited = await open('A2', { skill: 'electrical' });
    const urgent = await open('A1', { urgency: 'urgent' });
    const licensed = await open('A1', { skill: 'electrical', licence: 'electrician', urgency: 'urgent' });
    const { items, nextCursor } = await page();
    expect(items.map(({ id }) => id)).toEqual([suited, urgent, liked, plain, disliked, licensed]);
    expect(nextCursor).toBeNull();
    expect(items[0]!.reasons.map(({ signal }) => signal)).toEqual(['skill', 'distance']);
    expect(items.at(-1)!.blockers).toEqual(['licence']);
    await empty();
  });

  it('returns no more than the requested number', async () => {
    const school = await open('A1', { category: 'school' });
    await open('A2', { category: 'company' });
    expect((await page({ category: 'school' })).items.map(({ id }) => id)).toEqual([school]);
    expect((await page({ unitId: stage.unit('A2').id })).items).toHaveLength(1);
    const answer = await volunteer.api.GET('/api/v1/open-wishes', {
      params: { query: { limit: 10, unitId: stage.unit('B1').id } },
    });
    expect(answer.response.status).toBe(404);
    await empty();
  });

  it.each([
    ['a town', 'A', ['A1', 'A2']],
    ['one community', 'A1', ['A1']],
  ])(
    'of %s neither skips nor repeats a wish while others appear and disappear',
    { timeout: 120_000 },
    async (_, home, units) => {
      const reader = await stage.actor('volunteer', home);
      const standing: string[] = [];
      const passing: string[] = [];
      for (let at = 0; at < 320; at += 1) {
        const set: Record<string, string> = at % 3 === 0 ? { skill: 'electrical' } : {};
        (at % 2 === 0 ? standing : passing).push(await open(units[at % units.length]!, set));
      }
      const stop = new AbortController();
      let changes = 0;
      const churn = (async () => {
        for (let at = 0; !stop.signal.aborted; at += 1) {
          const ids = Array.from({ length: 5 }, (_unused, n) => passing[(at * 5 + n) % passing.length]!);
          await stage.db.query(
            `UPDATE wish SET status = IF(status = 'open', 'claimed', 'open'), urgency = IF(urgency = 'urgent', 'normal', 'urgent') WHERE id IN (?)`,
            [ids],
          );
          if (at % 5 === 0) await open('A1', { skill: 'electrical', urgency: 'urgent' });
          changes += ids.length;
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      })();
      const began = Date.now();
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const { items, nextCursor } = await page({ limit: 7, ...(cursor ? { cursor } : {}) }, reader);
        seen.push(...items.map(({ id }) => id));
        cursor = nextCursor;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      stop.abort();
      await churn;
      expect((changes / (Date.now() - began)) * 1_000).toBeGreaterThan(100);
      expect(new Set(seen).size).toBe(seen.length);
      expect(standing.filter((id) => !seen.includes(id))).toEqual([]);
      // Some of those that came and went were seen, too.
      expect(seen.length).toBeGreaterThan(standing.length);
      await empty();
    },
  );

  it('belongs to one volunteer: the cursor of another, or an unknown cursor, is refused', async () => {
    for (let at = 0; at < 12; at += 1) await open();
    const { nextCursor } = await page();
    expect(nextCursor).not.toBeNull();
    const other = await stage.actor('volunteer', 'A');
    for (const [who, cursor] of [
      [other, nextCursor!],
      [volunteer, Buffer.from('["0","ranked","1"]').toString('base64url')],
      [volunteer, Buffer.from(`["${stage.unit('A').id}","rest","x"]`).toString('base64url')],
      [volunteer, 'nonsense'],
    ] as const) {
      const answer = await who.api.GET('/api/v1/open-wishes', { params: { query: { limit: 10, cursor } } });
      expect(answer.response.status, cursor).toBe(422);
    }
    expect((await page({ cursor: nextCursor! })).items).toHaveLength(2);
  });
});
