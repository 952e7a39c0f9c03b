import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import { newId } from '#libs/platform';
import { administrators, register } from '../support/people.js';
import { ask, decline, formOf } from '../support/spending.js';
import { Stage, inHours, type Actor } from '../support/stage.js';

type Kind = 'copy' | 'correction' | 'erasure';

describe('the data of other people', () => {
  let stage: Stage;
  let worker: Actor;
  let secretary: Actor;
  let director: Actor;

  beforeAll(async () => {
    stage = await Stage.open('others_data');
    await stage.startApi();
    worker = await stage.actor('grid_worker', 'A1');
    secretary = await stage.actor('community_secretary', 'A1');
    director = await stage.actor('community_director', 'A1');
  });
  afterAll(() => stage.close());

  let phones = 15_912_340_000;
  const nextPhone = (): string => String((phones += 1));
  const tell = (
    by: Actor,
    person: { name: string; phone: string; hardship?: string; address?: string },
    need: string,
  ) =>
    answer(
      by.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need,
          kind: 'goods',
          estimatedFen: 100,
          beneficiary: person,
          consent: { kind: 'spoken', byGuardian: false },
        } as never,
      }),
    );
  const at = (wishId: string) => ({ params: { path: { wishId } } });
  const of = (requestId: string) => ({ params: { path: { requestId } } });
  const cancel = (by: Actor, wishId: string) =>
    by.api.POST('/api/v1/wishes/{wishId}/cancellation', { ...at(wishId), body: { reason: '不用了' } });
  const open = async (by: Actor, wishId: string, kind: Kind): Promise<string> =>
    (
      await answer(
        by.api.POST('/api/v1/data-requests', { body: { wishId, kind, asker: 'self', identityCheck: 'known_person' } }),
      )
    ).id;
  const see = (by: Actor, requestId: string) => answer(by.api.GET('/api/v1/data-requests/{requestId}', of(requestId)));
  const accept = (by: Actor, requestId: string) =>
    by.api.POST('/api/v1/data-requests/{requestId}/acceptance', of(requestId));
  const correct = (by: Actor, requestId: string, body: { reason: string; name?: string; phone?: string }) =>
    by.api.POST('/api/v1/data-requests/{requestId}/correction', { ...of(requestId), body });
  const withdraw = (by: Actor, requestId: string, reason?: string) =>
    by.api.POST('/api/v1/data-requests/{requestId}/withdrawal', { ...of(requestId), body: { reason } });
  /** A grid worker whom one secretary registered and gave the key. */
  const inTheHandsOf = async (proposes: Actor): Promise<Actor> => {
    const { confirms } = await administrators(stage);
    const { id, phone } = await register(
      stage,
      { proposes, confirms },
      { role: 'grid_worker', unit: 'A1', phone: nextPhone() },
    );
    return stage.signedIn(id, { phone });
  };

  it('cannot be read, cancelled or confirmed by an account of another community with the same telephone', async () => {
    const phone = nextPhone();
    const own = await stage.actor('resident', 'B1', { phone });
    const wish = await tell(worker, { name: '司徒静水', phone, hardship: '精神残疾二级' }, '想找人陪我去复诊');
    const listed = async (): Promise<string[]> =>
      (await answer(own.api.GET('/api/v1/me/wishes', { params: { query: { limit: 50 } } }))).items.map(({ id }) => id);
    const ownData = async () => (await own.api.GET('/api/v1/me/data.json', { parseAs: 'text' })).data;
    expect(await listed()).toEqual([]);
    for (const path of ['/api/v1/wishes/{wishId}', '/api/v1/wishes/{wishId}/contact-views'] as const)
      expect((await own.api.GET(path, at(wish.id))).response.status).toBe(404);
    const confirm = own.api.POST('/api/v1/wishes/{wishId}/confirmation', { ...at(wish.id), body: { solved: 'yes' } });
    const reopen = own.api.POST('/api/v1/wishes/{wishId}/reopening', { ...at(wish.id), body: { reason: '没办' } });
    for (const refused of [await cancel(own, wish.id), await confirm, await reopen])
      expect(refused.response.status).toBe(404);
    expect(await ownData()).not.toContain(wish.code);
    // The office of the community says that it is the person.
    await stage.grant(own.id, 'resident', 'A1');
    expect(await listed()).toEqual([wish.id]);
    expect(await ownData()).toContain(wish.code);
    expect((await cancel(own, wish.id)).response.status).toBe(200);
  });

  it('cannot be overwritten by one grid worker, nor can the wish pass to an accomplice', async () => {
    const accomplice = await stage.actor('resident', 'A1');
    const person = { name: '司徒静泉', phone: nextPhone(), address: '沥苑社区花园9号706房' };
    const wish = await tell(worker, person, '想换一台风扇');
    const requestId = await open(worker, wish.id, 'correction');
    const change = { phone: accomplice.phone, reason: '换号' };
    expect((await see(worker, requestId)).allowedSteps).toEqual(['withdraw']);
    expect((await correct(worker, requestId, change)).error).toMatchObject({ code: 'FORBIDDEN' });
    expect((await accomplice.api.GET('/api/v1/wishes/{wishId}', at(wish.id))).response.status).toBe(404);
    // Nor by the secretary who opened it, or through an account of the secretary’s making.
    const dependent = await inTheHandsOf(secretary);
    for (const opener of [secretary, dependent]) {
      const own = await open(opener, wish.id, 'correction');
      const code = opener === secretary ? 'OTHER_PERSON_NEEDED' : 'DATA_REQUEST_NOT_INDEPENDENT';
      expect((await correct(secretary, own, change)).error).toMatchObject({ code });
      expect((await see(secretary, own)).allowedSteps).not.toContain('correct');
      expect((await see(director, own)).allowedSteps).toContain('correct');
    }
    const right = nextPhone();
    await answer(correct(director, requestId, { name: person.name, phone: right, reason: '换号' }));
    const [event] = await stage.rows<{ data: { fields: string[] } | string }>(
      `SELECT data FROM event WHERE subject_id = ? AND name = 'PersonCorrected'`,
      [wish.id],
    );
    expect(JSON.parse(JSON.stringify(event)).data).toMatchObject({ fields: ['phone'] });
    const [known] = (
      await answer(worker.api.POST('/api/v1/residents/lookup', { body: { unitId: stage.unit('A1').id, phone: right } }))
    ).items;
    expect(known).toMatchObject({ name: person.name, address: person.address });
  });

  it('do not appear in the reason of a correction, neither old nor new', async () => {
    const wish = await tell(worker, { name: '司徒静泉', phone: nextPhone() }, '想换一台风扇');
    const requestId = await open(worker, wish.id, 'correction');
    await answer(correct(secretary, requestId, { name: '司徒景泉', reason: '登记为司徒静泉，应为司徒景泉' }));
    const [{ text } = { text: '' }] = await stage.rows<{ text: string }>(
      `SELECT CAST(data AS CHAR) AS text FROM event WHERE subject_id = ? AND name = 'PersonCorrected'`,
      [wish.id],
    );
    expect(text).toContain('登记为');
    expect(text).not.toMatch(/司徒静泉|司徒景泉/);
  });

  it('cannot be erased by one secretary through an account that the secretary registered', async () => {
    const wish = await tell(worker, { name: '司徒静土', phone: nextPhone() }, '想换一台风扇');
    await answer(cancel(secretary, wish.id));
    const requestId = await open(await inTheHandsOf(secretary), wish.id, 'erasure');
    expect((await see(secretary, requestId)).allowedSteps).not.toContain('accept');
    const refused = await accept(secretary, requestId);
    expect(refused.error).toMatchObject({ code: 'DATA_REQUEST_NOT_INDEPENDENT' });
    expect(refused.error!.title).not.toMatch(/[a-z]/i);
    expect((await answer(accept(director, requestId))).status).toBe('done');
  });

  it('are kept while the money for the wish is paused or an objection is unanswered', async () => {
    const wishId = await stage.wish({ enteredBy: worker.id, phone: nextPhone() });
    const spendRequestId = (await answer(ask(worker, wishId, formOf(90_000)))).id;
    const requestId = await open(worker, wishId, 'erasure');
    expect((await answer(accept(secretary, requestId))).status).toBe('accepted');
    await stage.db.query(
      `UPDATE wish SET status = 'closed', outcome = 'full', closed_at = NOW(3) - INTERVAL 31 DAY WHERE id = ?`,
      [wishId],
    );
    const waits = async (): Promise<string[]> =>
      (await see(secretary, requestId)).openWishes.map(({ waitsFor }) => waitsFor);
    expect(await waits()).toEqual(['money']);
    const supervisor = await stage.actor('supervision_committee', 'A1');
    const pause = { params: { path: { spendRequestId } }, body: { reason: '核实' } };
    await answer(supervisor.api.POST('/api/v1/spend-requests/{spendRequestId}/pause', pause));
    await answer(decline(secretary, spendRequestId, 'refusal'));
    expect(await waits()).toEqual(['money']);
    await answer(supervisor.api.POST('/api/v1/spend-requests/{spendRequestId}/resumption', pause));
    expect(await waits()).toEqual([]);
    const objection = newId();
    await stage.db.query(
      `INSERT INTO spend_objection (id, spend_request_id, text, raised_by, raised_at) VALUES (?,?,?,?,NOW(3))`,
      [objection, spendRequestId, stage.encryption.encrypt('spend_objection.text', objection, '有异议'), worker.id],
    );
    expect(await waits()).toEqual(['money']);
    await stage.db.query('DELETE FROM spend_objection WHERE id = ?', [objection]);
    await stage.db.query(`UPDATE wish SET status = 'open', outcome = NULL, closed_at = NULL WHERE id = ?`, [wishId]);
  });

  it('are neither shown nor kept from erasure by a wish under the same name and telephone', async () => {
    const person = { name: '司徒静山', phone: nextPhone(), address: '秘密巷3号', hardship: '艾滋病' };
    const resident = await stage.actor('resident', 'A1');
    const staffWish = await tell(worker, person, '想有人修门锁');
    await answer(cancel(secretary, staffWish.id));
    const told = await tell(resident, { name: person.name, phone: person.phone }, '想有人陪着散步');
    const copyOf = async (wishId: string) =>
      answer(worker.api.POST('/api/v1/data-requests/{requestId}/copies', of(await open(worker, wishId, 'copy'))));
    const copy = await copyOf(told.id);
    expect(copy.wishes.map(({ id }) => id)).toEqual([told.id]);
    expect(copy.entries).toEqual([expect.objectContaining({ address: null, hardship: null })]);
    expect((await copyOf(staffWish.id)).wishes.map(({ id }) => id)).toEqual([staffWish.id]);
    const requestId = await open(worker, staffWish.id, 'erasure');
    expect((await see(secretary, requestId)).openWishes).toEqual([]);
    expect((await answer(accept(secretary, requestId))).status).toBe('done');
    const left = await answer(secretary.api.GET('/api/v1/wishes/{wishId}', at(told.id)));
    expect([left.status, left.erasedAt]).toEqual(['submitted', null]);
  });

  it('are erased only when the wishes of all their entries have ended', async () => {
    const person = { name: '司徒静海', phone: nextPhone() };
    const first = await tell(worker, person, '想换一台风扇');
    await answer(cancel(secretary, first.id));
    // The same person in an entry of its own, as a list brought it.
    await stage.db.query(
      'UPDATE beneficiary SET identity_hash = RANDOM_BYTES(32) WHERE id = (SELECT beneficiary_id FROM wish WHERE id = ?)',
      [first.id],
    );
    const second = await tell(worker, person, '想有人陪着散步');
    const requestId = await open(worker, first.id, 'erasure');
    expect((await see(secretary, requestId)).openWishes.map(({ id }) => id)).toEqual([second.id]);
    expect((await answer(accept(secretary, requestId))).status).toBe('accepted');
  });

  it('cannot be kept by a grid worker who withdraws an accepted erasure without a reason', async () => {
    const wish = await tell(worker, { name: '司徒静林', phone: nextPhone() }, '想换一台风扇');
    const other = await stage.actor('grid_worker', 'A1');
    const requestId = await open(worker, wish.id, 'erasure');
    expect((await withdraw(other, requestId, '不删了')).error).toMatchObject({ code: 'OPENER_WITHDRAWS' });
    await answer(accept(secretary, requestId));
    for (const by of [worker, other])
      expect((await withdraw(by, requestId, '不删了')).error).toMatchObject({ code: 'FORBIDDEN' });
    expect((await withdraw(secretary, requestId, '不删了')).error).toMatchObject({ code: 'OTHER_PERSON_NEEDED' });
    expect((await withdraw(director, requestId)).error).toMatchObject({ code: 'INVALID_INPUT' });
    expect((await see(director, requestId)).allowedSteps).toEqual(['withdraw']);
    await answer(withdraw(director, requestId, '司徒静林本人到场撤回'));
    const { status, reason } = await see(worker, requestId);
    expect(status).toBe('withdrawn');
    expect(reason).toContain('到场撤回');
    expect(reason).not.toContain('司徒静林');
  });

  it('are not erased with the account of the neighbour who submitted the wish', async () => {
    const teller = await stage.actor('resident', 'A1');
    const person = { name: '司徒静河', phone: nextPhone() };
    const forNeighbour = await tell(teller, person, '想有人陪着散步');
    const own = await tell(teller, { name: '演员resident', phone: teller.phone }, '想修一下门锁');
    const volunteer = await stage.actor('volunteer', 'A1');
    await answer(worker.api.POST('/api/v1/wishes/{wishId}/verification', at(forNeighbour.id)));
    await answer(
      secretary.api.POST('/api/v1/wishes/{wishId}/publication', {
        ...at(forNeighbour.id),
        body: {
          publicText: '想有人陪着散步',
          category: 'company',
          costClass: 'none',
          isPolicyChecked: true,
          keeps: [],
        } as never,
      }),
    );
    await answer(
      volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
        ...at(forNeighbour.id),
        body: { promisedAt: inHours(24) },
      }),
    );
    const obstacles = async () =>
      (await answer(teller.api.GET('/api/v1/me/erasure'))).obstacles.map(({ code }) => code);
    expect(await obstacles()).toEqual(['wishes']);
    await answer(cancel(teller, own.id));
    expect(await obstacles()).toEqual([]);
    await stage.db.query('UPDATE person SET disabled_at = NOW(3) - INTERVAL 181 DAY WHERE id = ?', [teller.id]);
    await stage.startWorker();
    await stage.db.query(
      `UPDATE job SET due_at = UTC_TIMESTAMP(3), queued_at = NULL, status = 'scheduled' WHERE kind = 'retention.daily'`,
    );
    const erasedAt = async (wishId: string): Promise<string | null> =>
      (await answer(secretary.api.GET('/api/v1/wishes/{wishId}', at(wishId)))).erasedAt;
    await expect.poll(() => erasedAt(own.id), { timeout: 30_000 }).not.toBeNull();
    const left = await answer(secretary.api.GET('/api/v1/wishes/{wishId}', at(forNeighbour.id)));
    expect(left).toMatchObject({ erasedAt: null, need: '想有人陪着散步', status: 'claimed' });
    expect(left.beneficiary!.name).toBe('司**');
    expect(await stage.cli(['verify'])).toMatchObject({ code: 0 });
  }, 60_000);
});
