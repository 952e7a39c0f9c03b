import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/platform';
import { WISH_ACTIONS, WISH_STATUSES, type WishAction, type WishStatus } from '#libs/wishes';
import { HOME, castOf } from '../support/objects.js';
import { each } from '../support/openapi.js';
import { formOf } from '../support/spending.js';
import { Stage, inHours, type Actor } from '../support/stage.js';

const UNKNOWN = '01890000-0000-7000-8000-000000000000';
const reason = '测试';

/** A valid command for each step. */
const COMMANDS: Record<WishAction, { path: string; body: object }> = {
  submit: { path: 'submission', body: {} },
  return: { path: 'return', body: { reason } },
  verify: { path: 'verification', body: {} },
  merge: { path: 'merge', body: { intoId: UNKNOWN } },
  publish: {
    path: 'publication',
    body: { publicText: '想换一台风扇', category: 'repairs', costClass: 'none', isPolicyChecked: true },
  },
  reject: { path: 'rejection', body: { reason } },
  transfer: { path: 'transfer', body: { reason, to: 'welfare_policy' } },
  claim: { path: 'claims', body: { promisedAt: inHours(24) } },
  confirm: { path: 'confirmation', body: { solved: 'yes' } },
  reopen: { path: 'reopening', body: { reason } },
  cancel: { path: 'cancellation', body: { reason } },
  widen: { path: 'widening', body: { to: 'town' } },
  askForTeam: { path: 'team', body: { helpersNeeded: 3 } },
  requestSpend: { path: 'spend-requests', body: formOf(10_000) },
  viewContact: { path: 'contact-views', body: { reason } },
};
/** How a step that is not allowed is refused. */
const REFUSED = [403, 404, 409];
/** A claim of the volunteer as it stands while the wish has this status. */
const CLAIMED: Partial<Record<WishStatus, string>> = {
  claimed: 'active',
  in_progress: 'begun',
  fulfilled: 'fulfilled',
  closed: 'fulfilled',
};

describe('the steps that the server allows', () => {
  let stage: Stage;
  let cast: Record<string, Actor>;
  let enterer: Actor;

  beforeAll(async () => {
    stage = await Stage.open('allowed_steps');
    await stage.startApi();
    cast = await castOf(stage, HOME);
    enterer = await stage.actor('grid_worker', 'A1');
    cast.stranger = await stage.actor('community_secretary', 'B1');
    cast.enterer = enterer;
  });
  afterAll(() => stage.close());

  /** A wish that the resident asked for; once it is claimed, by the volunteer. */
  async function wishIn(status: WishStatus): Promise<{ wishId: string; claimId: string | null }> {
    const wishId = await stage.wish({ status, enteredBy: enterer.id });
    await stage.db.query('UPDATE wish SET requester_id = ?, places_taken = ? WHERE id = ?', [
      cast.resident!.id,
      status === 'claimed' || status === 'in_progress' ? 1 : 0,
      wishId,
    ]);
    const claim = CLAIMED[status];
    if (!claim) return { wishId, claimId: null };
    const claimId = newId();
    const volunteerId = cast.volunteer!.id;
    await stage.db.query(
      `INSERT INTO claim (id, wish_id, volunteer_id, place_no, status, promised_at, claimed_at, begun_at)
       VALUES (?,?,?,1,?,NOW(3) + INTERVAL 1 DAY,NOW(3),NOW(3))`,
      [claimId, wishId, volunteerId, claim],
    );
    if (claim === 'fulfilled')
      await stage.db.query(
        `INSERT INTO fulfilment (id, wish_id, round, what, done_on, hours, recorded_by, recorded_at) VALUES (?,?,0,'',CURRENT_DATE,1,?,NOW(3))`,
        [newId(), wishId, volunteerId],
      );
    return { wishId, claimId };
  }

  const post = async (actor: Actor, path: string, body: object): Promise<{ status: number; code: string }> => {
    const response = await fetch(`${stage.urls[0]}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: actor.cookie },
      body: JSON.stringify(body),
    });
    const { code = '' } = (await response.json()) as { code?: string };
    return { status: response.status, code };
  };
  const detailOf = async (actor: Actor, wishId: string) =>
    (await actor.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId } } })).data;

  for (const status of WISH_STATUSES) {
    it(`of a wish that is ${status} are those that the commands accept, for everybody`, async () => {
      const shared = await wishIn(status);
      const before = await stage.rows('SELECT status, version FROM wish WHERE id = ?', [shared.wishId]);
      const listed: [string, Actor, WishAction][] = [];
      await each(Object.entries(cast), 4, async ([who, actor]) => {
        const allowed = (await detailOf(actor, shared.wishId))?.allowedSteps ?? [];
        for (const action of WISH_ACTIONS) {
          if (allowed.includes(action)) {
            listed.push([who, actor, action]);
            continue;
          }
          const { path, body } = COMMANDS[action];
          const answer = await post(actor, `wishes/${shared.wishId}/${path}`, body);
          expect(REFUSED, `${who} ${action} is not listed: ${answer.status} ${answer.code}`).toContain(answer.status);
        }
      });
      expect(await stage.rows('SELECT status, version FROM wish WHERE id = ?', [shared.wishId])).toEqual(before);
      for (const [who, actor, action] of listed) {
        const { path, body } = COMMANDS[action];
        const answer = await post(actor, `wishes/${(await wishIn(status)).wishId}/${path}`, body);
        expect([200, 201, 422], `${who} ${action} is listed: ${answer.status} ${answer.code}`).toContain(answer.status);
      }
    });
  }

  it('name each step somewhere', async () => {
    const seen = new Set<string>();
    for (const status of WISH_STATUSES) {
      const { wishId } = await wishIn(status);
      for (const actor of Object.values(cast))
        for (const step of (await detailOf(actor, wishId))?.allowedSteps ?? []) seen.add(step);
    }
    expect([...seen].toSorted()).toEqual([...WISH_ACTIONS].toSorted());
  });

  it('of a claim are those that its commands accept', async () => {
    const commands = {
      begin: ['start', {}],
      extend: ['extension', { promisedAt: inHours(48), reason }],
      release: ['release', { reason }],
      reassign: ['reassignment', { volunteerId: UNKNOWN, promisedAt: inHours(48), reason }],
      fulfil: ['', { what: '装好了', doneOn: '2026-11-20', hours: 1 }],
    } as const;
    const people = Object.entries(cast).filter(([who]) =>
      ['volunteer', 'community_secretary', 'auditor'].includes(who),
    );
    for (const status of Object.keys(CLAIMED) as WishStatus[])
      for (const [who, actor] of people)
        for (const [step, [path, body]] of Object.entries(commands)) {
          const { wishId, claimId } = await wishIn(status);
          const claim = (await detailOf(actor, wishId))?.claims.find(({ id }) => id === claimId);
          const isListed = claim?.allowedSteps.includes(step as 'begin') ?? false;
          const answer = await post(actor, path ? `claims/${claimId}/${path}` : `wishes/${wishId}/fulfilment`, body);
          const label = `${who} ${step} while ${status}, listed ${isListed}: ${answer.status} ${answer.code}`;
          expect(isListed ? [200, 422] : REFUSED, label).toContain(answer.status);
        }
  });

  it('of a volunteer’s own list are those of the wish', async () => {
    const { wishId, claimId } = await wishIn('in_progress');
    const mine = (await cast.volunteer!.api.GET('/api/v1/me/claims', { params: { query: { limit: 100 } } })).data!;
    const shown = await detailOf(cast.volunteer!, wishId);
    expect(mine.items.find(({ id }) => id === claimId)!.allowedSteps).toEqual(['extend', 'release', 'fulfil']);
    expect(shown!.claims.find(({ id }) => id === claimId)!.allowedSteps).toEqual(['extend', 'release', 'fulfil']);
  });
});
