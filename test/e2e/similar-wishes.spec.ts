import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage, type Actor } from '../support/stage.js';

const UNREVIEWED = '想找人陪我去精神科医院复诊拿药';
const NEIGHBOUR_PHONE = '15900001234';

describe('similar wishes while one is told', () => {
  let stage: Stage;
  let neighbour: Actor;
  let gridWorker: Actor;

  const tell = (actor: Actor, need: string, values: { phone?: string; name?: string; isDraft?: boolean } = {}) =>
    actor.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need,
        kind: 'service',
        isDraft: values.isDraft ?? false,
        beneficiary: { name: values.name ?? '王晓兰', phone: values.phone ?? actor.phone },
        consent: { kind: 'form', byGuardian: false },
      } as never,
    });
  const ask = (actor: Actor, need: string, phone?: string) =>
    actor.api.POST('/api/v1/wishes/duplicates', { body: { unitId: stage.unit('A1').id, need, phone } });
  const found = async (actor: Actor, need: string, phone?: string): Promise<string[]> => {
    const { data, error } = await ask(actor, need, phone);
    expect(error).toBeUndefined();
    return data!.items.map(({ publicText }) => publicText);
  };
  const looksAt = (wishId: string) =>
    stage.rows<{ viewer_id: string }>('SELECT viewer_id FROM personal_data_view WHERE subject_id = ?', [wishId]);

  beforeAll(async () => {
    stage = await Stage.open('similar_wishes');
    await stage.startApi();
    neighbour = await stage.actor('resident', 'A1', { phone: NEIGHBOUR_PHONE });
    gridWorker = await stage.actor('grid_worker', 'A1');
  });
  afterAll(() => stage.close());

  it('the help while typing finds the identical text', async () => {
    await stage.wish({ enteredBy: gridWorker.id, status: 'open' });
    const text = '家里的吊扇坏了，想请人换一台';
    expect(await found(await stage.actor('resident', 'A1'), text)).toContain(text);
    expect(await found(gridWorker, text)).toContain(text);
  });

  it('a resident does not read a neighbour’s wish before review', async () => {
    const told = await tell(neighbour, UNREVIEWED);
    expect(told.response.status).toBe(201);
    for (const probe of [UNREVIEWED, '复诊', '精神科']) {
      const stranger = await stage.actor('resident', 'A1');
      expect(await found(stranger, probe)).toEqual([]);
      expect((await tell(stranger, probe, { isDraft: true })).data!.duplicates).toEqual([]);
      const submitted = await tell(stranger, probe);
      expect(submitted.data!.duplicates.map(({ id }) => id)).not.toContain(told.data!.id);
    }
    // The person whose wish it is sees it.
    expect(await found(neighbour, '陪我去医院复诊')).toContain(UNREVIEWED);
  });

  it('a telephone does not tell whose wish it is', async () => {
    const wishId = await stage.wish({ enteredBy: gridWorker.id, status: 'open', phone: NEIGHBOUR_PHONE });
    const prober = await stage.actor('resident', 'A1');
    const probe = '吊扇和水龙头';
    for (const phone of [NEIGHBOUR_PHONE, '15900009999', undefined])
      expect(await found(prober, probe, phone)).toEqual([]);
    const draft = await tell(prober, probe, { phone: NEIGHBOUR_PHONE, isDraft: true });
    expect(draft.data!.duplicates).toEqual([]);
    // Staff are told that the same telephone asked for something alike.
    const seen = async (phone?: string) => (await ask(gridWorker, probe, phone)).data!.items.map(({ id }) => id);
    expect(await seen(NEIGHBOUR_PHONE)).toContain(wishId);
    expect(await seen()).not.toContain(wishId);
  });

  it('a draft counts for the person who wrote it and no one else', async () => {
    const text = '想要一本大字版的三国演义';
    const writer = await stage.actor('resident', 'A1');
    await tell(writer, text, { isDraft: true });
    expect(await found(writer, text)).toEqual([text]);
    expect(await found(await stage.actor('resident', 'A1'), text)).toEqual([]);
    expect(await found(gridWorker, text)).toEqual([]);
  });

  it('records once an hour who of the staff saw the text of another before its review', async () => {
    const text = '想把轮椅的刹车修一修';
    const told = await tell(neighbour, text);
    const wishId = told.data!.id;
    const worker = await stage.actor('grid_worker', 'A1');
    expect(await found(worker, text)).toEqual([text]);
    expect(await found(worker, '轮椅刹车')).toEqual([text]);
    expect(await looksAt(wishId)).toEqual([{ viewer_id: worker.id }]);
    // The resident reads it among those who looked.
    const { data } = await neighbour.api.GET('/api/v1/wishes/{wishId}/contact-views', { params: { path: { wishId } } });
    expect(data!.items.map(({ viewerId }) => viewerId)).toEqual([worker.id]);
  });

  it('does not let staff of another community look', async () => {
    const elsewhere = await stage.actor('grid_worker', 'A2');
    expect((await ask(elsewhere, UNREVIEWED)).response.status).toBe(404);
    // Staff there, a resident here: the rights of a resident count here.
    await stage.grant(elsewhere.id, 'resident', 'A1');
    expect(await found(elsewhere, UNREVIEWED, NEIGHBOUR_PHONE)).toEqual([]);
  });

  it('sixty probes in a row are limited', async () => {
    const prober = await stage.actor('resident', 'A1');
    const codes: number[] = [];
    for (let probe = 1; probe <= 60; probe += 1) codes.push((await ask(prober, `吊扇${probe}`)).response.status);
    expect(codes.filter((code) => code === 200)).toHaveLength(20);
    expect(codes.filter((code) => code === 429)).toHaveLength(40);
    // A wish is taken all the same, and tells nothing.
    const told = await tell(prober, '家里的吊扇坏了，想请人换一台');
    expect([told.response.status, told.data!.duplicates]).toEqual([201, []]);
    const worker = await stage.actor('grid_worker', 'A1');
    for (let look = 1; look <= 60; look += 1) await ask(worker, '吊扇');
    expect((await ask(worker, '吊扇')).response.status).toBe(429);
  });

  it('a resident who names a neighbour neither reads nor changes what staff know of the neighbour', async () => {
    const known = { name: '陈秀英', phone: '15900005678', address: '幸福里9号705房', hardship: '精神残疾', age: 77 };
    await gridWorker.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need: '想装一个扶手',
        kind: 'goods',
        beneficiary: known,
        consent: { kind: 'spoken', byGuardian: false },
      } as never,
    });
    const prober = await stage.actor('resident', 'A1');
    const told = await prober.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need: '想要一袋米',
        kind: 'goods',
        beneficiary: { name: known.name, phone: known.phone, age: 30 },
        consent: { kind: 'spoken', byGuardian: false },
      } as never,
    });
    const { data } = await prober.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId: told.data!.id } } });
    expect(data!.beneficiary).toMatchObject({ age: 30, hardship: null });
    const { data: looked } = await gridWorker.api.POST('/api/v1/residents/lookup', {
      body: { unitId: stage.unit('A1').id, phone: known.phone },
    });
    expect(looked!.items).toContainEqual(expect.objectContaining({ age: 77, hardship: known.hardship }));
  });
});
