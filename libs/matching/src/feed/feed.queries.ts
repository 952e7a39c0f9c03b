import { Injectable } from '@nestjs/common';
import {
  CursorInvalid,
  FIRST_ID,
  Transactions,
  asked,
  newId,
  readCursor,
  toCursor,
  type Actor,
  type Page,
  type Reader,
  type Row,
} from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import { VisibilityRadius, shownWithin } from '#libs/volunteers';
import { WishesQueries, WISH_FEED, WISHES } from '#libs/wishes';
import { FeedView } from './feed-view.entity.js';
import type { FeedQuery, FeedWish } from '../matching.dto.js';
import { MatchFacts } from '../score/match-facts.js';
import { MatchPolicies } from '../score/match-policies.js';
import { score, type Score, type VolunteerFacts } from '../score/score.js';
import { matchOf } from '../score/match-reasons.js';
import type { MatchPolicy } from '../score/match.policy.js';
import { COMMUNITY_DEPTH, stepsOf } from '../score/unit-path.js';

/** Wishes that are ranked per feed; all others follow, newest first. */
const MOST_RANKED = 120;
/** Lifetime of a feed; afterwards it must be built again. */
const KEPT_HOURS = 12;
/** Marks a cursor that is still within the ranked wishes. */
const NO_WISH = FIRST_ID;
/** How many expired feeds are deleted when a new one is built. */
const CLEARED_AT_ONCE = 20;

/** Sources of the wishes to rank. Each stream reads a few entries of one index in index order, so the cost does not grow
 *  with the number of wishes. For single communities (about a thousand wishes) the first two streams are enough: their
 *  index contains the place before the id. */
const STREAMS = {
  newestHere: { index: 'ix_wish_status_scope', where: 'TRUE', order: 'DESC', limit: 200 },
  oldestHere: { index: 'ix_wish_status_scope', where: 'TRUE', order: 'ASC', limit: 200 },
  newest: { index: 'ix_wish_open', where: 'TRUE', order: 'DESC', limit: 40 },
  oldest: { index: 'ix_wish_open', where: 'TRUE', order: 'ASC', limit: 40 },
  skill: { index: 'ix_wish_open_skill', where: 'w.skill = ?', order: 'ASC', limit: 30 },
  liked: { index: 'ix_wish_open_category', where: 'w.category = ?', order: 'ASC', limit: 20 },
  urgent: { index: 'ix_wish_open_urgency', where: `w.urgency = 'urgent'`, order: 'ASC', limit: 30 },
} as const;
/** How many of the volunteer's skills, and of their liked categories, get a stream. */
const MOST_STREAMS = 8;

interface View {
  id: string;
  madeAt: Date;
  wishIds: string[];
  /** Built just now: all its wishes are still open. */
  isFresh: boolean;
}
/** Loaded once per page. */
interface Rules {
  policy: MatchPolicy;
  /** Skill category by skill. */
  skillCategories: Map<string, string>;
}
interface Where {
  sql: string;
  values: unknown[];
  /** All units are communities or smaller. */
  isNarrow: boolean;
  /** The same conditions for wishes outside the volunteer's units that are already shown to them; undefined if there are no such areas. */
  wider?: { sql: string; values: unknown[] };
}

/** The feed of open wishes, best match first. It is ranked once, for the first page, and stored as a list of ids. While
 *  wishes come and go, paging neither skips nor repeats one. Wishes that are no longer open are left out; wishes that open
 *  later appear when the feed is built again. */
@Injectable()
export class FeedQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly facts: MatchFacts,
    private readonly wishes: WishesQueries,
    private readonly visibility: VisibilityRadius,
    private readonly policies: MatchPolicies,
  ) {}

  /** Throws UNIT_NOT_FOUND for a unit out of scope, CURSOR_INVALID for an unknown or expired cursor. */
  async page(actor: Actor, query: FeedQuery): Promise<Page<FeedWish>> {
    const skillCategories = await this.facts.skillCategories(this.transactions);
    const found = await this.facts.ofVolunteers(this.transactions, [actor.personId], { skillCategories });
    const volunteer = found.get(actor.personId);
    const where = await this.whereOf(actor, query, volunteer);
    const rules: Rules = { policy: await this.policies.weights(this.transactions), skillCategories };
    const after = placeAfter(query.cursor);
    const view = after ? await this.view(actor, after.viewId) : await this.make(actor, rules, where, volunteer);
    const ids = after?.wishId
      ? await this.rest(view, where, after.wishId, query.limit + 1)
      : await this.ranked(view, where, after?.rank ?? 0, query.limit + 1);
    const shown = ids.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      items: await this.show(rules, shown, volunteer),
      nextCursor: ids.length > query.limit && last ? cursorAfter(view, last) : null,
    };
  }

  /** The conditions of every stream: open, within the actor's units, and matching the query. */
  private async whereOf(actor: Actor, query: FeedQuery, volunteer: VolunteerFacts | undefined): Promise<Where> {
    const held = this.access.scope(actor, WISH_FEED);
    const scope = held.where('w.unit_path');
    const within = query.unitId ? await this.units.get(this.transactions, query.unitId) : undefined;
    if (within) this.access.require(actor, WISH_FEED, within.path, UnitNotFound);
    const conditions = asked<string>([
      [`w.status = 'open'`],
      ['w.unit_path LIKE ?', within && `${within.path}%`],
      ['w.category = ?', query.category],
      ['w.skill = ?', query.skill],
      ['w.kind = ?', query.kind],
      ['w.urgency = ?', query.urgency],
      ['w.due_on <= ?', query.dueBy],
    ]);
    const isNarrow = (within ? [within.path] : held.paths).every((path) => stepsOf(path).length >= COMMUNITY_DEPTH);
    const areas = within || !volunteer ? [] : await this.visibility.around(this.transactions, volunteer);
    const shown = shownWithin(areas, 'w');
    return {
      sql: `${conditions.sql} AND ${scope.sql}`,
      values: [...conditions.values, ...scope.values],
      isNarrow,
      wider:
        areas.length > 0
          ? {
              sql: `${conditions.sql} AND NOT ${scope.sql} AND ${shown.sql}`,
              values: [...conditions.values, ...scope.values, ...shown.values],
            }
          : undefined,
    };
  }

  private make(actor: Actor, rules: Rules, where: Where, volunteer: VolunteerFacts | undefined): Promise<View> {
    return this.transactions.run(async (tx) => {
      const madeAt = await tx.now();
      const view = {
        id: newId(),
        madeAt,
        wishIds: volunteer ? await this.rank(tx, { rules, where, volunteer, now: madeAt }) : [],
      };
      await tx.execute('DELETE FROM feed_view WHERE made_at < ? LIMIT ?', [
        new Date(madeAt.getTime() - KEPT_HOURS * 3_600_000),
        CLEARED_AT_ONCE,
      ]);
      await tx.insert(FeedView, { ...view, personId: actor.personId, wishIds: JSON.stringify(view.wishIds) });
      return { ...view, isFresh: true };
    });
  }

  private async view(actor: Actor, id: string): Promise<View> {
    const row = await this.transactions.row<Row<FeedView, 'id' | 'madeAt' | 'wishIds'>>(
      'SELECT id, made_at, wish_ids FROM feed_view WHERE id = ? AND person_id = ?',
      [id, actor.personId],
    );
    if (!row) throw CursorInvalid();
    return { ...row, wishIds: JSON.parse(row.wishIds) as string[], isFresh: false };
  }

  /** The best wishes of all streams: those without blockers first, then by points, then the longest waiting. Wishes that
   *  require a licence which the volunteer lacks are left out. */
  private async rank(
    reader: Reader,
    { rules, where, volunteer, now }: { rules: Rules; where: Where; volunteer: VolunteerFacts; now: Date },
  ): Promise<string[]> {
    const streams: [keyof typeof STREAMS, string?][] = where.isNarrow
      ? [['newestHere'], ['oldestHere']]
      : [
          ['newest'],
          ['oldest'],
          ['urgent'],
          ...volunteer.skills.slice(0, MOST_STREAMS).map((code): ['skill', string] => ['skill', code]),
          ...volunteer.liked.slice(0, MOST_STREAMS).map((code): ['liked', string] => ['liked', code]),
        ];
    const parts = streams.map(([name]) => {
      const { index, where: and, order, limit } = STREAMS[name];
      return `(SELECT w.id FROM ${WISHES} FORCE INDEX (${index}) WHERE ${where.sql} AND ${and} ORDER BY w.id ${order} LIMIT ${limit})`;
    });
    const values = streams.flatMap(([, value]) => [...where.values, ...(value ? [value] : [])]);
    if (where.wider) {
      const { index, limit } = STREAMS.oldest;
      parts.push(
        `(SELECT w.id FROM ${WISHES} FORCE INDEX (${index}) WHERE ${where.wider.sql} ORDER BY w.id LIMIT ${limit})`,
      );
      values.push(...where.wider.values);
    }
    const rows = await reader.rows<{ id: string }>(parts.join(' UNION '), values);
    const wishes = await this.facts.ofWishes(
      reader,
      rows.map(({ id }) => id),
      { skillCategories: rules.skillCategories },
    );
    return [...wishes.values()]
      .map((wish) => ({ id: wish.id, ...score(rules.policy, volunteer, wish, now) }))
      .filter(({ blockers }) => !blockers.includes('licence'))
      .toSorted(
        (a, b) =>
          Math.min(a.blockers.length, 1) - Math.min(b.blockers.length, 1) ||
          b.points - a.points ||
          (a.id < b.id ? -1 : 1),
      )
      .slice(0, MOST_RANKED)
      .map(({ id }) => id);
  }

  /** Wishes of the ranked list from a position on that are still open; after its end the other wishes follow. */
  private async ranked(view: View, where: Where, from: number, limit: number): Promise<string[]> {
    const left = view.wishIds.slice(from);
    const ids = (view.isFresh ? left : await this.openAmong(where, left)).slice(0, limit);
    return ids.length === limit ? ids : [...ids, ...(await this.rest(view, where, undefined, limit - ids.length))];
  }

  private async openAmong(where: Where, ids: string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const rows = await this.transactions.rows<{ id: string }>(
      `SELECT w.id FROM ${WISHES} WHERE w.id IN (?) AND (${where.sql}${where.wider ? ` OR ${where.wider.sql}` : ''})`,
      [ids, ...where.values, ...(where.wider?.values ?? [])],
    );
    const open = new Set(rows.map(({ id }) => id));
    return ids.filter((id) => open.has(id));
  }

  /** All other open wishes that were open when the feed was built, newest first. */
  private rest(view: View, where: Where, before: string | undefined, limit: number): Promise<string[]> {
    return this.transactions
      .rows<{ id: string }>(
        `SELECT w.id FROM ${WISHES} FORCE INDEX (${where.isNarrow ? 'ix_wish_status_scope' : 'ix_wish_open'}) WHERE ${where.sql} AND w.opened_at <= ?
           ${before ? 'AND w.id < ?' : ''} ${view.wishIds.length > 0 ? 'AND w.id NOT IN (?)' : ''} ORDER BY w.id DESC LIMIT ?`,
        [
          ...where.values,
          view.madeAt,
          ...(before ? [before] : []),
          ...(view.wishIds.length > 0 ? [view.wishIds] : []),
          limit,
        ],
      )
      .then((rows) => rows.map(({ id }) => id));
  }

  private async show(
    { policy, skillCategories }: Rules,
    ids: string[],
    volunteer: VolunteerFacts | undefined,
  ): Promise<FeedWish[]> {
    const [cards, wishes] = await Promise.all([
      this.wishes.cards(ids),
      this.facts.ofWishes(this.transactions, ids, { skillCategories }),
    ]);
    const now = new Date();
    return cards.map((card) => {
      const wish = wishes.get(card.id);
      const found: Pick<Score, 'components' | 'blockers'> =
        volunteer && wish ? score(policy, volunteer, wish, now) : { components: [], blockers: [] };
      return { ...card, ...matchOf(found) };
    });
  }
}

function cursorAfter({ id, wishIds }: View, last: string): string {
  const place = wishIds.indexOf(last);
  return toCursor(place < 0 ? [id, String(wishIds.length), last] : [id, String(place + 1), NO_WISH]);
}

/** Start of the next page: a position in the ranked list or, after its end, the last wish shown. */
function placeAfter(cursor: string | undefined): { viewId: string; rank: number; wishId?: string } | undefined {
  const after = readCursor(cursor, ['uuid', 'integer', 'uuid']);
  if (!after) return undefined;
  const [viewId, rank, wishId] = after;
  return { viewId, rank, ...(wishId === NO_WISH ? {} : { wishId }) };
}
