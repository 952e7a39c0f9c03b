import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage, freePort, inHours, sleep, until, type Actor } from '../support/stage.js';

const DEADLINES = { 'claim.notBegun': 6, 'claim.expiring': 8, 'claim.expire': 600, 'claim.dueSoon': 600 };

/** A Redis of the test's own, to be flushed, stopped and killed. */
async function startRedis(port: number): Promise<ChildProcess> {
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', mkdtempSync(join(tmpdir(), 'mw-redis-'))],
    {
      stdio: 'ignore',
    },
  );
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
  await client.ping();
  client.disconnect();
  return child;
}

describe('reminders', () => {
  let stage: Stage;
  let redis: ChildProcess;
  let redisPort: number;
  let staff: Actor;

  beforeAll(async () => {
    redisPort = await freePort();
    redis = await startRedis(redisPort);
    stage = await Stage.open('reminders', { env: { REDIS_URL: `redis://127.0.0.1:${redisPort}/0` } });
    await stage.setDeadlines(DEADLINES);
    await stage.startApi();
    staff = await stage.actor('grid_worker', 'A1');
  });
  afterAll(async () => {
    await stage.close();
    redis.kill('SIGKILL');
  });

  async function claimOne(): Promise<{ volunteer: Actor; claimId: string }> {
    const volunteer = await stage.actor('volunteer', 'A');
    const wishId = await stage.wish({ enteredBy: staff.id });
    const claim = await volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
      params: { path: { wishId } },
      body: { promisedAt: inHours(240) },
    });
    expect(claim.response.status).toBe(201);
    return { volunteer, claimId: claim.data!.id };
  }
  const delivered = (volunteer: Actor, kind: string) =>
    stage.rows<{ due_at: Date; created_at: Date }>(
      'SELECT due_at, created_at FROM notification WHERE recipient_id = ? AND kind = ?',
      [volunteer.id, kind],
    );

  it('arrive once and not early after FLUSHALL and a killed worker between claim and reminder', async () => {
    const doomed = await stage.startWorker();
    const { volunteer } = await claimOne();
    await sleep(1_500); // queued by now
    const client = new Redis(redisPort, '127.0.0.1');
    await client.flushall();
    client.disconnect();
    doomed.kill('SIGKILL');
    await sleep(500);
    const worker = await stage.startWorker();
    await until(
      'the reminder is delivered',
      20_000,
      async () => (await delivered(volunteer, 'claim.notBegun')).length > 0,
    );
    await until('the second one too', 20_000, async () => (await delivered(volunteer, 'claim.expiring')).length > 0);
    await sleep(3_000); // time enough for a double
    for (const kind of ['claim.notBegun', 'claim.expiring']) {
      const got = await delivered(volunteer, kind);
      expect(got).toHaveLength(1);
      expect(got[0]!.created_at.getTime()).toBeGreaterThanOrEqual(got[0]!.due_at.getTime());
    }
    const inbox = await volunteer.api.GET('/api/v1/inbox', { params: { query: { box: 'unread' } as never } });
    const kinds = inbox.data!.items.map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['claim.expiring', 'claim.notBegun']);
    worker.kill('SIGTERM');
  });

  it('are delivered without Redis, and claims are answered without it', async () => {
    redis.kill('SIGKILL');
    await sleep(200);
    const worker = await stage.startWorker();
    const { volunteer } = await claimOne();
    await until(
      'the reminder is delivered',
      20_000,
      async () => (await delivered(volunteer, 'claim.notBegun')).length === 1,
    );
    worker.kill('SIGTERM');
    redis = await startRedis(redisPort);
  });

  it('end when their cause ends', async () => {
    const worker = await stage.startWorker();
    const { volunteer, claimId } = await claimOne();
    await volunteer.api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId } } });
    await sleep(8_500);
    expect(await delivered(volunteer, 'claim.notBegun')).toEqual([]);
    worker.kill('SIGTERM');
  });

  it('can be read and put away', async () => {
    const [{ recipient_id: personId } = { recipient_id: '' }] = await stage.rows<{ recipient_id: string }>(
      'SELECT recipient_id FROM notification LIMIT 1',
    );
    expect(personId).not.toBe('');
    const items = await stage.rows<{ id: string }>('SELECT id FROM notification WHERE recipient_id = ?', [personId]);
    const other = await stage.actor('volunteer', 'A');
    const foreign = await other.api.POST('/api/v1/inbox/{notificationId}/reading', {
      params: { path: { notificationId: items[0]!.id } },
    });
    expect(foreign.response.status).toBe(404);
  });

  it('escalate to the next above while nothing happens, and no farther once it has', async () => {
    await stage.setDeadlines({ ...DEADLINES, 'wish.verify': 2, 'wish.publish': 600 });
    const officer = await stage.actor('district_officer', 'D');
    const second = { amount: 1, unit: 'second' };
    const escalations = {
      'wish.verify': [
        { after: second, roles: ['community_secretary'] },
        { after: { amount: 4, unit: 'second' }, roles: ['town_officer'] },
      ],
    };
    const set = await officer.api.PUT('/api/v1/policies/escalations', { body: { basedOn: 0, escalations } });
    expect(set.response.status).toBe(200);
    const wrong = await officer.api.PUT('/api/v1/policies/escalations', {
      body: { basedOn: 1, escalations: { 'wish.verify': [{ after: second, roles: ['resident'] }], nonsense: [] } },
    });
    expect((wrong.error as { faults?: { field: string }[] }).faults?.map(({ field }) => field)).toEqual([
      'escalations.wish.verify.0',
      'escalations.nonsense',
    ]);
    const secretary = await stage.actor('community_secretary', 'A2');
    const town = await stage.actor('town_officer', 'A');
    const grid = await stage.actor('grid_worker', 'A2');
    const worker = await stage.startWorker();
    const tell = async (need: string): Promise<string> => {
      const told = await grid.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A2').id,
          need,
          kind: 'service',
          category: 'repairs',
          urgency: 'normal',
          helpersNeeded: 1,
          estimatedFen: 0,
          peopleHelped: 1,
          beneficiary: { name: '李子梅', phone: '15900007004', age: 70 },
          consent: { kind: 'spoken', byGuardian: false },
          isDraft: false,
        },
      });
      expect(told.response.status).toBe(201);
      return told.data!.id;
    };
    const left = await tell('走廊的灯不亮');
    const seenTo = await tell('水龙头一直滴水');
    const titles = async (actor: Actor): Promise<string[]> =>
      (await actor.api.GET('/api/v1/inbox'))
        .data!.items.filter(({ kind }) => kind === 'wish.verify')
        .map(({ title }) => title);
    await until('the secretary is told', 15_000, async () => (await titles(secretary)).length === 2);
    expect((await titles(secretary)).every((title) => title.startsWith('【上报】'))).toBe(true);
    const verifier = await stage.actor('grid_worker', 'A2');
    const verified = await verifier.api.POST('/api/v1/wishes/{wishId}/verification', {
      params: { path: { wishId: seenTo } },
      body: {} as never,
    });
    expect(verified.response.status).toBe(200);
    await until('the town is told of the other', 15_000, async () => (await titles(town)).length > 0);
    await sleep(1_500);
    const [of] = await stage.rows<{ wish_id: string }>('SELECT wish_id FROM notification WHERE recipient_id = ?', [
      town.id,
    ]);
    expect([of!.wish_id, (await titles(town)).length]).toEqual([left, 1]);
    worker.kill('SIGTERM');
  });

  it('let a claim that nobody begins go by itself', async () => {
    await stage.setDeadlines({ ...DEADLINES, 'claim.expire': 1 });
    const worker = await stage.startWorker();
    const { volunteer, claimId } = await claimOne();
    await until('the claim expires', 15_000, async () => {
      const [claim] = await stage.rows<{ status: string }>('SELECT status FROM claim WHERE id = ?', [claimId]);
      return claim?.status === 'expired';
    });
    const [wish] = await stage.rows(
      'SELECT w.status, w.places_taken FROM wish w JOIN claim c ON c.wish_id = w.id WHERE c.id = ?',
      [claimId],
    );
    expect(wish).toEqual({ status: 'open', places_taken: 0 });
    await until('she is told', 10_000, async () => (await delivered(volunteer, 'ClaimExpired')).length === 1);
    worker.kill('SIGTERM');
  });
});
