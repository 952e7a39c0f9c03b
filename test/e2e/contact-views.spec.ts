import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '#libs/identity';
import { CONTACT_VIEW, WISH_READ } from '#libs/wishes';
import { newId } from '#libs/platform';
import { WISH_STATUSES } from '#libs/wishes';
import { HOME, unitOf } from '../support/objects.js';
import { Stage, type Actor } from '../support/stage.js';

const UNKNOWN = '01890000-0000-7000-8000-000000000000';
const REASON = '上门前联系';

describe('the record of views of contact details', () => {
  let stage: Stage;
  let claimer: Actor;
  let resident: Actor;
  let viewer: Actor;
  let wishId: string;
  const neighbours = new Map<Role, Actor>();

  const url = (id: string): string => `${stage.urls[0]}/api/v1/wishes/${id}/contact-views`;
  const read = async (actor: Actor, id = wishId): Promise<{ status: number; text: string }> => {
    const answer = await fetch(url(id), { headers: { cookie: actor.cookie } });
    return { status: answer.status, text: await answer.text() };
  };
  const look = async (actor: Actor, id = wishId): Promise<{ status: number; text: string }> => {
    const answer = await fetch(url(id), {
      method: 'POST',
      headers: { cookie: actor.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: REASON }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const claim = (id: string, volunteerId: string) =>
    stage.db.query(
      `INSERT INTO claim (id, wish_id, volunteer_id, place_no, status, promised_at, claimed_at) VALUES (?,?,?,1,'active',NOW(3),NOW(3))`,
      [newId(), id, volunteerId],
    );

  beforeAll(async () => {
    stage = await Stage.open('contact_views');
    await stage.startApi();
    for (const role of ROLES) neighbours.set(role, await stage.actor(role, unitOf(role, HOME)));
    viewer = await stage.actor('grid_worker', 'A1');
    claimer = await stage.actor('volunteer', 'A1');
    resident = await stage.actor('resident', 'A1', { phone: '15900007004' });
    wishId = await stage.wish({ enteredBy: viewer.id, status: 'claimed' });
    await stage.db.query('UPDATE wish SET places_taken = 1 WHERE id = ?', [wishId]);
    await claim(wishId, claimer.id);
    expect((await look(viewer)).status).toBe(200);
  });
  afterAll(() => stage.close());

  it('is readable for staff of the unit who may read wishes, and for no other role', async () => {
    const readers: readonly string[] = WISH_READ.roles;
    for (const [role, actor] of neighbours) {
      const { status, text } = await read(actor);
      expect(status, role).toBe(readers.includes(role) ? 200 : 404);
      expect(text.includes(REASON), role).toBe(readers.includes(role));
      if (!readers.includes(role)) expect(text).not.toContain(viewer.id);
    }
  });

  it('is readable for the resident of the wish, and not for the claimer, neighbours or staff elsewhere', async () => {
    expect(JSON.parse((await read(resident)).text)).toMatchObject({
      items: [{ viewerId: viewer.id, reason: REASON }],
    });
    for (const actor of [
      claimer,
      neighbours.get('resident')!,
      neighbours.get('volunteer')!,
      await stage.actor('community_secretary', 'A2'),
      await stage.actor('grid_worker', 'B1'),
    ])
      expect((await read(actor)).status).toBe(404);
    // Staff in another community, a volunteer in this one: the rights of a volunteer count here.
    const mixed = await stage.actor('grid_worker', 'B1');
    await stage.grant(mixed.id, 'volunteer', 'A1');
    expect((await read(mixed)).status).toBe(404);
  });

  it('gives the same error for absent and for hidden wishes', async () => {
    const viewers: readonly string[] = CONTACT_VIEW.roles;
    const readers: readonly string[] = WISH_READ.roles;
    for (const status of WISH_STATUSES) {
      const id = await stage.wish({ enteredBy: viewer.id, status, phone: '15900001111' });
      for (const [role, actor] of neighbours) {
        const seen = (await fetch(`${stage.urls[0]}/api/v1/wishes/${id}`, { headers: { cookie: actor.cookie } }))
          .status;
        const { status: code, text } = await look(actor, id);
        const expected = viewers.includes(role) ? 200 : seen === 200 ? 403 : 404;
        expect(code, `${role} ${status}`).toBe(expected);
        if (readers.includes(role)) expect(seen, `${role} ${status}`).toBe(200);
        if (expected === 404) expect(text).toBe((await look(actor, UNKNOWN)).text);
      }
    }
    expect((await look(neighbours.get('volunteer')!, UNKNOWN)).status).toBe(404);
  });
});
