import { Injectable } from '@nestjs/common';
import { Transactions, readCursor, toPage, type Actor, type Page } from '#libs/platform';
import { Access, People, joinUnit } from '#libs/identity';
import { WishesQueries } from '#libs/wishes';
import { reasonsOf } from '../score/match-reasons.js';
import type { Blocker, ScoreComponent } from '../score/score.js';
import type { InvitationCounts, PlanResponse, PlanWishesQuery, PlannedWishResponse } from './plan.dto.js';
import { isComputed, isUnderWay, planStepsFor } from './plan-steps.js';
import { PlanNotFound } from './plan.errors.js';
import type { Shortage } from './plan-codes.js';
import { Plans } from './plans.js';
import { INVITATION_STATUSES, type InvitationStatus } from '../invitation/invitation-codes.js';
import { PLAN_READ } from '../matching.permissions.js';

const SELECT = `SELECT p.id, p.unit_id, p.unit_path, u.name AS unit_name, p.status, p.version, p.done, p.total, p.wishes, p.volunteers, p.asked_by, p.asked_at,
  p.computed_at, p.sent_at,
  (SELECT COALESCE(SUM(w.places), 0) FROM plan_wish w WHERE w.plan_id = p.id) AS places,
  (SELECT COUNT(*) FROM plan_pair a WHERE a.plan_id = p.id) AS filled,
  ${INVITATION_STATUSES.map((status) => `(SELECT COUNT(*) FROM invitation i WHERE i.plan_id = p.id AND i.status = '${status}') AS ${status}_invitations`).join(', ')}
  FROM match_plan p ${joinUnit('p.unit_id')}`;
type Row = Omit<PlanResponse, 'invitations' | 'askedByName' | 'isUnderWay' | 'isComputed' | 'allowedSteps'> & {
  askedBy: string;
  unitPath: string;
} & Record<`${InvitationStatus}Invitations`, number>;

interface WishRow {
  wishId: string;
  places: number;
  candidates: string;
  shortage: Shortage | null;
  blocked: string;
}
interface PairRow {
  wishId: string;
  volunteerId: string;
  placeRank: number;
  components: string;
  chosenBy: string | null;
  invitation: PlannedWishResponse['pairs'][number]['invitation'];
}

/** Plans for those who make or supervise them. */
@Injectable()
export class PlansQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly plans: Plans,
    private readonly people: People,
    private readonly wishes: WishesQueries,
  ) {}

  /** Plans of the actor's units, newest first. */
  async list(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<PlanResponse>> {
    const { sql, values } = this.access.scope(actor, PLAN_READ).where('p.unit_path');
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<Row>(
      `${SELECT} WHERE ${sql}${after ? ' AND p.id < ?' : ''} ORDER BY p.id DESC LIMIT ?`,
      [...values, ...(after ?? []), query.limit + 1],
    );
    const page = toPage(
      rows,
      query.limit,
      ({ id }) => [id],
      (row) => row,
    );
    return { ...page, items: await this.show(actor, page.items) };
  }

  /** Throws MATCH_PLAN_NOT_FOUND. */
  async one(actor: Actor, planId: string): Promise<PlanResponse> {
    const row = await this.transactions.row<Row>(`${SELECT} WHERE p.id = ?`, [planId]);
    if (!row) throw PlanNotFound();
    this.access.require(actor, PLAN_READ, row.unitPath, PlanNotFound);
    return (await this.show(actor, [row]))[0]!;
  }

  /** The wishes of a plan with the proposed volunteers and the reasons. Throws MATCH_PLAN_NOT_FOUND. */
  async wishesOf(actor: Actor, planId: string, query: PlanWishesQuery): Promise<Page<PlannedWishResponse>> {
    await this.plans.load(this.transactions, actor, planId);
    const after = readCursor(query.cursor, ['uuid']);
    const only = {
      all: '',
      filled: ' AND EXISTS (SELECT 1 FROM plan_pair a WHERE a.plan_id = w.plan_id AND a.wish_id = w.wish_id)',
      short: ' AND (SELECT COUNT(*) FROM plan_pair a WHERE a.plan_id = w.plan_id AND a.wish_id = w.wish_id) < w.places',
    }[query.only ?? 'all'];
    const rows = await this.transactions.rows<WishRow>(
      `SELECT w.wish_id, w.places, w.candidates, w.shortage, w.blocked FROM plan_wish w
       WHERE w.plan_id = ?${after ? ' AND w.wish_id > ?' : ''}${only} ORDER BY w.wish_id LIMIT ?`,
      [planId, ...(after ?? []), query.limit + 1],
    );
    const page = toPage(
      rows,
      query.limit,
      ({ wishId }) => [wishId],
      (row) => row,
    );
    return { ...page, items: await this.explain(planId, page.items) };
  }

  private async explain(planId: string, rows: WishRow[]): Promise<PlannedWishResponse[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ wishId }) => wishId);
    const candidatesOf = rows.map(({ candidates }) => JSON.parse(candidates) as string[]);
    const [cards, pairs, names] = await Promise.all([
      this.wishes.cards(ids),
      this.transactions.rows<PairRow>(
        `SELECT a.wish_id, a.volunteer_id, a.place_rank, a.components, a.chosen_by, i.status AS invitation FROM plan_pair a
         LEFT JOIN invitation i ON i.plan_id = a.plan_id AND i.wish_id = a.wish_id AND i.volunteer_id = a.volunteer_id
         WHERE a.plan_id = ? AND a.wish_id IN (?) ORDER BY a.place_rank`,
        [planId, ids],
      ),
      this.people.names(this.transactions, candidatesOf.flat()),
    ]);
    const nameOf = (id: string) => ({ id, name: names.get(id) ?? '' });
    return rows.flatMap(({ wishId, places, shortage, blocked }, at) => {
      const wish = cards.find(({ id }) => id === wishId);
      if (!wish) return [];
      const chosen = pairs.filter((pair) => pair.wishId === wishId);
      const isChosen = (id: string): boolean => chosen.some(({ volunteerId }) => volunteerId === id);
      const candidates = candidatesOf[at]!;
      return {
        wish,
        places,
        pairs: chosen.map(({ volunteerId, placeRank, components, chosenBy, invitation }) => ({
          ...nameOf(volunteerId),
          reasons: reasonsOf(JSON.parse(components) as ScoreComponent[]),
          betterElsewhere: candidates.slice(0, placeRank - 1).filter((id) => !isChosen(id)).length,
          isChosenByHand: chosenBy !== null,
          invitation,
        })),
        others: candidates.filter((id) => !isChosen(id)).map(nameOf),
        shortage: chosen.length < places ? shortage : null,
        blocked: Object.entries(JSON.parse(blocked) as Record<Blocker, number>).map(([blocker, volunteers]) => ({
          blocker: blocker as Blocker,
          volunteers,
        })),
      };
    });
  }

  private async show(actor: Actor, rows: Row[]): Promise<PlanResponse[]> {
    const names = await this.people.names(
      this.transactions,
      rows.map(({ askedBy }) => askedBy),
    );
    return rows.map((row) => ({
      id: row.id,
      unitId: row.unitId,
      unitName: row.unitName,
      status: row.status,
      isUnderWay: isUnderWay(row.status),
      isComputed: isComputed(row.status),
      allowedSteps: planStepsFor(this.access, row, actor),
      version: row.version,
      done: row.done,
      total: row.total,
      wishes: row.wishes,
      volunteers: row.volunteers,
      places: Number(row.places),
      filled: Number(row.filled),
      askedByName: names.get(row.askedBy) ?? '',
      askedAt: row.askedAt,
      computedAt: row.computedAt,
      sentAt: row.sentAt,
      invitations: Object.fromEntries(
        INVITATION_STATUSES.map((status) => [status, Number(row[`${status}Invitations`])]),
      ) as unknown as InvitationCounts,
    }));
  }
}
