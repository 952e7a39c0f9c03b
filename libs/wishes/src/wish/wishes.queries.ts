import { Injectable } from '@nestjs/common';
import {
  DATA_VIEWS,
  Events,
  Files,
  KeptPassages,
  Transactions,
  FieldEncryption,
  ageBand,
  asked,
  joinJob,
  keyed,
  maskName,
  maskPhone,
  readCursor,
  toPage,
  withKey,
  type Actor,
  type Page,
  type RecordedEvent,
} from '#libs/platform';
import { Access, People, REPORT_READ, joinUnit } from '#libs/identity';
import { SERVICE_REVERSE, ServiceRecord, type VisibilityArea, type WishServiceEntry } from '#libs/volunteers';
import type {
  ContactViewEntry,
  MyClaim,
  OverviewResponse,
  WishCard,
  WishConfirmation,
  WishDetail,
} from './wish-answers.dto.js';
import type { WishSource } from './wish-codes.js';
import { ageBandOfAdult } from '../resident/beneficiaries.js';
import { cardKeyOf } from './card-key.js';
import { claimStepsFor, isLive, type ClaimStatus } from '../claim/claim.lifecycle.js';
import { OwnWishes } from '../resident/own-wishes.js';
import { WISH_DEADLINES } from '../wishes.deadlines.js';
import { WishNotFound } from './wish.errors.js';
import type { CompanionsQuery, WishesQuery } from './wishes.dto.js';
import { WishSteps, type Ties, type StepFacts } from './wish-steps.js';
import { WishSight, type Sight, type SightFacts } from './wish-sight.js';
import { SPEND_REQUEST, SPEND_WISHES } from '#libs/funds';
import { WISH_READ, CLAIM_MANAGE, WISH_CLAIM, WISH_OWN } from '../wishes.permissions.js';

const CARD = `w.id, w.code, w.unit_id, u.name AS unit_name, w.status, w.outcome, w.public_text, w.category, w.kind, w.urgency, w.skill,
  w.licence, w.helpers_needed, w.places_taken, w.cost_class, w.estimated_fen, w.people_helped, b.age, w.due_on, w.created_at, w.opened_at`;
/** Reads `wish` first: at a million rows the optimizer began with `unit`, and one page took seconds. */
const SELECT = `SELECT STRAIGHT_JOIN ${CARD}`;
const BESIDE = `${joinUnit('w.unit_id')} JOIN beneficiary b ON b.id = w.beneficiary_id`;
const FROM = `FROM wish w ${BESIDE}`;

const MOST_COMPANIONS = 30;

type CardRow = Omit<WishCard, 'ageBand'> & { age: number | null };
/** For staff, for the resident, and for the claimer while the claim lasts. */
const card = ({ age, ...row }: CardRow): WishCard => ({ ...row, ageBand: ageBand(age) });
/** For volunteers who may still claim it. */
const cardToClaim = ({ age, ...row }: CardRow): WishCard => ({ ...row, ageBand: ageBandOfAdult(age) });

/** Lists and details for screens: hand-written SQL, keyset pagination, masked personal data. */
@Injectable()
export class WishesQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly people: People,
    private readonly ownWishes: OwnWishes,
    private readonly events: Events,
    private readonly encryption: FieldEncryption,
    private readonly wishSight: WishSight,
    private readonly steps: WishSteps,
    private readonly files: Files,
    private readonly service: ServiceRecord,
    private readonly passages: KeptPassages,
  ) {}

  /** Wishes in the actor's units, newest first. */
  async list(actor: Actor, query: WishesQuery): Promise<Page<WishCard>> {
    const scope = this.access.scope(actor, WISH_READ).where('w.unit_path');
    const after = readCursor(query.cursor, ['uuid']);
    // For a spend request, reads its few wishes first.
    const from = query.spendRequestId ? `FROM ${SPEND_WISHES} JOIN wish w ON w.id = s.wish_id ${BESIDE}` : FROM;
    const { sql, values } = asked<string>([
      [scope.sql, ...scope.values],
      ['w.status = ?', query.status],
      ['w.unit_id = ?', query.unitId],
      ['s.left_at IS NULL AND s.spend_request_id = ?', query.spendRequestId],
      ['w.id < ?', after?.[0]],
    ]);
    const rows = await this.transactions.rows<CardRow>(`${SELECT} ${from} WHERE ${sql} ORDER BY w.id DESC LIMIT ?`, [
      ...values,
      query.limit + 1,
    ]);
    return toPage(rows, query.limit, (row) => [row.id], card);
  }

  /** Wishes of the same community for which money can be requested together with this one. They are open or under way, and
   *  no other spend request than the given one holds them. Wishes of that request come first, then those of the same
   *  category; at most 30. Throws WISH_NOT_FOUND. */
  async companions(actor: Actor, wishId: string, query: CompanionsQuery): Promise<WishCard[]> {
    const wish = await this.transactions.row<{ unitId: string; unitPath: string; category: string }>(
      'SELECT unit_id, unit_path, category FROM wish WHERE id = ?',
      [wishId],
    );
    if (!wish) throw WishNotFound();
    this.access.require(actor, SPEND_REQUEST, wish.unitPath, WishNotFound);
    const { sql, values } = asked<string>([
      ['w.unit_id = ?', wish.unitId],
      ['w.id <> ?', wishId],
      query.spendRequestId
        ? ['(s.wish_id IS NULL OR s.spend_request_id = ?)', query.spendRequestId]
        : ['s.wish_id IS NULL'],
      [`LOCATE(?, CONCAT(w.code, ' ', w.public_text)) > 0`, query.q],
    ]);
    const rows = await this.transactions.rows<CardRow>(
      `${SELECT} ${FROM} LEFT JOIN ${SPEND_WISHES} ON s.held_wish_id = w.id
       WHERE w.status IN ('open','claimed','in_progress') AND ${sql}
       ORDER BY s.wish_id IS NULL, w.category <> ?, w.id DESC LIMIT ${MOST_COMPANIONS}`,
      [...values, wish.category],
    );
    return rows.map(card);
  }

  /** The given wishes as volunteers see them, in the given order; skips ids that do not exist. */
  async cards(wishIds: string[]): Promise<WishCard[]> {
    if (wishIds.length === 0) return [];
    const rows = await this.transactions.rows<CardRow>(`${SELECT} ${FROM} WHERE w.id IN (?)`, [wishIds]);
    const cardOf = new Map(rows.map((row) => [row.id, cardToClaim(row)]));
    return wishIds.flatMap((id) => cardOf.get(id) ?? []);
  }

  /** A resident's own wishes, newest first. */
  async own(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<WishCard>> {
    const after = readCursor(query.cursor, ['uuid']);
    const own = await this.ownWishes.of(this.transactions, actor.personId);
    const rows = await this.transactions.rows<CardRow>(
      `${SELECT} FROM (${own.sql}) own JOIN wish w ON w.id = own.id ${BESIDE}
       ${after ? 'WHERE w.id < ?' : ''} ORDER BY w.id DESC LIMIT ?`,
      [...own.values, ...(after ?? []), query.limit + 1],
    );
    return toPage(rows, query.limit, (row) => [row.id], card);
  }

  async myClaims(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<MyClaim>> {
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<
      CardRow & {
        claimId: string;
        claimStatus: ClaimStatus;
        promisedAt: Date;
        claimedAt: Date;
        extendedAt: Date | null;
      }
    >(
      `SELECT STRAIGHT_JOIN c.id AS claim_id, c.status AS claim_status, c.promised_at, c.claimed_at, c.extended_at, ${CARD}
       FROM claim c JOIN wish w ON w.id = c.wish_id ${BESIDE}
       WHERE c.volunteer_id = ?${after ? ' AND c.id < ?' : ''} ORDER BY c.id DESC LIMIT ?`,
      [actor.personId, ...(after ?? []), query.limit + 1],
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.claimId],
      ({ claimId, claimStatus, promisedAt, claimedAt, extendedAt, ...wish }) => ({
        id: claimId,
        status: claimStatus,
        promisedAt,
        claimedAt,
        extendedAt,
        allowedSteps: claimStepsFor({ status: claimStatus, extendedAt }, wish, { isClaimer: true, isManager: false }),
        wish: isLive(claimStatus) ? card(wish) : cardToClaim(wish),
      }),
    );
  }

  /** One wish, limited to what the reader may see. Throws WISH_NOT_FOUND. */
  async detail(actor: Actor, wishId: string): Promise<WishDetail> {
    const row = await this.transactions.row<CardRow & DetailRow>(
      `SELECT ${CARD}, w.version, w.source, w.reopen_count, w.unit_path, w.beneficiary_id, w.shown_to, ${keyed('w', 'need')}, w.erased_at, w.language, w.windows, w.entered_by, w.requester_id, w.closed_at,
         ${keyed('b', 'name', 'phone', 'hardship')} ${FROM} WHERE w.id = ?`,
      [wishId],
    );
    if (!row) throw WishNotFound();
    const sight = await this.wishSight.of(this.transactions, actor, row);
    const {
      version,
      source,
      reopenCount,
      unitPath: _p,
      shownTo: _s,
      enteredBy: _e,
      requesterId: _r,
      closedAt: _c,
      beneficiaryId,
      need,
      erasedAt,
      language,
      windows,
      name,
      phone,
      hardship,
      ...rest
    } = row;
    const { isFulfiller, ...progress } = await this.progress(actor, row, sight.isInsider);
    const isClaimer = progress.claims.some(({ isMine, status }) => isMine && isLive(status));
    const ties = { ...(await this.placeOf(actor, row, sight)), isFulfiller, isClaimer, now: new Date() };
    return {
      ...(sight.isInsider || isClaimer ? card(rest) : cardToClaim(rest)),
      language,
      windows: JSON.parse(windows) as WishDetail['windows'],
      version,
      source,
      reopenCount,
      beneficiary: sight.isInsider
        ? {
            name: maskName(this.encryption.decryptForDisplayOrNull('beneficiary.name', beneficiaryId, name)),
            phone: maskPhone(this.encryption.decryptForDisplayOrNull('beneficiary.phone', beneficiaryId, phone)),
            age: row.age,
            hardship: this.encryption.decryptForDisplayOrNull('beneficiary.hardship', beneficiaryId, hardship),
          }
        : null,
      cardKey: sight.isInsider ? cardKeyOf(await this.encryption.blindIndex(this.transactions), wishId) : null,
      need: sight.isInsider ? this.encryption.decryptForDisplayOrNull('wish.need', wishId, need) : null,
      erasedAt,
      ...progress,
      photos: sight.isInsider || isClaimer ? await this.files.of(this.transactions, wishId) : [],
      nextDueAt: await this.nextDueAt(wishId),
      keptPassages: sight.isStaff ? await this.keptPassages(wishId) : [],
      allowedSteps: this.steps.allowed(row, actor, ties),
    };
  }

  /** Whether the wish is the reader's own, and whether volunteers may claim it outside their units. Costs statements only
   *  for staff who are residents too, and for claimers and residents who are volunteers of other units while the wish is
   *  open. */
  private async placeOf(
    actor: Actor,
    wish: StepFacts & SightFacts,
    sight: Sight,
  ): Promise<Pick<Ties, 'isOwn' | 'isReached'>> {
    const isOwn = !sight.isStaff
      ? sight.isInsider
      : wish.requesterId === actor.personId ||
        (this.access.hasAnywhere(actor, WISH_OWN) &&
          (await this.ownWishes.has(this.transactions, actor.personId, wish.id)));
    const isElsewhere = wish.status === 'open' && !this.access.may(actor, WISH_CLAIM, wish.unitPath);
    const isReached =
      isElsewhere &&
      this.access.hasAnywhere(actor, WISH_CLAIM) &&
      (sight.isShown || (await this.wishSight.isInReach(this.transactions, actor, wish, new Date())));
    return { isOwn, isReached };
  }

  private async keptPassages(wishId: string): Promise<WishDetail['keptPassages']> {
    const decisions = await this.passages.of(this.transactions, [wishId]);
    const names = await this.people.names(
      this.transactions,
      decisions.map(({ keptBy }) => keptBy),
    );
    return decisions.map(({ subjectId: _, keptBy, ...decision }) => ({
      ...decision,
      keptByName: names.get(keptBy) ?? '',
    }));
  }

  /** The next deadline of the wish or of one of its live claims. */
  private async nextDueAt(wishId: string): Promise<Date | null> {
    const row = await this.transactions.row<{ dueAt: Date | null }>(
      `SELECT MIN(j.due_at) AS due_at
       FROM (SELECT id FROM wish WHERE id = ? UNION ALL SELECT id FROM claim WHERE wish_id = ? AND active_volunteer IS NOT NULL) s
       ${joinJob("j.subject_id = s.id AND j.status = 'scheduled' AND j.kind IN (?)")}`,
      [wishId, wishId, WISH_DEADLINES.map(({ name }) => name)],
    );
    return row?.dueAt ?? null;
  }

  /** The timeline of a wish; only staff see internal events and who acted. Throws WISH_NOT_FOUND. */
  async timeline(actor: Actor, wishId: string): Promise<RecordedEvent[]> {
    const { sight } = await this.seen(actor, wishId);
    const events = await this.events.timeline(this.transactions, wishId, sight.isStaff ? 'all' : 'public');
    return sight.isStaff ? events : events.map((event) => ({ ...event, actorId: null }));
  }

  /** Who viewed the contact details, when and why; for staff and the resident. */
  async contactViews(actor: Actor, wishId: string): Promise<ContactViewEntry[]> {
    const { sight, beneficiaryId } = await this.seen(actor, wishId);
    if (!sight.isInsider) throw WishNotFound();
    const views = await this.transactions.rows<{ viewerId: string; reason: string; viewedAt: Date }>(
      `SELECT v.viewer_id, v.reason, v.viewed_at FROM ${DATA_VIEWS} WHERE v.subject_id IN (?) ORDER BY v.viewed_at DESC LIMIT 200`,
      // Views of this wish and of the person it is for.
      [[wishId, beneficiaryId]],
    );
    const names = await this.people.names(
      this.transactions,
      views.map(({ viewerId }) => viewerId),
    );
    return views.map((view) => ({ ...view, viewerName: names.get(view.viewerId) ?? '' }));
  }

  /** Confirmed hours of service for a wish, for those who may reverse them. Throws WISH_NOT_FOUND. */
  async serviceOf(actor: Actor, wishId: string): Promise<WishServiceEntry[]> {
    const wish = await this.transactions.row<{ unitPath: string }>('SELECT unit_path FROM wish WHERE id = ?', [wishId]);
    if (!wish) throw WishNotFound();
    this.access.require(actor, SERVICE_REVERSE, wish.unitPath, WishNotFound);
    return this.service.ofWish(wishId);
  }

  /** Statistics over everything in the actor's scope. */
  async overview(actor: Actor): Promise<OverviewResponse> {
    const scope = this.access.scope(actor, REPORT_READ).where('w.unit_path');
    const row = await this.transactions.row<Record<keyof OverviewResponse, number | string>>(
      `SELECT COUNT(*) AS collected, COALESCE(SUM(w.opened_at IS NOT NULL), 0) AS published,
         COALESCE(SUM(EXISTS (SELECT 1 FROM claim c WHERE c.wish_id = w.id)), 0) AS claimed,
         COALESCE(SUM(EXISTS (SELECT 1 FROM fulfilment f WHERE f.wish_id = w.id)), 0) AS fulfilled,
         COALESCE(SUM(w.status = 'closed'), 0) AS confirmed,
         COALESCE(SUM(IF(w.status = 'closed', w.people_helped, 0)), 0) AS people_helped,
         (SELECT COUNT(DISTINCT c.volunteer_id) FROM claim c JOIN wish w ON w.id = c.wish_id WHERE ${scope.sql}) AS volunteers
       FROM wish w WHERE ${scope.sql} AND w.status <> 'draft'`,
      [...scope.values, ...scope.values],
    );
    const number = (key: keyof OverviewResponse): number => Number(row?.[key] ?? 0);
    return {
      collected: number('collected'),
      published: number('published'),
      claimed: number('claimed'),
      fulfilled: number('fulfilled'),
      confirmed: number('confirmed'),
      peopleHelped: number('peopleHelped'),
      volunteers: number('volunteers'),
    };
  }

  /** How much of a wish the reader may see. Throws WISH_NOT_FOUND. */
  private async seen(actor: Actor, wishId: string): Promise<{ sight: Sight; beneficiaryId: string }> {
    const row = await this.transactions.row<SightFacts>(
      'SELECT id, status, unit_path, beneficiary_id, opened_at, shown_to FROM wish WHERE id = ?',
      [wishId],
    );
    if (!row) throw WishNotFound();
    return { sight: await this.wishSight.of(this.transactions, actor, row), beneficiaryId: row.beneficiaryId };
  }

  private async progress(
    actor: Actor,
    { id: wishId, reopenCount: round, ...wish }: StepFacts & { id: string; reopenCount: number },
    isInsider: boolean,
  ): Promise<Pick<WishDetail, 'claims' | 'fulfilment' | 'confirmation'> & Pick<Ties, 'isFulfiller'>> {
    const claims = await this.transactions.rows<{
      id: string;
      volunteerId: string;
      status: ClaimStatus;
      promisedAt: Date;
      extendedAt: Date | null;
    }>(
      `SELECT id, volunteer_id, status, promised_at, extended_at FROM claim WHERE wish_id = ? ORDER BY id DESC LIMIT 50`,
      [wishId],
    );
    const visible = claims.filter(({ volunteerId }) => isInsider || volunteerId === actor.personId);
    const names = await this.people.names(
      this.transactions,
      visible.map(({ volunteerId }) => volunteerId),
    );
    const done = await this.transactions.row<{
      id: string;
      what: Buffer | null;
      evidence: Buffer | null;
      doneOn: string;
      hours: string;
      recordedBy: string;
    }>(
      `SELECT id, ${withKey('what', 'wish_id')} AS what, ${withKey('evidence', 'wish_id')} AS evidence, done_on, hours, recorded_by FROM fulfilment
       WHERE wish_id = ? AND round = ?`,
      [wishId, round],
    );
    const confirmation = await this.transactions.row<WishConfirmation>(
      'SELECT via, solved, rating FROM confirmation WHERE wish_id = ? ORDER BY confirmed_at DESC LIMIT 1',
      [wishId],
    );
    const isManager = this.access.may(actor, CLAIM_MANAGE, wish.unitPath);
    const isVolunteer = this.access.hasAnywhere(actor, WISH_CLAIM);
    return {
      isFulfiller:
        !done ||
        done.recordedBy === actor.personId ||
        claims.some(({ volunteerId, status }) => volunteerId === actor.personId && status === 'fulfilled'),
      claims: visible.map(({ extendedAt, ...claim }) => {
        const isMine = claim.volunteerId === actor.personId;
        return {
          ...claim,
          volunteerName: names.get(claim.volunteerId) ?? null,
          isMine,
          allowedSteps: claimStepsFor({ ...claim, extendedAt }, wish, { isClaimer: isMine && isVolunteer, isManager }),
        };
      }),
      fulfilment:
        done && isInsider
          ? {
              what: this.encryption.decryptForDisplayOrNull('fulfilment.what', done.id, done.what),
              evidence: this.encryption.decryptForDisplayOrNull('fulfilment.evidence', done.id, done.evidence),
              doneOn: done.doneOn,
              hours: Number(done.hours),
            }
          : null,
      confirmation: confirmation ?? null,
    };
  }
}

interface DetailRow {
  enteredBy: string;
  requesterId: string | null;
  closedAt: Date | null;
  version: number;
  source: WishSource;
  reopenCount: number;
  unitPath: string;
  beneficiaryId: string;
  shownTo: VisibilityArea | null;
  need: Buffer | null;
  erasedAt: Date | null;
  language: WishDetail['language'];
  windows: string;
  name: Buffer | null;
  phone: Buffer | null;
  hardship: Buffer | null;
}
