import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, openDatabase, verifyInvariants, type Verification } from '#libs/platform';
import { INVARIANTS } from '../../apps/libraries.js';
import { ask, formOf } from '../support/spending.js';
import { Stage, inHours, until, type Actor } from '../support/stage.js';

async function verify(stage: Stage): Promise<Verification> {
  const source = await openDatabase({ url: stage.env.MIGRATE_DATABASE_URL!, poolSize: 1, patient: true });
  const verification = await verifyInvariants(source, INVARIANTS);
  await source.destroy();
  return verification;
}
const brokenOn = async (stage: Stage): Promise<string[]> =>
  (await verify(stage)).results.filter(({ holds }) => !holds).map(({ name }) => name);

describe('the verification finds', () => {
  let stage: Stage;
  let wishId: string;
  let volunteer: Actor;

  beforeAll(async () => {
    stage = await Stage.open('verify');
    await stage.startApi();
    const jobs = await stage.startWorker();
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
    jobs.kill('SIGTERM');
    await once(jobs, 'exit');
    await stage.keep();
  });
  afterEach(() => stage.restore());
  afterAll(() => stage.close());

  const broken = (): Promise<string[]> => brokenOn(stage);

  it('no fault where none was planted', async () => {
    const verification = await verify(stage);
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
    expect(await broken()).toEqual(expect.arrayContaining(['claim.place', 'claim.wish', 'claim.deadline']));
  });

  it('an altered event, and names it', async () => {
    await stage.db.query(`UPDATE event SET data = '{"from":"open","to":"closed"}' WHERE name = 'WishClaimed'`);
    const chain = (await verify(stage)).results.find(({ name }) => name === 'event.chain')!;
    expect(chain.findings).toEqual([expect.stringMatching(/^event \d+ \(WishClaimed\) was altered$/)]);
  });

  it('a removed event in the middle, and at the end', async () => {
    await stage.db.query('DELETE FROM event WHERE seq = 2');
    let chain = (await verify(stage)).results.find(({ name }) => name === 'event.chain')!;
    expect(chain.findings).toEqual(['events 2 to 2 are missing']);
    const [last] = await stage.rows<{ seq: number }>('SELECT MAX(seq) seq FROM event');
    await stage.db.query('DELETE FROM event WHERE seq = ?', [last!.seq]);
    chain = (await verify(stage)).results.find(({ name }) => name === 'event.chain')!;
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

  it('an erased person who can still be read', async () => {
    await stage.db.query(
      `SET check_constraint_checks = 0;
       UPDATE wish SET erased_at = NOW(3) WHERE id = ?;
       UPDATE person SET erased_at = NOW(3) WHERE id = ?;
       SET check_constraint_checks = 1`,
      [wishId, volunteer.id],
    );
    expect(await broken()).toEqual(expect.arrayContaining(['person.erased', 'wish.erased', 'beneficiary.erased']));
  });

  it('an erasure decided by one person alone, and data kept two days too long', async () => {
    const [wish] = await stage.rows<{ beneficiary_id: string }>('SELECT beneficiary_id FROM wish WHERE id = ?', [
      wishId,
    ]);
    const unit = stage.unit('A1');
    await stage.db.query(
      `SET check_constraint_checks = 0;
       INSERT INTO data_request (id, wish_id, beneficiary_id, unit_id, unit_path, kind, asker, identity_check, status, opened_by,
         opened_at, due_at, decided_by, decided_at) VALUES (?,?,?,?,?,'erasure','self','id_card','accepted',?,NOW(3),NOW(3),?,NOW(3));
       INSERT INTO personal_data_view (id, viewer_id, subject_id, fields, reason, viewed_at) VALUES (?,?,?,'name','为何',NOW(3) - INTERVAL 1098 DAY);
       UPDATE wish SET status = 'cancelled', closed_at = NOW(3) - INTERVAL 183 DAY WHERE id = ?;
       UPDATE job SET gen = 2 WHERE kind = 'retention.daily';
       SET check_constraint_checks = 1`,
      [
        [newId(), wishId, wish!.beneficiary_id, unit.id, unit.path, volunteer.id, volunteer.id],
        [newId(), volunteer.id, newId()],
        [wishId],
      ].flat(),
    );
    expect(await broken()).toEqual(
      expect.arrayContaining(['dataRequest.two-people', 'retention.wish', 'retention.dataView']),
    );
  });

  it('a claim without its deadline, and a published number', async () => {
    await stage.db.query(`UPDATE job SET status = 'cancelled' WHERE kind = 'claim.expire'`);
    await stage.db.query(`UPDATE wish SET public_text = '电话15900007004'`);
    expect(await broken()).toEqual(['claim.deadline', 'wish.public-text']);
  });
  it('a payee of another community, a payee outside the register, and a missing payee', async () => {
    const worker = await stage.actor('grid_worker', 'A1');
    const { data, error } = await ask(worker, await stage.wish({ enteredBy: worker.id }), formOf(26_000));
    expect(error).toBeUndefined();
    const [payee] = await stage.rows<{ id: string }>('SELECT payee_id AS id FROM spend_request WHERE id = ?', [
      data!.id,
    ]);
    expect(await broken()).toEqual([]);
    await stage.rows('UPDATE spend_request SET payee = ? WHERE id = ?', ['五金店', data!.id]);
    expect(await broken()).toEqual(['spend.payee']);
    await stage.rows(`UPDATE spend_request SET payee = '', payee_id = NULL WHERE id = ?`, [data!.id]);
    expect(await broken()).toEqual(['spend.payee']);
    await stage.rows('UPDATE spend_request SET payee_id = ? WHERE id = ?', [payee!.id, data!.id]);
    expect(await broken()).toEqual([]);
    await stage.rows('UPDATE payee SET unit_path = ? WHERE id = ?', [stage.unit('A2').path, payee!.id]);
    expect(await broken()).toEqual(['spend.payee']);
  });
});

describe('the verification of people and roles finds', () => {
  let stage: Stage;
  let proposer: Actor;
  let confirmer: Actor;

  beforeAll(async () => {
    stage = await Stage.open('verifypeople');
    proposer = await stage.actor('administrator', 'D');
    confirmer = await stage.actor('administrator', 'D');
  });
  // Tests plant what the database itself refuses, so its checks are off while they do, and each cleans up after itself.
  beforeEach(() => stage.rows('SET SESSION check_constraint_checks = 0, foreign_key_checks = 0'));
  afterEach(async () => {
    await stage.rows('SET SESSION check_constraint_checks = 1, foreign_key_checks = 1');
    await stage.rows(`DELETE FROM role_grant WHERE origin = 'office'`);
    await stage.rows('DELETE FROM activation_code');
    await stage.rows('DELETE FROM account_recovery');
    expect(await broken()).toEqual([]);
  });
  afterAll(() => stage.close());

  const broken = (): Promise<string[]> => brokenOn(stage);

  /** Somebody without a role yet. */
  async function person(): Promise<string> {
    const { id } = await stage.actor('resident', 'A1');
    await stage.rows('DELETE FROM role_grant WHERE person_id = ?', [id]);
    return id;
  }
  /** A role as an office gives it: proposed by one, confirmed by another, days ago. */
  async function appoint(
    personId: string,
    role: string,
    unit: string,
    how: { by?: string; confirmedBy?: string | null; agoDays?: number } = {},
  ): Promise<string> {
    const id = newId();
    const { by = proposer.id, confirmedBy = confirmer.id, agoDays = 10 } = how;
    await stage.rows(
      `INSERT INTO role_grant (id, person_id, unit_id, unit_level, role, granted_by, granted_at, origin, confirmed_by, confirmed_at)
       SELECT ?, ?, id, level, ?, ?, UTC_TIMESTAMP(3) - INTERVAL ? DAY, 'office', ?, UTC_TIMESTAMP(3) - INTERVAL ? DAY FROM unit WHERE id = ?`,
      [id, personId, role, by, agoDays, confirmedBy, agoDays, stage.unit(unit).id],
    );
    return id;
  }
  async function recover(personId: string, restsHours: number): Promise<string> {
    const id = newId();
    await stage.rows(
      `INSERT INTO account_recovery (id, person_id, kind, given_by, given_at, used_at, suspended_until)
       VALUES (?, ?, 'password', ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL ? HOUR)`,
      [id, personId, confirmer.id, restsHours],
    );
    return id;
  }

  it('no fault in correct appointments', async () => {
    await appoint(await person(), 'community_secretary', 'A1');
    await appoint(await person(), 'grid_worker', 'A1', { confirmedBy: null });
    await stage.rows('SET SESSION check_constraint_checks = 1, foreign_key_checks = 1');
    expect(await broken()).toEqual([]);
  });

  it('a town role in a community, and a unit with a changed level under a role', async () => {
    await appoint(await person(), 'town_officer', 'A1');
    expect(await broken()).toEqual(['person.level']);
    await stage.rows(`DELETE FROM role_grant WHERE role = 'town_officer'`);
    await appoint(await person(), 'finance_clerk', 'B1');
    await stage.rows(`UPDATE unit SET level = 'town' WHERE id = ?`, [stage.unit('B1').id]);
    expect(await broken()).toEqual(['person.level']);
    await stage.rows(`UPDATE unit SET level = 'community' WHERE id = ?`, [stage.unit('B1').id]);
  });

  it('an unconfirmed appointment, and a role that a person gave to themselves', async () => {
    const personId = await person();
    for (const how of [
      { confirmedBy: null },
      { confirmedBy: proposer.id },
      { confirmedBy: personId },
      { by: personId },
    ]) {
      const grantId = await appoint(personId, 'finance_clerk', 'A1', how);
      expect(await broken(), JSON.stringify(how)).toEqual(['person.confirmed']);
      await stage.rows('DELETE FROM role_grant WHERE id = ?', [grantId]);
    }
    await appoint(personId, 'volunteer', 'A1', { by: personId, confirmedBy: null });
    expect(await broken()).toEqual(['person.confirmed']);
  });

  it('two duties of one person for one unit, at one level or two', async () => {
    const here = await person();
    await appoint(here, 'community_secretary', 'A1');
    await appoint(here, 'finance_clerk', 'A2');
    expect(await broken()).toEqual([]);
    await appoint(here, 'finance_clerk', 'A1');
    expect(await broken()).toEqual(['person.duties']);
    await stage.rows(`DELETE FROM role_grant WHERE origin = 'office'`);
    const above = await person();
    await appoint(above, 'grid_leader', 'A1');
    await appoint(above, 'auditor', 'A');
    expect(await broken()).toEqual(['person.duties']);
  });

  it('a recovered account without suspension, or with too short a suspension', async () => {
    const personId = await person();
    await appoint(personId, 'finance_clerk', 'A1');
    const recoveryId = await recover(personId, 24);
    expect(await broken()).toEqual(['person.recovered']);
    const rest = (hours: number) =>
      stage.rows('UPDATE person SET money_suspended_until = UTC_TIMESTAMP(3) + INTERVAL ? HOUR WHERE id = ?', [
        hours,
        personId,
      ]);
    await rest(23);
    expect(await broken()).toEqual(['person.recovered']);
    await rest(25);
    expect(await broken()).toEqual([]);
    await rest(-1);
    await stage.rows('UPDATE account_recovery SET stopped_at = UTC_TIMESTAMP(3) WHERE id = ?', [recoveryId]);
    expect(await broken()).toEqual([]);
  });

  it('an activation code older than a change of roles', async () => {
    const personId = await person();
    const grantId = await appoint(personId, 'finance_clerk', 'A1');
    await stage.rows(
      `INSERT INTO activation_code (person_id, code_hash, given_at, valid_until, recovery_id)
       VALUES (?, ?, UTC_TIMESTAMP(3) - INTERVAL 5 DAY, UTC_TIMESTAMP(3) + INTERVAL 25 DAY, ?)`,
      [personId, randomBytes(32), newId()],
    );
    expect(await broken()).toEqual([]);
    for (const column of ['granted_at', 'confirmed_at', 'revoked_at']) {
      const [before] = await stage.rows<{ at: Date | null }>(`SELECT ${column} AS at FROM role_grant WHERE id = ?`, [
        grantId,
      ]);
      const set = (at: Date | null) => stage.rows(`UPDATE role_grant SET ${column} = ? WHERE id = ?`, [at, grantId]);
      await set(new Date());
      expect(await broken(), column).toEqual(['person.activationCode']);
      await set(before!.at);
    }
  });
});
