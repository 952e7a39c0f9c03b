import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage, type Actor } from '../support/stage.js';

const PHONE = '15900007004';

describe('tracking a wish without an account', () => {
  let stage: Stage;
  let gridWorker: Actor;

  /** From an address of its own each: the api trusts the proxy that says so. */
  let nextAddress = 1;
  const ask = async (
    body: object,
    address = `203.0.113.${nextAddress++}`,
  ): Promise<{ status: number; code?: string }> => {
    const answer = await fetch(`${stage.urls[0]}/api/v1/public/wish-status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify(body),
    });
    const { code } = (await answer.json()) as { code?: string };
    return { status: answer.status, code };
  };
  const made = async (): Promise<{ id: string; code: string; cardKey: string }> => {
    const { data } = await gridWorker.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need: '家里的吊扇坏了',
        kind: 'service',
        beneficiary: { name: '李子梅', phone: PHONE },
        consent: { kind: 'spoken', byGuardian: false },
      } as never,
    });
    const { id, code } = data!;
    const wish = await gridWorker.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId: id } } });
    return { id, code, cardKey: wish.data!.cardKey! };
  };
  /** As if all tries so far had been made so long ago. */
  const later = (hours: number) =>
    stage.db.query('UPDATE sign_in_attempt SET attempted_at = attempted_at - INTERVAL ? HOUR', [hours]);

  beforeAll(async () => {
    stage = await Stage.open('follow_wish', { env: { TRUST_PROXY: '1' } });
    await stage.startApi();
    gridWorker = await stage.actor('grid_worker', 'A1');
  });
  afterAll(() => stage.close());

  it('allows five wrong attempts a day for one code, and fifteen a week, from all networks together', async () => {
    const { code } = await made();
    const wrong = async (tries: number): Promise<number> => {
      let through = 0;
      for (let n = 0; n < tries; n += 1) {
        const { status, code: why } = await ask({ code, phoneTail: '0000' });
        if (status === 404) through += 1;
        else expect([status, why]).toEqual([429, 'TRACKING_PAUSED']);
      }
      return through;
    };
    let week = 0;
    for (let day = 0; day < 6; day += 1) {
      week += await wrong(8);
      await later(25);
    }
    expect(week).toBe(15);
    await later(7 * 24);
    expect(await wrong(8)).toBe(5);
    // Tries that were refused did not prolong the wait.
    await later(25);
    expect((await ask({ code, phoneTail: PHONE.slice(-4) })).status).toBe(200);
  });

  it('does not count correct attempts', async () => {
    const { code } = await made();
    for (let n = 0; n < 20; n += 1) expect((await ask({ code, phoneTail: PHONE.slice(-4) })).status).toBe(200);
    expect((await ask({ code, phoneTail: '0000' })).status).toBe(404);
  });

  it('works by the QR code of the card after strangers have used up the attempts', async () => {
    const { code, cardKey } = await made();
    for (let n = 0; n < 8; n += 1) await ask({ code, phoneTail: '0000' });
    expect((await ask({ code, phoneTail: PHONE.slice(-4) })).status).toBe(429);
    expect((await ask({ code, cardKey })).status).toBe(200);
    const other = await made();
    expect(await ask({ code, cardKey: other.cardKey })).toEqual({ status: 404, code: 'TRACKED_WISH_NOT_FOUND' });
    expect((await ask({ code })).status).toBe(422);
  });

  it('shows the secret of a card to staff and the resident, not to volunteers', async () => {
    const wishId = await stage.wish({ enteredBy: gridWorker.id, phone: '15900008888' });
    const keyFor = async (actor: Actor) =>
      (await actor.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId } } })).data!.cardKey;
    const resident = await stage.actor('resident', 'A1', { phone: '15900008888' });
    expect(await keyFor(await stage.actor('volunteer', 'A1'))).toBeNull();
    expect(await keyFor(gridWorker)).toMatch(/^[\w-]{22}$/);
    expect(await keyFor(resident)).toBe(await keyFor(gridWorker));
  });
});
