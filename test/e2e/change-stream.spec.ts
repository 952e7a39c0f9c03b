import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage, sleep, until, type Actor } from '../support/stage.js';

interface Change {
  topic: string;
  subjectId: string | null;
}

/** Somebody's open screen: what it has heard, and whether the stream still stands. */
class Screen {
  readonly heard: Change[] = [];
  isOpen = false;
  private readonly end = new AbortController();

  static async of(stage: Stage, actor: Actor): Promise<Screen> {
    const screen = new Screen();
    const answer = await fetch(`${stage.urls[0]}/api/v1/live`, {
      headers: { cookie: actor.cookie, accept: 'text/event-stream' },
      signal: screen.end.signal,
    });
    expect(answer.status).toBe(200);
    screen.isOpen = true;
    void screen.read(answer.body!);
    return screen;
  }

  about(subjectId: string): string[] {
    return this.heard.filter((change) => change.subjectId === subjectId).map(({ topic }) => topic);
  }

  close(): void {
    this.end.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    try {
      for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(part, { stream: true });
        const messages = text.split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) {
          const data = /^data: (.+)$/m.exec(message)?.[1];
          if (/^event: change$/m.test(message) && data) this.heard.push(JSON.parse(data) as Change);
        }
      }
    } catch {
      // closed by the test
    }
    this.isOpen = false;
  }
}

describe('what open screens hear', () => {
  let stage: Stage;
  let witness: Screen;
  let secretary: Actor;
  let gridWorker: Actor;
  const screens: Screen[] = [];

  const screenOf = async (actor: Actor): Promise<Screen> => {
    const screen = await Screen.of(stage, actor);
    screens.push(screen);
    return screen;
  };
  const grant = (actor: Actor, role: string, unit: string) => stage.grant(actor.id, role, unit);
  /** All screens have had the same chance: the secretary of the community has heard, and the others a moment more. */
  const told = async (subjectId: string, topic: string): Promise<void> => {
    await until(`the secretary hears of ${topic}`, 15_000, () => witness.about(subjectId).includes(topic));
    await sleep(300);
  };
  const submit = async (actor: Actor): Promise<string> => {
    const { data, error } = await actor.api.POST('/api/v1/wishes', {
      body: {
        unitId: stage.unit('A1').id,
        need: '想找人陪我去医院复诊',
        kind: 'service',
        beneficiary: { name: '王晓兰', phone: actor.phone },
        consent: { kind: 'form', byGuardian: false },
      } as never,
    });
    expect(error).toBeUndefined();
    return data!.id;
  };
  const publish = async (wishId: string): Promise<void> => {
    const params = { path: { wishId } };
    expect((await gridWorker.api.POST('/api/v1/wishes/{wishId}/verification', { params })).response.status).toBe(200);
    const published = await secretary.api.POST('/api/v1/wishes/{wishId}/publication', {
      params,
      body: { publicText: '想找人陪着去医院', category: 'company', costClass: 'none', isPolicyChecked: true } as never,
    });
    expect(published.error).toBeUndefined();
  };
  /** An internal event of the community: somebody there becomes a volunteer. */
  const registerSomebody = async (phone: string): Promise<string> => {
    const { data, error } = await secretary.api.POST('/api/v1/people', {
      body: { name: '赵一平', phone, roles: [{ role: 'volunteer', unitId: stage.unit('A1').id }] } as never,
    });
    expect(error).toBeUndefined();
    return data!.id;
  };

  beforeAll(async () => {
    stage = await Stage.open('live');
    await stage.startApi();
    await stage.startWorker();
    secretary = await stage.actor('community_secretary', 'A1');
    gridWorker = await stage.actor('grid_worker', 'A1');
    witness = await screenOf(secretary);
  });
  afterAll(async () => {
    for (const screen of screens) screen.close();
    await stage.close();
  });

  it('tells strangers nothing, volunteers what is public, and no one but staff and the resident of a wish before its review', async () => {
    const resident = await stage.actor('resident', 'A1');
    const own = await screenOf(resident);
    const neighbour = await screenOf(await stage.actor('resident', 'A1'));
    const volunteer = await screenOf(await stage.actor('volunteer', 'A1'));
    const stranger = await screenOf(await stage.actor('volunteer', 'B1'));
    const staffElsewhere = await screenOf(await stage.actor('community_secretary', 'B1'));
    const wishId = await submit(resident);
    await told(wishId, 'wishes');
    expect(own.about(wishId)).toContain('wishes');
    for (const screen of [neighbour, volunteer]) expect(screen.heard).toEqual([]);
    await publish(wishId);
    await until('the volunteer hears of the published wish', 15_000, () => volunteer.about(wishId).includes('wishes'));
    await sleep(300);
    expect(neighbour.about(wishId)).toContain('wishes');
    const personId = await registerSomebody('15912340001');
    await told(personId, 'people');
    expect(volunteer.about(personId)).toEqual([]);
    for (const screen of [stranger, staffElsewhere]) expect(screen.heard).toEqual([]);
  });

  it('gives staff rights only where they are held: a volunteer here who is staff elsewhere hears nothing internal', async () => {
    const actor = await stage.actor('grid_worker', 'B1');
    await grant(actor, 'volunteer', 'A1');
    const mixed = await screenOf(actor);
    const wishId = await submit(await stage.actor('resident', 'A1'));
    const personId = await registerSomebody('15912340002');
    await told(personId, 'people');
    expect(mixed.about(personId)).toEqual([]);
    expect(mixed.about(wishId)).toEqual([]);
    await publish(wishId);
    await until('the public part arrives', 15_000, () => mixed.about(wishId).includes('wishes'));
  });

  it('a role that was taken away is no longer heard with, and its stream closes', async () => {
    const actor = await stage.actor('grid_leader', 'A1');
    const screen = await screenOf(actor);
    const first = await registerSomebody('15912340003');
    await told(first, 'people');
    expect(screen.about(first)).toContain('people');
    const [held] = await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ?', [actor.id]);
    const above = await stage.actor('town_officer', 'A');
    const revoked = await above.api.DELETE('/api/v1/people/roles/{grantId}', {
      params: { path: { grantId: held!.id } },
    });
    expect(revoked.response.status).toBe(200);
    const second = await registerSomebody('15912340004');
    await told(second, 'people');
    expect(screen.about(second)).toEqual([]);
    await until('the stream closes', 15_000, () => !screen.isOpen);
  });

  it('a person who gave a role up hears no more through it, though the session goes on', async () => {
    const actor = await stage.actor('volunteer', 'A1');
    const screen = await screenOf(actor);
    const left = await actor.api.POST('/api/v1/volunteers/me/leaving');
    expect(left.error).toBeUndefined();
    await told(actor.id, 'people');
    const wishId = await submit(await stage.actor('resident', 'A1'));
    await publish(wishId);
    await told(wishId, 'wishes');
    expect(screen.about(wishId)).toEqual([]);
    expect(screen.isOpen).toBe(true);
  });

  it('a person who keeps another role hears no more through the one that was taken away, and the stream stays', async () => {
    const actor = await stage.actor('volunteer', 'A1');
    const grantId = await stage.grant(actor.id, 'grid_leader', 'A1');
    const screen = await screenOf(actor);
    const revoked = await secretary.api.DELETE('/api/v1/people/roles/{grantId}', { params: { path: { grantId } } });
    expect(revoked.error).toBeUndefined();
    await told(actor.id, 'people');
    const first = await registerSomebody('15912340008');
    await told(first, 'people');
    expect(screen.about(first)).toEqual([]);
    expect(screen.isOpen).toBe(true);
  });

  it('a role that is given is heard with at once', async () => {
    const actor = await stage.actor('resident', 'A1');
    const screen = await screenOf(actor);
    const given = await secretary.api.POST('/api/v1/people/{personId}/roles', {
      params: { path: { personId: actor.id } },
      body: { role: 'volunteer', unitId: stage.unit('A1').id } as never,
    });
    expect(given.response.status).toBe(201);
    await told(actor.id, 'people');
    const wishId = await submit(await stage.actor('resident', 'A1'));
    await publish(wishId);
    await until('the new volunteer hears', 15_000, () => screen.about(wishId).includes('wishes'));
  });

  it('an appointment is heard with once a second person has confirmed it, and not before', async () => {
    const supervisor = await stage.actor('resident', 'A1');
    const params = { path: { personId: supervisor.id } };
    const [proposes, confirms] = [await stage.actor('town_officer', 'A'), await stage.actor('town_officer', 'A')];
    const give = (role: 'supervision_committee' | 'volunteer') =>
      proposes.api.POST('/api/v1/people/{personId}/roles', { params, body: { role, unitId: stage.unit('A1').id } });
    const grantId = (await give('supervision_committee')).data!.id;
    const waiting = await screenOf(await stage.signedIn(supervisor.id, supervisor));
    const first = await registerSomebody('15912340005');
    await told(first, 'people');
    expect(waiting.about(first)).toEqual([]);
    // With another role all of them are read again.
    expect((await give('volunteer')).response.status).toBe(201);
    await told(supervisor.id, 'people');
    const second = await registerSomebody('15912340006');
    await told(second, 'people');
    expect(waiting.about(second)).toEqual([]);
    expect(waiting.isOpen).toBe(true);
    const confirmed = await confirms.api.POST('/api/v1/people/roles/{grantId}/confirmation', {
      params: { path: { grantId } },
    });
    expect(confirmed.error).toBeUndefined();
    await until('the stream of the earlier session closes', 15_000, () => !waiting.isOpen);
    const seated = await screenOf(await stage.signedIn(supervisor.id, supervisor));
    const third = await registerSomebody('15912340007');
    await told(third, 'people');
    expect(seated.about(third)).toContain('people');
  });

  it('does not keep an idle session open: listening is no activity, and the stream ends with the idle time', async () => {
    const actor = await stage.actor('grid_worker', 'A1');
    const idle = (minutes: number) =>
      stage.rows(
        'UPDATE session SET idle_minutes = 30, seen_at = UTC_TIMESTAMP(3) - INTERVAL ? MINUTE WHERE person_id = ?',
        [minutes, actor.id],
      );
    const idleMinutes = async (): Promise<number> => {
      const [row] = await stage.rows<{ n: number }>(
        'SELECT TIMESTAMPDIFF(MINUTE, seen_at, UTC_TIMESTAMP(3)) AS n FROM session WHERE person_id = ?',
        [actor.id],
      );
      return row!.n;
    };
    await idle(20);
    const screen = await screenOf(actor);
    const again = await screenOf(actor);
    expect(await idleMinutes()).toBe(20);
    expect((await actor.api.GET('/api/v1/me')).response.status).toBe(200);
    expect(await idleMinutes()).toBe(0);
    await idle(31);
    for (const one of [screen, again]) await until('the stream closes', 15_000, () => !one.isOpen);
    expect((await actor.api.GET('/api/v1/me')).response.status).toBe(401);
  });

  it('closes a stream with its session: signed out, ended from another device, account closed', async () => {
    for (const end of [
      (actor: Actor) =>
        fetch(`${stage.urls[0]}/api/v1/sessions/current`, { method: 'DELETE', headers: { cookie: actor.cookie } }),
      (actor: Actor) =>
        stage.db.query('UPDATE session SET ended_at = UTC_TIMESTAMP(3) WHERE person_id = ?', [actor.id]),
      (actor: Actor) => stage.db.query('UPDATE person SET disabled_at = UTC_TIMESTAMP(3) WHERE id = ?', [actor.id]),
    ]) {
      const actor = await stage.actor('volunteer', 'A1');
      const screen = await screenOf(actor);
      const other = await screenOf(await stage.actor('volunteer', 'A1'));
      await end(actor);
      await until('the stream closes', 15_000, () => !screen.isOpen);
      expect(other.isOpen).toBe(true);
      const again = await fetch(`${stage.urls[0]}/api/v1/live`, { headers: { cookie: actor.cookie } });
      expect(again.status).toBe(401);
    }
  });
});
