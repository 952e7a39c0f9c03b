import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/platform';
import { Stage, clientWith, type Actor } from '../support/stage.js';

describe('the public list of wishes', () => {
  let stage: Stage;
  let gridWorker: Actor;
  let gridId: string;

  type Query = { unitId?: string; category?: 'repairs' | 'health'; limit?: number };
  const page = async (query: Query & { cursor?: string }) => {
    const { data, error } = await clientWith(stage.urls[0]!, '').GET('/api/v1/public/wishes', { params: { query } });
    expect(error).toBeUndefined();
    return data!;
  };
  /** All of its pages. */
  const wall = async (query: Query = {}) => {
    const items = [];
    for (let cursor: string | undefined, more = true; more;) {
      const { items: part, nextCursor } = await page({ limit: 100, ...query, cursor });
      items.push(...part);
      more = nextCursor !== null;
      cursor = nextCursor ?? undefined;
    }
    return items;
  };
  const bandOf = async (wishId: string, query?: Query) => (await wall(query)).find(({ id }) => id === wishId)!.ageBand;

  beforeAll(async () => {
    stage = await Stage.open('public_wall');
    await stage.startApi();
    gridWorker = await stage.actor('grid_worker', 'A1');
    gridId = newId();
    await stage.db.query('INSERT INTO unit (id, code, name, level, kind, parent_id, path) VALUES (?,?,?,?,?,?,?)', [
      gridId,
      'G1',
      '榕树里网格',
      'grid1',
      'grid',
      stage.unit('A1').id,
      `${stage.unit('A1').path}G1/`,
    ]);
    stage.units.set('G1', { id: gridId, code: 'G1', path: `${stage.unit('A1').path}G1/` });
  });
  afterAll(() => stage.close());

  it('shows an age band only from five wishes of a community, age band and category on', async () => {
    const four: string[] = [];
    for (let n = 0; n < 4; n += 1) four.push(await stage.wish({ enteredBy: gridWorker.id, age: 70 + n }));
    // Of other communities and age bands, and one not published yet: they do not count.
    await stage.wish({ enteredBy: gridWorker.id, age: 70, unit: 'A2' });
    await stage.wish({ enteredBy: gridWorker.id, age: 60 });
    await stage.wish({ enteredBy: gridWorker.id, age: 70, status: 'verified' });
    const filters: Query[] = [
      {},
      { unitId: stage.unit('A1').id },
      { unitId: stage.unit('A').id },
      { category: 'repairs' },
      { unitId: stage.unit('A1').id, category: 'repairs' },
    ];
    for (const filter of filters) for (const id of four) expect(await bandOf(id, filter)).toBeNull();
    const fifth = await stage.wish({ enteredBy: gridWorker.id, age: 79, unit: 'G1' });
    for (const filter of filters) for (const id of [...four, fifth]) expect(await bandOf(id, filter)).toBe('70-79');
    // A page of one wish shows what the whole wall shows.
    expect((await page({ limit: 1 })).items[0]!.ageBand).toBe('70-79');
    await stage.db.query(`UPDATE wish SET status = 'claimed', places_taken = 1 WHERE id = ?`, [fifth]);
    for (const filter of filters) for (const id of four) expect(await bandOf(id, filter)).toBeNull();
  });

  it('never reveals that a wish is for a child', async () => {
    const children: string[] = [];
    for (let n = 0; n < 6; n += 1) children.push(await stage.wish({ enteredBy: gridWorker.id, age: 9, unit: 'A2' }));
    for (let n = 0; n < 6; n += 1) children.push(await stage.wish({ enteredBy: gridWorker.id, age: 15, unit: 'A2' }));
    const shown = (await wall()).filter(({ id }) => children.includes(id));
    expect(shown).toHaveLength(12);
    for (const { ageBand } of shown) expect(ageBand).toBeNull();
    // Volunteers who may claim it read no age either; staff do, and the claimer while the claim lasts.
    const wishId = children[0]!;
    const ageFor = async (actor: Actor) =>
      (await actor.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId } } })).data!.ageBand;
    const volunteer = await stage.actor('volunteer', 'A2');
    expect(await ageFor(volunteer)).toBeNull();
    const { data: feed } = await volunteer.api.GET('/api/v1/open-wishes', { params: { query: { limit: 50 } } });
    expect(feed!.items.filter(({ id }) => children.includes(id)).map(({ ageBand }) => ageBand)).toEqual(
      children.map(() => null),
    );
    expect(await ageFor(await stage.actor('grid_worker', 'A2'))).toBe('0-13');
    await stage.db.query(`UPDATE wish SET status = 'claimed', places_taken = 1 WHERE id = ?`, [wishId]);
    await stage.db.query(
      `INSERT INTO claim (id, wish_id, volunteer_id, place_no, status, promised_at, claimed_at) VALUES (?,?,?,1,'active',NOW(3),NOW(3))`,
      [newId(), wishId, volunteer.id],
    );
    expect(await ageFor(volunteer)).toBe('0-13');
    await stage.db.query(`UPDATE claim SET status = 'released', ended_at = NOW(3) WHERE wish_id = ?`, [wishId]);
    expect(await ageFor(volunteer)).toBeNull();
  });

  it('names the community, never the grid, and has no finer filter', async () => {
    const wishId = await stage.wish({ enteredBy: gridWorker.id, unit: 'G1' });
    expect((await wall()).find(({ id }) => id === wishId)!.unitName).toBe('沥苑社区居委会');
    for (const list of ['wishes', 'payments', 'notices']) {
      const answer = await fetch(`${stage.urls[0]}/api/v1/public/${list}?unitId=${gridId}`);
      const absent = await fetch(`${stage.urls[0]}/api/v1/public/${list}?unitId=${newId()}`);
      expect([answer.status, await answer.json()]).toEqual([404, await absent.json()]);
    }
  });

  it('contains no cell below five in a random district, by any filter', async () => {
    const seed = randomBytes(120);
    const units = ['A1', 'A2', 'B1', 'G1'];
    for (const byte of seed)
      await stage.wish({ enteredBy: gridWorker.id, unit: units[byte % 4], age: [9, 16, 35, 72, 76, 85][byte % 6] });
    for (const query of [
      {},
      { unitId: stage.unit('A1').id },
      { unitId: stage.unit('B').id },
      { category: 'repairs' },
    ] as Query[]) {
      const sizes = new Map<string, number>();
      for (const { unitName, ageBand, category } of await wall(query)) {
        expect(['0-13', '14-17']).not.toContain(ageBand);
        const cell = `${unitName} ${ageBand} ${category}`;
        if (ageBand) sizes.set(cell, (sizes.get(cell) ?? 0) + 1);
      }
      expect(sizes.size).toBeGreaterThan(0);
      for (const [cell, size] of sizes) expect(size, cell).toBeGreaterThanOrEqual(5);
    }
  });
});
