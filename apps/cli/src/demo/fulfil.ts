import { answer, ApiRefusal, type Schemas } from '#libs/api-client';
import { shanghaiDay } from '#libs/platform';
import type { Cast, Player } from './people.js';
import { inParallel, sleep, until } from './parallel.js';
import { publishWish } from './public-text.js';

type Card = Schemas['WishCard'];

/** How a wish goes, by its place in the workbook: the same in every run, no matter who wins the claim. */
type Fate = 'smooth' | 'handed-back' | 'forgotten' | 'slow' | 'visited-late';

function fateOf(at: number): Fate {
  if (at % 17 === 3) return 'handed-back';
  if (at % 23 === 5) return 'forgotten';
  if (at % 29 === 7) return 'slow';
  if (at % 19 === 11) return 'visited-late';
  return 'smooth';
}
const isRefused = (at: number): boolean => at % 21 === 4;
const isSignedLate = (at: number): boolean => at % 37 === 8;

/** The deadlines of the demo, in seconds, so that real reminders are sent while it runs. */
export const DEMO_DEADLINES = {
  'wish.verify': 12,
  'wish.verifyUrgent': 4,
  'wish.publish': 12,
  'wish.unclaimed': 25,
  'claim.notBegun': 4,
  'claim.expiring': 8,
  'claim.expire': 12,
  'claim.dueSoon': 2,
  'invitation.answer': 3,
  'wish.confirm': 3,
  'wish.visit': 2,
  'spend.decide': 2,
  'spend.object': 2,
  'spend.accept': 6,
  'spend.pay': 4,
} as const;

/** Seconds after a missed deadline until the responsible person is notified. */
export const DEMO_ESCALATIONS = { 'wish.visit': 1, 'spend.decide': 1, 'claim.duePassed': 1 } as const;

interface Held {
  volunteer: Player;
  claimId: string;
}

/** The wishes that volunteers work on. */
export class Work {
  private readonly held = new Map<string, Held[]>();
  private readonly spoilt = new Set<string>();
  private readonly busy = new Set<string>();
  private readonly doing: Promise<void>[] = [];
  private readonly places = new Map<string, number>();
  finished = 0;
  conflicts = 0;

  constructor(
    private readonly cast: Cast,
    private readonly wishes: Card[],
    /** Wishes that were already paid for. */
    private readonly paidFor: ReadonlySet<string>,
  ) {
    wishes.forEach((wish, at) => this.places.set(wish.id, at));
  }

  /** All volunteers claim the same wishes at once; those who lose try the next. Ends when all wishes are confirmed. */
  async play(): Promise<void> {
    const volunteers = this.cast.all('volunteer');
    await Promise.all(volunteers.map((volunteer, at) => this.claimOne(volunteer, at)));
    await until('every wish is confirmed', 150_000, async () => {
      await this.claimTheRest(volunteers);
      return this.finished === this.wishes.length;
    });
    await Promise.all(this.doing);
  }

  /** A volunteer claims until one claim succeeds. */
  private async claimOne(volunteer: Player, at: number): Promise<void> {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const { items } = await answer(volunteer.api.GET('/api/v1/open-wishes', { params: { query: { limit: 50 } } }));
      if (items.length === 0) return;
      // Most people look at the top of the list, so claims collide there.
      const wish = items[(at * attempt) % items.length]!;
      if (await this.claim(volunteer, wish.id)) return;
    }
  }

  /** For every wish that is still open or open again, a few volunteers compete. */
  private async claimTheRest(volunteers: Player[]): Promise<void> {
    const { items } = await answer(
      this.cast.one('volunteer').api.GET('/api/v1/open-wishes', { params: { query: { limit: 100 } } }),
    );
    await inParallel(items, 12, async (wish) => {
      const at = this.places.get(wish.id) ?? 0;
      const racers = [1, 2, 3].map(
        (step) => volunteers[(at * 7 + step * 41 + Math.floor(Date.now() / 1000)) % volunteers.length]!,
      );
      await Promise.all(racers.map((volunteer) => this.claim(volunteer, wish.id)));
    });
  }

  /** A volunteer who holds a claim, won or through an invitation, starts the work. */
  begin(volunteer: Player, wishId: string, claimId: string): void {
    const at = this.places.get(wishId);
    if (at !== undefined) this.goOn(wishId, at, fateOf(at), { volunteer, claimId });
  }

  private async claim(volunteer: Player, wishId: string): Promise<boolean> {
    const at = this.places.get(wishId);
    if (at === undefined) return false;
    const fate = fateOf(at);
    const promisedAt = new Date(Date.now() + (fate === 'slow' ? 5_000 : 60_000)).toISOString();
    try {
      const claim = await answer(
        volunteer.api.POST('/api/v1/wishes/{wishId}/claims', { params: { path: { wishId } }, body: { promisedAt } }),
      );
      this.begin(volunteer, wishId, claim.id);
      return true;
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
      this.conflicts += 1;
      return false;
    }
  }

  /** Forgotten and handed-back wishes go wrong only the first time. */
  private goOn(wishId: string, at: number, fate: Fate, held: Held): void {
    const isFirst = !this.spoilt.has(wishId);
    if (isFirst && fate === 'forgotten') {
      this.spoilt.add(wishId);
      return;
    }
    if (isFirst && fate === 'handed-back') {
      this.spoilt.add(wishId);
      this.doing.push(this.handBack(held));
      return;
    }
    this.held.set(wishId, [...this.teamOf(wishId), held]);
    if (this.busy.has(wishId)) return;
    this.busy.add(wishId);
    this.doing.push(this.fulfilWhenFull(this.wishes[at]!, at, fate).finally(() => this.busy.delete(wishId)));
  }

  private teamOf(wishId: string): Held[] {
    return this.held.get(wishId) ?? [];
  }

  private async fulfilWhenFull(wish: Card, at: number, fate: Fate): Promise<void> {
    while (this.teamOf(wish.id).length >= wish.helpersNeeded) {
      const team = this.teamOf(wish.id);
      if (await this.startAll(wish.id, team)) return this.fulfil(wish, at, fate, team);
    }
  }

  private async handBack({ volunteer, claimId }: Held): Promise<void> {
    await answer(
      volunteer.api.POST('/api/v1/claims/{claimId}/release', {
        params: { path: { claimId } },
        body: { reason: '临时出差，时间对不上' },
      }),
    );
  }

  private async fulfil(wish: Card, at: number, fate: Fate, team: Held[]): Promise<void> {
    const path = { wishId: wish.id };
    const [first] = team as [Held, ...Held[]];
    await answer(
      first.volunteer.api.POST('/api/v1/wishes/{wishId}/contact-views', {
        params: { path },
        body: { reason: '约上门时间' },
      }),
    );
    if (wish.estimatedFen > 0 && !this.paidFor.has(wish.id)) await this.pay(wish, at);
    if (fate === 'slow') await sleep(6_000);
    const doneOn = shanghaiDay(new Date());
    await answer(
      first.volunteer.api.POST('/api/v1/wishes/{wishId}/fulfilment', {
        params: { path },
        body: { what: '已上门办妥，老人很高兴', doneOn, hours: 1.5 },
      }),
    );
    if (fate === 'visited-late') await sleep(6_000);
    const worker = this.cast.one('grid_worker', wish.unitId);
    const solved = at % 31 === 9 ? ('partly' as const) : ('yes' as const);
    await answer(
      worker.api.POST('/api/v1/wishes/{wishId}/confirmation', {
        params: { path },
        body: { solved, rating: solved === 'yes' ? 5 : 4 },
      }),
    );
    this.finished += 1;
  }

  /** A claim of a team can expire while the team still fills up; then another volunteer takes the place. */
  private async startAll(wishId: string, team: Held[]): Promise<boolean> {
    const lost = new Set<Held>();
    for (const held of team) {
      const path = { claimId: held.claimId };
      await answer(held.volunteer.api.POST('/api/v1/claims/{claimId}/start', { params: { path } })).catch(
        (error: unknown) => {
          if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
          if (error.problem.state === 'expired') lost.add(held);
        },
      );
    }
    const stillThere = this.teamOf(wishId).filter((held) => !lost.has(held));
    this.held.set(wishId, stillThere);
    return lost.size === 0;
  }

  /** The grid worker requests, the secretary decides, the grid leader accepts, the clerk pays the actual cost. */
  private async pay(wish: Card, at: number): Promise<void> {
    const worker = this.cast.one('grid_worker', wish.unitId);
    const secretary = this.cast.one('community_secretary', wish.unitId);
    const clerk = this.cast.one('finance_clerk');
    const { id } = await answer(
      worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
        params: { path: { wishId: wish.id } },
        body: {
          kind: 'goods',
          purpose: `微心愿物资与服务，第 ${at + 1} 笔`,
          payee: { name: '大沥便民服务店', kind: 'organisation' },
          items: [{ name: '物资与服务', quantity: 1, unit: '项', priceFen: wish.estimatedFen }],
          justification: '居民确有困难，志愿者出力，材料由经费解决',
        },
      }),
    );
    const path = { spendRequestId: id };
    if (isSignedLate(at)) await sleep(3_000);
    if (isRefused(at)) {
      await answer(
        secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/refusal', {
          params: { path },
          body: { reason: '已有企业捐赠，无需经费' },
        }),
      );
      return;
    }
    // The amount decides who signs: goes on while a signature is missing.
    for (;;) {
      const { nextRole } = await answer(clerk.api.GET('/api/v1/spend-requests/{spendRequestId}', { params: { path } }));
      if (!nextRole) break;
      const signer = nextRole === 'town_officer' ? this.cast.one(nextRole) : this.cast.one(nextRole, wish.unitId);
      await answer(signer.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params: { path } }));
    }
    const accepter = this.cast.one('grid_leader', wish.unitId);
    await answer(
      accepter.api.POST('/api/v1/spend-requests/{spendRequestId}/acceptance', {
        params: { path },
        body: { received: '东西已送到，当面点清', receivedOn: shanghaiDay(new Date()) },
      }),
    );
    const amountFen = at % 4 === 0 ? Math.ceil((wish.estimatedFen * 0.9) / 100) * 100 : wish.estimatedFen;
    const voucherNo = `JZ-${String(at).padStart(6, '0')}`;
    await answer(
      clerk.api.POST('/api/v1/spend-requests/{spendRequestId}/payments', {
        params: { path },
        body: { amountFen, voucherNo, isLast: true },
      }),
    );
  }
}

/** "It was not solved after all": a closed wish is reopened, published again, and then solved for good. */
export async function reopenOne(cast: Cast, wish: Card): Promise<void> {
  const path = { wishId: wish.id };
  const worker = cast.one('grid_worker', wish.unitId);
  const secretary = cast.one('community_secretary', wish.unitId);
  await answer(
    worker.api.POST('/api/v1/wishes/{wishId}/reopening', {
      params: { path },
      body: { reason: '回访时居民反映又坏了' },
    }),
  );
  await publishWish(secretary.api, wish.id, {
    publicText: wish.publicText,
    category: wish.category as 'repairs',
    costClass: 'none',
    isPolicyChecked: true,
    helpersNeeded: 1,
  });
  const volunteer = cast.all('volunteer')[7]!;
  const promisedAt = new Date(Date.now() + 60_000).toISOString();
  const claim = await answer(
    volunteer.api.POST('/api/v1/wishes/{wishId}/claims', { params: { path }, body: { promisedAt } }),
  );
  await answer(volunteer.api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId: claim.id } } }));
  const doneOn = shanghaiDay(new Date());
  await answer(
    volunteer.api.POST('/api/v1/wishes/{wishId}/fulfilment', {
      params: { path },
      body: { what: '已返修', doneOn, hours: 1 },
    }),
  );
  await answer(
    worker.api.POST('/api/v1/wishes/{wishId}/confirmation', { params: { path }, body: { solved: 'yes', rating: 5 } }),
  );
}
