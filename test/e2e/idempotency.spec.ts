import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LossyProxy } from '../support/proxy.js';
import { Stage, clientWith, inHours, type Actor } from '../support/stage.js';

describe('a command repeated with its idempotency key', () => {
  let stage: Stage;
  let proxy: LossyProxy;
  let staff: Actor;

  beforeAll(async () => {
    stage = await Stage.open('idempotency');
    const database = new URL(stage.env.DATABASE_URL!);
    proxy = await LossyProxy.to(database.hostname, Number(database.port));
    database.port = String(proxy.port);
    await stage.startApi({ DATABASE_URL: database.toString() });
    staff = await stage.actor('grid_worker', 'A1');
  });
  afterAll(async () => {
    await stage.close();
    proxy.close();
  });

  const claim = (actor: Actor, wishId: string, key: string, promisedAt: string) =>
    clientWith(stage.urls[0]!, actor.cookie).POST('/api/v1/wishes/{wishId}/claims', {
      params: { path: { wishId }, header: { 'Idempotency-Key': key } as never },
      body: { promisedAt },
      headers: { 'idempotency-key': key },
    });

  it('has one effect and the same response when the response to COMMIT was lost', async () => {
    const volunteer = await stage.actor('volunteer', 'A');
    const wishId = await stage.wish({ enteredBy: staff.id });
    const promisedAt = inHours(24);
    proxy.loseAnswerTo('COMMIT');
    const lost = await claim(volunteer, wishId, 'key-commit-lost', promisedAt);
    expect(proxy.lost).toBe(1);
    expect([lost.response.status, (lost.error as { code: string }).code]).toEqual([503, 'UNAVAILABLE']);
    const again = await claim(volunteer, wishId, 'key-commit-lost', promisedAt);
    expect(again.response.status).toBe(201);
    const oncemore = await claim(volunteer, wishId, 'key-commit-lost', promisedAt);
    expect(oncemore.data).toEqual(again.data);
    const claims = await stage.rows<{ id: string }>('SELECT id FROM claim WHERE wish_id = ?', [wishId]);
    expect(claims).toEqual([{ id: again.data!.id }]);
    expect(
      await stage.rows('SELECT COUNT(*) n FROM event WHERE subject_id = ? AND name = "WishClaimed"', [wishId]),
    ).toEqual([{ n: 1 }]);
  });

  it('has one effect when it is sent five times at once', async () => {
    const volunteer = await stage.actor('volunteer', 'A');
    const wishId = await stage.wish({ enteredBy: staff.id });
    const promisedAt = inHours(24);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => claim(volunteer, wishId, 'key-five-times', promisedAt)),
    );
    expect(answers.map(({ response }) => response.status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ data }) => data!.id)).size).toBe(1);
  });

  it('gets its first refusal again, even if it would succeed now', async () => {
    const [winner, loser] = [await stage.actor('volunteer', 'A'), await stage.actor('volunteer', 'A')];
    const wishId = await stage.wish({ enteredBy: staff.id });
    const promisedAt = inHours(24);
    const won = await claim(winner, wishId, 'key-winner-1', promisedAt);
    expect((await claim(loser, wishId, 'key-loser-01', promisedAt)).response.status).toBe(409);
    await winner.api.POST('/api/v1/claims/{claimId}/release', {
      params: { path: { claimId: won.data!.id } },
      body: { reason: '出差' },
    });
    const replayed = await claim(loser, wishId, 'key-loser-01', promisedAt);
    expect((replayed.error as { code: string }).code).toBe('WISH_NOT_OPEN');
    expect((await claim(loser, wishId, 'key-loser-02', promisedAt)).response.status).toBe(201);
  });

  it('is refused when the key was used for another request', async () => {
    const volunteer = await stage.actor('volunteer', 'A');
    const [one, other] = [await stage.wish({ enteredBy: staff.id }), await stage.wish({ enteredBy: staff.id })];
    await claim(volunteer, one, 'key-one-use', inHours(24));
    const reused = await claim(volunteer, other, 'key-one-use', inHours(24));
    expect([reused.response.status, (reused.error as { code: string }).code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});
