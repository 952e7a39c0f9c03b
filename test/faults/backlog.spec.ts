import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/platform';
import { Stage, until, type Actor } from '../support/stage.js';

const BACKLOG = 20_000;
const PART = 5_000;
const POISON = 100;

describe('a backlog', () => {
  let stage: Stage;
  let person: Actor;

  beforeAll(async () => {
    stage = await Stage.open('backlog');
    person = await stage.actor('grid_worker', 'A1');
  });
  afterEach(async () => {
    await stage.db.query('DELETE FROM job');
  });
  afterAll(() => stage.close());

  /** Jobs about nothing, due a minute ago and in one class. */
  async function plant(count: number, kind: string, lane: string): Promise<void> {
    for (let at = 0; at < count; at += PART)
      await stage.db.query(
        `INSERT INTO job (id, kind, lane, subject_id, due_at)
         SELECT UUID(), ?, ?, UUID(), UTC_TIMESTAMP(3) - INTERVAL 60 SECOND FROM seq_1_to_${Math.min(PART, count - at)}`,
        [kind, lane],
      );
  }
  const left = async (kind: string): Promise<number> => {
    const [row] = await stage.rows<{ n: number }>(
      `SELECT COUNT(*) AS n FROM job WHERE kind = ? AND status = 'scheduled' AND attempts = 0`,
      [kind],
    );
    return Number(row!.n);
  };
  /** A reminder that is due at this moment; resolves when it has been delivered. */
  async function remind(): Promise<void> {
    const wishId = await stage.wish({ enteredBy: person.id, status: 'submitted' });
    await stage.db.query(
      `INSERT INTO job (id, kind, lane, subject_id, due_at) VALUES (?,'wish.verify','deadline',?,UTC_TIMESTAMP(3))`,
      [newId(), wishId],
    );
    await until('the reminder is delivered', 30_000, async () => {
      const told = await stage.rows('SELECT 1 FROM notification WHERE wish_id = ?', [wishId]);
      return told.length > 0;
    });
  }

  it('of housekeeping and permanently failing jobs delays neither reminders nor later jobs', async () => {
    await plant(BACKLOG, 'file.forget', 'bulk');
    await plant(POISON, 'no.such.job', 'deadline');
    await plant(POISON, 'no.such.job.either', 'bulk');
    const worker = await stage.startWorker();
    await remind();
    expect(await left('file.forget')).toBeGreaterThan(0);
    await until('every poisoned job was tried', 60_000, async () => (await left('no.such.job')) === 0);
    const before = await left('file.forget');
    await until('the backlog goes on shrinking', 30_000, async () => (await left('file.forget')) < before);
    expect(worker.exitCode).toBeNull();
    worker.kill('SIGTERM');
    await new Promise((resume) => worker.once('exit', resume));
  });

  it('of reminders does not delay the reminder that is due now', async () => {
    await plant(BACKLOG, 'claim.dueSoon', 'deadline');
    await stage.startWorker();
    await remind();
    expect(await left('claim.dueSoon')).toBeGreaterThan(0);
    const officer = await stage.actor('district_officer', 'D', { url: await stage.startApi() });
    const { data } = await officer.api.GET('/api/v1/queues');
    const lane = data!.lanes.find((one) => one.lane === 'deadline')!;
    expect(lane.oldestDueSeconds).toBeGreaterThanOrEqual(60);
    expect(lane.due).toBeGreaterThan(0);
  });
});
