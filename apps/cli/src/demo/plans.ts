import { answer, ApiRefusal, type Schemas } from '#libs/api-client';
import type { Cast, Player } from './people.js';
import type { Work } from './fulfil.js';
import { inParallel, sleep, until } from './parallel.js';

type Plan = Schemas['PlanResponse'];

/** The results of the plans of some communities. */
export interface Planned {
  plans: number;
  places: number;
  filled: number;
  accepted: number;
  declined: number;
  lapsed: number;
}

/** How many communities request a plan. */
const COMMUNITIES = 6;
/** Of the invitations, one in five is declined and one in nine is not answered: they pass to the next volunteer. */
const DECLINED_EVERY = 5;
const SILENT_EVERY = 9;

/** Secretaries request a plan, change one assignment, and send the invitations; most are accepted. */
export async function playPlans(cast: Cast, work: Work): Promise<Planned> {
  const secretaries = cast.all('community_secretary').slice(0, COMMUNITIES);
  const plans = await inParallel(secretaries, COMMUNITIES, (secretary) => planAndSend(secretary));
  await answerAll(cast, work, secretaries, plans);
  const ended = await inParallel(plans, COMMUNITIES, ({ id }, at) => planOf(secretaries[at]!, id));
  const sum = (figure: (plan: Plan) => number): number => ended.reduce((total, plan) => total + figure(plan), 0);
  return {
    plans: ended.length,
    places: sum(({ places }) => places),
    filled: sum(({ filled }) => filled),
    accepted: sum(({ invitations }) => invitations.accepted),
    declined: sum(({ invitations }) => invitations.declined),
    lapsed: sum(({ invitations }) => invitations.lapsed),
  };
}

/** Requests a plan of the unit, waits for it, and sends it. */
export async function planAndSend({ api, unitId }: Pick<Player, 'api' | 'unitId'>): Promise<Plan> {
  const { id } = await answer(api.POST('/api/v1/match-plans', { body: { unitId } }));
  await until('the plan is computed', 30_000, async () => (await planOf({ api }, id)).status === 'ready');
  const path = { planId: id };
  let basedOn = (await planOf({ api }, id)).version;
  const { items } = await answer(api.GET('/api/v1/match-plans/{planId}/wishes', { params: { path } }));
  const changed = items.find(({ pairs, others }) => pairs.length === 1 && others.length > 0);
  if (changed)
    ({ version: basedOn } = await answer(
      api.PUT('/api/v1/match-plans/{planId}/wishes/{wishId}', {
        params: { path: { ...path, wishId: changed.wish.id } },
        body: { basedOn, volunteerIds: [changed.others[0]!.id] },
      }),
    ).catch((error: unknown) => {
      // The next best volunteer may already have enough to do: then the plan stays as it was.
      if (!(error instanceof ApiRefusal) || error.problem.code !== 'VOLUNTEER_TAKEN') throw error;
      return { version: basedOn };
    }));
  await answer(api.POST('/api/v1/match-plans/{planId}/sending', { params: { path }, body: { basedOn } }));
  await until('the plan is sent', 30_000, async () => (await planOf({ api }, id)).status === 'sent');
  return planOf({ api }, id);
}

const planOf = ({ api }: Pick<Player, 'api'>, planId: string): Promise<Plan> =>
  answer(api.GET('/api/v1/match-plans/{planId}', { params: { path: { planId } } }));

/** Answers invitations until none is open: volunteers accept, decline or do not answer. */
async function answerAll(cast: Cast, work: Work, secretaries: Player[], plans: Plan[]): Promise<void> {
  const silent = new Set<string>();
  let seen = 0;
  await until('every invitation is answered or has passed on', 60_000, async () => {
    await inParallel(cast.all('volunteer'), 12, async (volunteer) => {
      const { items } = await answer(volunteer.api.GET('/api/v1/me/invitations'));
      for (const { id, wish } of items) {
        if (silent.has(id)) continue;
        seen += 1;
        if (seen % SILENT_EVERY === 0) silent.add(id);
        else
          await reply(volunteer, id, seen % DECLINED_EVERY === 0, (claimId) => work.begin(volunteer, wish.id, claimId));
      }
    });
    await sleep(500);
    const now = await inParallel(plans, COMMUNITIES, ({ id }, at) => planOf(secretaries[at]!, id));
    return now.every(({ invitations }) => invitations.open === 0);
  });
}

async function reply(
  { api }: Player,
  invitationId: string,
  isNo: boolean,
  accepted: (claimId: string) => void,
): Promise<void> {
  const path = { invitationId };
  try {
    if (isNo) await answer(api.POST('/api/v1/invitations/{invitationId}/decline', { params: { path } }));
    else
      accepted(
        (await answer(api.POST('/api/v1/invitations/{invitationId}/acceptance', { params: { path }, body: {} })))
          .claimId,
      );
  } catch (error) {
    // The invitation passed to the next volunteer in the meantime.
    if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
  }
}
