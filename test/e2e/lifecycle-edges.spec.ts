import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '#libs/identity';
import { newId } from '#libs/platform';
import { WISH_STATUSES, next, type WishStatus, type WishStep } from '#libs/wishes';
import { HOME, unitOf } from '../support/objects.js';
import { Stage, inHours, type Actor } from '../support/stage.js';

const UNKNOWN = '01890000-0000-7000-8000-000000000000';

/** How each step is asked for; `claim` steps go by the claim, which a forbidden status does not have. */
const ASKS: Record<Exclude<WishStep, 'begin' | 'release'>, { path: string; body: object }> = {
  submit: { path: 'submission', body: {} },
  return: { path: 'return', body: { reason: '请补充电话' } },
  verify: { path: 'verification', body: {} },
  merge: { path: 'merge', body: { intoId: UNKNOWN } },
  publish: {
    path: 'publication',
    body: { publicText: '想换一台风扇', category: 'repairs', costClass: 'none', isPolicyChecked: true },
  },
  reject: { path: 'rejection', body: { reason: '不属于微心愿' } },
  transfer: { path: 'transfer', body: { reason: '有政策', to: 'welfare_policy' } },
  claim: { path: 'claims', body: { promisedAt: inHours(24) } },
  fulfil: { path: 'fulfilment', body: { what: '装好了', doneOn: '2026-11-20', hours: 1 } },
  confirm: { path: 'confirmation', body: { solved: 'yes' } },
  reopen: { path: 'reopening', body: { reason: '又坏了' } },
  cancel: { path: 'cancellation', body: { reason: '不需要了' } },
};

describe('the lifecycle over HTTP', () => {
  let stage: Stage;
  const actors = new Map<string, Actor>();
  const wishes = new Map<WishStatus, string>();

  beforeAll(async () => {
    stage = await Stage.open('lifecycle');
    await stage.startApi();
    const enterer = await stage.actor('grid_worker', 'A1');
    for (const role of ROLES) actors.set(role, await stage.actor(role, unitOf(role, HOME)));
    for (const status of WISH_STATUSES) wishes.set(status, await stage.wish({ status, enteredBy: enterer.id }));
  });
  afterAll(() => stage.close());

  const ask = (actor: Actor, wishId: string, step: keyof typeof ASKS): Promise<Response> =>
    fetch(`${stage.urls[0]}/api/v1/wishes/${wishId}/${ASKS[step].path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: actor.cookie },
      body: JSON.stringify(ASKS[step].body),
    });

  it('accepts twenty-four simultaneous wishes for one new person, who gets one entry', async () => {
    const worker = actors.get('grid_worker')!;
    const phone = '15900007188';
    const told = await Promise.all(
      Array.from({ length: 24 }, (_, at) =>
        worker.api.POST('/api/v1/wishes', {
          body: {
            unitId: stage.unit('A1').id,
            need: `想换第${at + 1}盏灯`,
            kind: 'goods',
            beneficiary: { name: '李子梅', phone, ...(at % 2 ? { age: 70 } : { address: '九江路9号705房' }) },
            consent: { kind: 'spoken', byGuardian: false },
          } as never,
        }),
      ),
    );
    expect(told.map(({ response }) => response.status)).toEqual(told.map(() => 201));
    const entries = await stage.rows<{ wishes: number; age: number | null; hasAddress: number }>(
      `SELECT COUNT(*) AS wishes, b.age, b.address IS NOT NULL AS hasAddress FROM wish w JOIN beneficiary b ON b.id = w.beneficiary_id
       WHERE b.phone_hash = ? GROUP BY b.id`,
      [stage.index.hash('phone', phone)],
    );
    expect(entries).toEqual([{ wishes: 24, age: 70, hasAddress: 1 }]);
  });

  for (const step of Object.keys(ASKS) as (keyof typeof ASKS)[]) {
    it(`refuses "${step}" for every role wherever it is forbidden, and changes nothing`, async () => {
      let refused = 0;
      let byState = 0;
      for (const status of WISH_STATUSES.filter((from) => !next(from, step))) {
        const wishId = wishes.get(status)!;
        for (const [role, actor] of actors) {
          const response = await ask(actor, wishId, step);
          const { code } = (await response.json()) as { code: string };
          expect([403, 404, 409], `${role} ${step} from ${status}: ${response.status} ${code}`).toContain(
            response.status,
          );
          refused += 1;
          if (response.status === 409) byState += 1;
        }
        expect(await stage.rows('SELECT status, version FROM wish WHERE id = ?', [wishId])).toEqual([
          { status, version: 1 },
        ]);
      }
      expect(refused).toBeGreaterThan(0);
      expect(byState, 'no role was refused because of the status').toBeGreaterThan(0);
    });
  }

  // Begin and release go by the claim: its holder is refused by the state, everybody else is not even told of it.
  const CLAIM_STEPS = { begin: 'start', release: 'release' } as const;
  for (const step of ['begin', 'release'] as const) {
    it(`refuses "${step}" for every role wherever it is forbidden, and changes nothing`, async () => {
      const ended = {
        open: 'released',
        fulfilled: 'fulfilled',
        closed: 'fulfilled',
        reopened: 'fulfilled',
        in_progress: 'begun',
      } as const;
      let byState = 0;
      for (const status of WISH_STATUSES.filter((from) => !next(from, step))) {
        const wishId = wishes.get(status)!;
        const claimId = newId();
        const holder = actors.get('volunteer')!;
        await stage.db.query(
          'INSERT INTO claim (id, wish_id, volunteer_id, place_no, status, promised_at, claimed_at) VALUES (?,?,?,1,?,NOW(3),NOW(3))',
          [claimId, wishId, holder.id, ended[status as keyof typeof ended] ?? 'cancelled'],
        );
        for (const [role, actor] of actors) {
          const response = await fetch(`${stage.urls[0]}/api/v1/claims/${claimId}/${CLAIM_STEPS[step]}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', cookie: actor.cookie },
            body: JSON.stringify({ reason: '时间对不上' }),
          });
          const { code } = (await response.json()) as { code: string };
          const expected = actor === holder ? [409] : [403, 404];
          expect(expected, `${role} ${step} from ${status}: ${response.status} ${code}`).toContain(response.status);
          if (response.status === 409) byState += 1;
        }
        expect(await stage.rows('SELECT status, version FROM wish WHERE id = ?', [wishId])).toEqual([
          { status, version: 1 },
        ]);
        await stage.db.query('DELETE FROM claim WHERE id = ?', [claimId]);
      }
      expect(byState).toBeGreaterThan(10);
    });
  }

  it('extends the promised time once, with a reason, and restarts its deadlines', async () => {
    const volunteer = await stage.actor('volunteer', 'A1');
    const wishId = await stage.wish({ enteredBy: actors.get('grid_worker')!.id });
    const promisedAt = inHours(100);
    const claimed = await volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
      params: { path: { wishId } },
      body: { promisedAt },
    });
    const claimId = claimed.data!.id;
    const extend = (actor: Actor, until: string) =>
      actor.api.POST('/api/v1/claims/{claimId}/extension', {
        params: { path: { claimId } },
        body: { promisedAt: until, reason: '配件要下周才到' },
      });
    expect((await extend(await stage.actor('volunteer', 'A1'), inHours(150))).response.status).toBe(404);
    for (const wrong of [inHours(90), inHours(100 + 31 * 24)])
      expect((await extend(volunteer, wrong)).response.status).toBe(422);
    const until = inHours(150);
    expect((await extend(volunteer, until)).response.status).toBe(200);
    const again = await extend(volunteer, inHours(200));
    expect((again.error as { code?: string }).code).toBe('CLAIM_EXTENDED');
    const deadlines = await stage.rows<{ kind: string; due_at: Date }>(
      `SELECT kind, due_at FROM job WHERE subject_id = ? AND kind LIKE 'claim.due%' AND status = 'scheduled' ORDER BY kind`,
      [claimId],
    );
    expect(deadlines.map(({ kind }) => kind)).toEqual(['claim.duePassed', 'claim.dueSoon']);
    expect(deadlines[0]!.due_at.toISOString()).toBe(new Date(until).toISOString());
    const { data } = await volunteer.api.GET('/api/v1/me/claims');
    expect(data!.items[0]).toMatchObject({ promisedAt: new Date(until).toISOString() });
    expect(data!.items[0]!.extendedAt).not.toBeNull();
  });

  it('never lets the submitter publish, nor the helper confirm', async () => {
    const secretary = actors.get('community_secretary')!;
    const own = await stage.wish({ status: 'verified', enteredBy: secretary.id });
    const published = await ask(secretary, own, 'publish');
    expect([published.status, ((await published.json()) as { code: string }).code]).toEqual([403, 'SAME_PERSON']);
    await expect(stage.db.query('UPDATE wish SET published_by = entered_by WHERE id = ?', [own])).rejects.toThrow(
      /ck_wish_publisher/,
    );
  });

  it('refuses a public text with a name or a number, and offers a masked one', async () => {
    const worker = actors.get('grid_worker')!;
    const wishId = await stage.wish({ status: 'verified', enteredBy: worker.id });
    const response = await fetch(`${stage.urls[0]}/api/v1/wishes/${wishId}/publication`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: actors.get('community_secretary')!.cookie },
      body: JSON.stringify({
        publicText: '李子梅想修风扇，电话15900007004',
        category: 'repairs',
        costClass: 'none',
        isPolicyChecked: true,
      }),
    });
    const body = (await response.json()) as { code: string; suggestion: string };
    expect([response.status, body.code, body.suggestion]).toEqual([
      422,
      'PREVIEW_NOT_ACCEPTED',
      '某居民想修风扇，电话***',
    ]);
  });

  it('does not publish before the check for a welfare policy', async () => {
    const wishId = await stage.wish({ status: 'verified', enteredBy: actors.get('grid_worker')!.id });
    const publish = (isPolicyChecked: boolean) =>
      actors.get('community_secretary')!.api.POST('/api/v1/wishes/{wishId}/publication', {
        params: { path: { wishId } },
        body: { publicText: '想换一台风扇', category: 'repairs', costClass: 'none', isPolicyChecked },
      });
    expect((await publish(false)).error).toMatchObject({ code: 'POLICY_UNCHECKED' });
    expect((await publish(true)).data).toEqual({ id: wishId, status: 'open' });
  });

  it('answers emergency words with the number to call', async () => {
    const response = await actors.get('grid_worker')!.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need: '厨房一股煤气味，头晕',
        kind: 'service',
        beneficiary: { name: '李子梅', phone: '15900007004', age: 70 },
        consent: { kind: 'spoken', byGuardian: false },
      } as never,
    });
    expect(response.response.status).toBe(422);
    expect(response.error).toMatchObject({ code: 'DANGER', call: '119' });
  });

  it('needs the guardian’s consent for a child', async () => {
    const response = await actors.get('grid_worker')!.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need: '想要一个书包',
        kind: 'goods',
        beneficiary: { name: '小明', phone: '15900007005', age: 9 },
        consent: { kind: 'spoken', byGuardian: false },
      } as never,
    });
    expect(response.error).toMatchObject({ code: 'CONSENT_MISSING' });
  });

  it('shows duplicates duplicates when a wish is submitted', async () => {
    const response = await actors.get('grid_worker')!.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need: '家里吊扇坏了，想请人换一台新的',
        kind: 'service',
        beneficiary: { name: '李子梅', phone: '15900007004', age: 70 },
        consent: { kind: 'spoken', byGuardian: false },
      } as never,
    });
    expect(response.response.status).toBe(201);
    expect(response.data!.duplicates.length).toBeGreaterThan(0);
    expect(response.data!.duplicates[0]!.similarity).toBeGreaterThan(0.5);
  });

  it('stores no personal data in clear text', async () => {
    const columns = await stage.rows<{ t: string; c: string }>(
      `SELECT table_name t, column_name c FROM information_schema.columns WHERE table_schema = DATABASE()
       AND data_type IN ('varchar','text','mediumtext','longtext','varbinary','mediumblob')`,
    );
    expect(columns.length).toBeGreaterThan(20);
    for (const { t, c } of columns) {
      const secrets = ['15900007004', '李子梅'].map(
        (secret) => `HEX(\`${c}\`) LIKE '%${Buffer.from(secret).toString('hex').toUpperCase()}%'`,
      );
      const found = await stage.rows(`SELECT 1 FROM \`${t}\` WHERE ${secrets.join(' OR ')} LIMIT 1`);
      expect(found, `${t}.${c}`).toEqual([]);
    }
  });
});
