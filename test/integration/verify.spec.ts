import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId, openDatabase, verifyInvariants, type Verification } from '#libs/platform';
import { INVARIANTS } from '../../apps/api/src/platform-parts.js';
import { Stage, inHours, until, type Actor } from '../support/stage.js';

describe('verification finds a planted fault', () => {
  let stage: Stage;
  let wishId: string;
  let volunteer: Actor;

  beforeEach(async () => {
    stage = await Stage.open('verify');
    await stage.startApi();
    await stage.startWorker();
    const worker = await stage.actor('grid_worker', 'A1');
    const officer = await stage.actor('district_officer', 'D');
    volunteer = await stage.actor('volunteer', 'A');
    const told = await worker.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need: '想换一台风扇',
        kind: 'goods',
        beneficiary: { name: '李子梅', phone: '15900007004', age: 70 },
        consent: { kind: 'spoken', byGuardian: false },
      } as never,
    });
    wishId = told.data!.id;
    const secretary = await stage.actor('community_secretary', 'A1');
    await worker.api.POST('/api/v1/wishes/{wishId}/verification', { params: { path: { wishId } } });
    await secretary.api.POST('/api/v1/wishes/{wishId}/publication', {
      params: { path: { wishId } },
      body: { publicText: '想换一台风扇', category: 'repairs', costClass: 'none', isPolicyChecked: true },
    });
    await volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
      params: { path: { wishId } },
      body: { promisedAt: inHours(24) },
    });
    await officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A').id, year: 2026, amountFen: 50_000_000 },
    });
    await until(
      'all events are sealed',
      10_000,
      async () => (await stage.rows('SELECT 1 FROM event WHERE seq IS NULL')).length === 0,
    );
  });
  afterEach(() => stage.close());

  async function verify(): Promise<Verification> {
    const source = await openDatabase({ url: stage.env.MIGRATE_DATABASE_URL!, poolSize: 1, patient: true });
    const verification = await verifyInvariants(source, INVARIANTS);
    await source.destroy();
    return verification;
  }
  const broken = async (): Promise<string[]> =>
    (await verify()).results.filter(({ holds }) => !holds).map(({ name }) => name);

  it('none where nothing was planted', async () => {
    const verification = await verify();
    expect(verification.results.filter(({ holds }) => !holds)).toEqual([]);
    expect(verification.checked).toBeGreaterThan(25);
  });

  it('a changed balance', async () => {
    await stage.db.query(`UPDATE fund_account SET balance_fen = balance_fen + 1 WHERE kind = 'available' LIMIT 1`);
    expect(await broken()).toEqual(['fund.balance', 'fund.sum']);
  });

  it('a second active claim', async () => {
    await stage.db.query('ALTER TABLE claim DROP INDEX uq_claim_place');
    await stage.db.query(
      `INSERT INTO claim (id, wish_id, volunteer_id, place_no, status, promised_at, claimed_at) VALUES (?,?,?,1,'active',NOW(3),NOW(3))`,
      [newId(), wishId, newId()],
    );
    expect(await broken()).toEqual(expect.arrayContaining(['claim.place', 'claim.wish', 'claim.clock']));
  });

  it('an altered event, and names it', async () => {
    await stage.db.query(`UPDATE event SET data = '{"from":"open","to":"closed"}' WHERE name = 'WishClaimed'`);
    const chain = (await verify()).results.find(({ name }) => name === 'event.chain')!;
    expect(chain.findings).toEqual([expect.stringMatching(/^event \d+ \(WishClaimed\) was altered$/)]);
  });

  it('a removed event in the middle, and at the end', async () => {
    await stage.db.query('DELETE FROM event WHERE seq = 2');
    let chain = (await verify()).results.find(({ name }) => name === 'event.chain')!;
    expect(chain.findings).toEqual(['events 2 to 2 are missing']);
    const [last] = await stage.rows<{ seq: number }>('SELECT MAX(seq) seq FROM event');
    await stage.db.query('DELETE FROM event WHERE seq = ?', [last!.seq]);
    chain = (await verify()).results.find(({ name }) => name === 'event.chain')!;
    expect(chain.findings).toContain(`the chain ends at ${last!.seq - 1}, but ${last!.seq} events were sealed`);
  });

  it('a reminder delivered twice, and one delivered early', async () => {
    const [job] = await stage.rows<{ id: string }>(`SELECT id FROM job WHERE kind = 'claim.notBegun'`);
    const columns = '(id, recipient_id, kind, wish_id, wish_code, unit_id, job_id, job_gen, due_at, created_at)';
    for (const gen of [1, 2]) {
      await stage.db.query(
        `INSERT INTO notification ${columns} VALUES (?,?,'claim.notBegun',?,'MW',?,?,?, '2026-11-23 10:00:00', '2026-11-23 09:59:59')`,
        [newId(), volunteer.id, wishId, stage.unit('A1').id, job!.id, gen],
      );
    }
    expect(await broken()).toEqual(expect.arrayContaining(['reminder.early', 'reminder.double']));
  });

  it('a claim without its clock, and a published number', async () => {
    await stage.db.query(`UPDATE job SET status = 'cancelled' WHERE kind = 'claim.expire'`);
    await stage.db.query(`UPDATE wish SET public_text = '电话15900007004'`);
    expect(await broken()).toEqual(['claim.clock', 'wish.public-text']);
  });
});
