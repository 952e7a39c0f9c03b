import { Injectable } from '@nestjs/common';
import {
  recordView,
  Files,
  KeptPassages,
  PersonsConcerned,
  Transactions,
  UNREADABLE,
  FieldEncryption,
  readCursor,
  toPage,
  type Actor,
  type Page,
  type Row,
} from '#libs/platform';
import { Access, Independence, People, joinUnit, type Role } from '#libs/identity';
import { PAYEE_COLUMNS, PAYEE_JOIN, Payees, type PayeeColumns } from '../payee/payees.js';
import type { PayeeAccount, SpendItem, SpendQuote } from './open-spend-request.js';
import { textOf } from './assess-request.js';
import { RiskFlags } from './risk-flags.js';
import type {
  PayeeAccountResponse,
  SpendAcceptanceResponse,
  SpendDetailResponse,
  SpendParticipationResponse,
  SpendObjectionResponse,
  SpendPaymentResponse,
  SpendRequestResponse,
  SpendVersionResponse,
} from './spend.dto.js';
import type { SpendRequest } from './spend-request.entity.js';
import { SpendRequestNotFound } from './spend.errors.js';
import {
  OBJECTION_ACTIONS,
  PAYMENT_ACTIONS,
  REVERSAL_ACTIONS,
  SpendSteps,
  type ReversalAction,
  type ReversalFacts,
  type SpendFacts,
} from './spend-steps.js';
import { TIES_COLUMNS, tiesOf, type TiesColumns } from './spend-ties.js';
import type { SpendStatus } from './spend.lifecycle.js';
import { FUND_READ, SPEND_READ } from '../funds.permissions.js';

const REQUEST_COLUMNS = `r.id, r.unit_id, u.name AS unit_name, r.unit_path, r.wish_id, r.kind, r.amount_fen, r.year, r.status, r.version, r.is_urgent,
  r.paid_fen, r.released_fen, r.refunded_fen, r.requested_by, r.decided_by, r.purpose, ${PAYEE_COLUMNS}, r.reason, r.requested_at, r.decided_at,
  r.next_role, r.signers, r.notice_until, r.committed_at, r.accepted_at,
  EXISTS (SELECT 1 FROM spend_pause s WHERE s.open_request_id = r.id) AS is_paused,
  (SELECT GROUP_CONCAT(s.wish_id ORDER BY s.place) FROM spend_wish s WHERE s.spend_request_id = r.id AND s.left_at IS NULL) AS wish_ids`;

const DETAIL_COLUMNS = `r.items, r.quotes, r.co_funded_fen, r.justification, r.payee_relation, r.payee_account, r.policy_version, r.notice,
  r.notice_from, r.notice_left, r.advance_fen, r.contract_no, DATE_FORMAT(r.contract_on, '%Y-%m-%d') AS contract_on, r.retention_fen,
  DATE_FORMAT(r.retention_until, '%Y-%m-%d') AS retention_until, UTC_TIMESTAMP(3) AS now, ${TIES_COLUMNS}`;

type RequestRow = PayeeColumns &
  Omit<SpendRequestResponse, 'requestedByName' | 'decidedByName' | 'signers' | 'wishIds' | 'payee'> & {
    unitPath: string;
    signers: string;
    wishId: string;
    /** Null when all wishes have left the request. */
    wishIds: string | null;
  };
const wishIdsOf = ({ wishId, wishIds }: RequestRow): string[] => wishIds?.split(',') ?? [wishId];

type DetailRow = RequestRow &
  TiesColumns &
  Record<'items' | 'quotes', string> &
  Record<'justification' | 'payeeRelation' | 'notice' | 'noticeLeft', string | null> &
  Pick<SpendDetailResponse, 'coFundedFen' | 'policyVersion' | 'noticeFrom' | 'advanceFen'> & {
    payeeAccount: Buffer | null;
    contractNo: string | null;
    contractOn: string | null;
    retentionFen: number;
    retentionUntil: string | null;
    now: Date;
  };

type PaymentRow = Omit<SpendPaymentResponse, 'paidByName' | 'reversal' | 'refundedFen' | 'allowedSteps'> &
  ReversalFacts & {
    refundedFen: string;
    reversalId: string | null;
    reversalReason: string;
    proposedAt: Date;
  };

interface Signature {
  spendRequestId: string;
  version: number;
  place: number;
  personId: string;
  behalfOf: string | null;
  signedAt: Date;
}

/** Read models of spend requests. */
@Injectable()
export class SpendQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly steps: SpendSteps,
    private readonly independence: Independence,
    private readonly people: People,
    private readonly files: Files,
    private readonly checks: RiskFlags,
    private readonly encryption: FieldEncryption,
    private readonly payees: Payees,
    private readonly persons: PersonsConcerned,
    private readonly passages: KeptPassages,
  ) {}

  async requests(
    actor: Actor,
    query: { limit: number; cursor?: string; status?: SpendStatus; wishId?: string },
  ): Promise<Page<SpendRequestResponse>> {
    const scope = this.access.scope(actor, SPEND_READ).where('r.unit_path');
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<RequestRow>(
      `SELECT ${REQUEST_COLUMNS} FROM spend_request r ${joinUnit('r.unit_id')} ${PAYEE_JOIN}
       WHERE ${scope.sql} AND (r.status <> 'draft' OR r.requested_by = ?)${query.status ? ' AND r.status = ?' : ''}
       ${query.wishId ? 'AND r.id IN (SELECT spend_request_id FROM spend_wish WHERE wish_id = ?)' : ''} ${after ? 'AND r.id < ?' : ''} ORDER BY r.id DESC LIMIT ?`,
      [
        ...scope.values,
        actor.personId,
        ...(query.status ? [query.status] : []),
        ...(query.wishId ? [query.wishId] : []),
        ...(after ?? []),
        query.limit + 1,
      ],
    );
    const show = await this.named(rows);
    return toPage(rows, query.limit, (row) => [row.id], show);
  }

  /** A request with its papers, the people who have a part in it, and the checks for signers. Only the requester sees a
   *  draft. Throws SPEND_REQUEST_NOT_FOUND. */
  async request(actor: Actor, requestId: string): Promise<SpendDetailResponse> {
    const row = await this.transactions.row<DetailRow>(
      `SELECT ${REQUEST_COLUMNS}, ${DETAIL_COLUMNS} FROM spend_request r ${joinUnit('r.unit_id')} ${PAYEE_JOIN} WHERE r.id = ?`,
      [requestId],
    );
    if (!row || (row.status === 'draft' && row.requestedBy !== actor.personId)) throw SpendRequestNotFound();
    this.access.require(actor, SPEND_READ, row.unitPath, SpendRequestNotFound);
    const items = JSON.parse(row.items) as SpendItem[];
    const facts: SpendFacts = { ...row, ...tiesOf(row) };
    // People who accepted or paid are among the participations: foreign keys ensure it.
    const participations = await this.namedParticipations(facts);
    // The requester, and people who decide, pay or supervise, need the payee's full name.
    const inFull = row.requestedBy === actor.personId || this.access.may(actor, FUND_READ, row.unitPath);
    const payee = this.payees.shown(row, { inFull });
    const nameOf = (id: string): string => participations.find(({ personId }) => personId === id)?.name ?? '';
    const [show, versions, acceptance, { payments, reversals }, objections, pauses, files, keptPassages, checks] =
      await Promise.all([
        this.named([row]),
        this.versionsOf(requestId, inFull),
        this.acceptanceOf(requestId, nameOf),
        this.paymentsOf(actor, row, facts, nameOf),
        this.objectionsOf(actor, row, facts),
        this.pausesOf(row.id),
        this.files.of(this.transactions, requestId),
        this.keptPassages(requestId),
        this.checks.of(this.transactions, {
          ...row,
          payee: payee.name,
          wishIds: wishIdsOf(row),
          text: textOf({ ...row, payee: this.payees.nameOf(row), items }),
        }),
      ]);
    const parsed = <T>(json: string | null): T | null => JSON.parse(json ?? 'null') as T | null;
    return {
      ...show(row),
      ...(await this.stepsOf(actor, facts, reversals, row.now)),
      payee,
      items,
      coFundedFen: row.coFundedFen,
      quotes: (JSON.parse(row.quotes) as SpendQuote[]).map(({ fileId, ...quote }) => ({
        ...quote,
        fileId: fileId ?? null,
      })),
      justification: row.justification,
      payeeRelation: row.payeeRelation,
      payeeAccount: this.maskedAccount(row.id, row.payeeAccount),
      policyVersion: row.policyVersion,
      notice: parsed(row.notice),
      noticeFrom: row.noticeFrom,
      noticeLeft: parsed(row.noticeLeft),
      advanceFen: row.advanceFen,
      turn: await this.signingTurn(actor, facts),
      contract: row.committedAt && {
        contractNo: row.contractNo ?? '',
        contractOn: row.contractOn ?? '',
        committedAt: row.committedAt,
        retentionFen: row.retentionFen,
        retentionUntil: row.retentionUntil,
      },
      acceptance,
      payments,
      objections,
      pauses,
      versions,
      participations,
      files,
      keptPassages,
      checks,
    };
  }

  private async keptPassages(requestId: string): Promise<SpendDetailResponse['keptPassages']> {
    const decisions = await this.passages.of(this.transactions, [requestId]);
    const names = await this.people.names(
      this.transactions,
      decisions.map(({ keptBy }) => keptBy),
    );
    return decisions.map(({ subjectId: _, keptBy, ...decision }) => ({
      ...decision,
      keptByName: names.get(keptBy) ?? '',
    }));
  }

  /** What the actor may do, and what separation of duties forbids. Only a payer's steps need further statements. */
  private async stepsOf(
    actor: Actor,
    request: SpendFacts,
    reversals: ReversalFacts[],
    now: Date,
  ): Promise<Pick<SpendDetailResponse, 'allowedSteps' | 'barredSteps'>> {
    const allowedSteps = this.steps.allowed(request, actor, now);
    const barredSteps = this.steps.barred(request, actor, now);
    if (!allowedSteps.includes('pay') || (await this.areIndependent(actor, request, reversals)))
      return { allowedSteps, barredSteps };
    return { allowedSteps: allowedSteps.filter((step) => step !== 'pay'), barredSteps: [...barredSteps, 'pay'] };
  }

  /** Whether three independent people would stand behind a payment by the actor, and stand behind each renewal. */
  private async areIndependent(actor: Actor, request: SpendFacts, reversals: ReversalFacts[]): Promise<boolean> {
    const accepted = request.participations.filter(({ act }) => act === 'accept');
    const behind = [...request.signed, ...accepted].map(({ personId }) => personId);
    const groups = [
      [request.requestedBy, ...behind, actor.personId],
      ...reversals.flatMap(({ proposedBy, decidedBy, renewedBy }) =>
        decidedBy && renewedBy ? [[proposedBy, decidedBy, renewedBy]] : [],
      ),
    ];
    for (const group of groups) if (!(await this.independence.areThree(this.transactions, group))) return false;
    return true;
  }

  private async signingTurn(actor: Actor, request: SpendFacts): Promise<SpendDetailResponse['turn']> {
    const turn = this.steps.signingTurn(request, actor);
    if (!turn) return null;
    const names = await this.people.names(this.transactions, turn.behalfOf ? [turn.behalfOf] : []);
    return { behalfOfName: turn.behalfOf && (names.get(turn.behalfOf) ?? '') };
  }

  /** The payee's bank account, for the finance clerk. Records the reader and the reason. Throws SPEND_REQUEST_NOT_FOUND. */
  async payeeAccount(actor: Actor, requestId: string, reason: string): Promise<PayeeAccountResponse> {
    return this.transactions.run(async (tx) => {
      const row = await tx.row<Row<SpendRequest, 'unitPath' | 'status' | 'requestedBy' | 'payeeAccount'>>(
        'SELECT unit_path, status, requested_by, payee_account FROM spend_request WHERE id = ?',
        [requestId],
      );
      if (!row?.payeeAccount) throw SpendRequestNotFound();
      const refusal = this.steps.accountRefusal(row, actor);
      if (refusal) throw refusal;
      const wishes = await tx.rows<{ id: string }>('SELECT wish_id AS id FROM spend_wish WHERE spend_request_id = ?', [
        requestId,
      ]);
      const masked = await this.persons.mask(
        tx,
        wishes.map(({ id }) => id),
        reason,
      );
      await recordView(tx, {
        viewerId: actor.personId,
        subjectId: requestId,
        fields: 'payeeAccount',
        reason: masked.slice(0, 200),
      });
      return this.accountOf(requestId, row.payeeAccount);
    });
  }

  private accountOf(requestId: string, sealed: Buffer): PayeeAccount {
    return JSON.parse(this.encryption.decrypt('spend_request.payee_account', requestId, sealed)) as PayeeAccount;
  }

  private maskedAccount(requestId: string, sealed: Buffer | null): string | null {
    if (!sealed) return null;
    const account = this.encryption.tryDecrypt('spend_request.payee_account', requestId, sealed);
    if (account === undefined) return UNREADABLE;
    const { bank, number } = JSON.parse(account) as PayeeAccount;
    return `${bank} •••• ${number.slice(-4)}`;
  }

  private async namedParticipations({ participations }: SpendFacts): Promise<SpendParticipationResponse[]> {
    const names = await this.people.names(
      this.transactions,
      participations.map(({ personId }) => personId),
    );
    return participations.map((participation) => ({ ...participation, name: names.get(participation.personId) ?? '' }));
  }

  private async versionsOf(requestId: string, inFull: boolean): Promise<SpendVersionResponse[]> {
    const rows = await this.transactions.rows<PayeeColumns & { version: number; body: string; madeAt: Date }>(
      `SELECT r.version, r.body, r.made_at, ${PAYEE_COLUMNS}
       FROM (SELECT version, body, made_at, JSON_VALUE(body, '$.payeeId') AS payee_id, JSON_VALUE(body, '$.payee') AS payee
             FROM spend_version WHERE spend_request_id = ?) r ${PAYEE_JOIN} ORDER BY r.version DESC LIMIT 20`,
      [requestId],
    );
    return rows.map(({ version, body, madeAt, ...row }) => {
      const { amountFen, purpose } = JSON.parse(body) as Pick<SpendVersionResponse, 'amountFen' | 'purpose'>;
      return { version, amountFen, purpose, payee: this.payees.shown(row, { inFull }), madeAt };
    });
  }

  private async acceptanceOf(
    requestId: string,
    nameOf: (personId: string) => string,
  ): Promise<SpendAcceptanceResponse | null> {
    const row = await this.transactions.row<Omit<SpendAcceptanceResponse, 'acceptedByName'> & { acceptedBy: string }>(
      `SELECT received, DATE_FORMAT(received_on, '%Y-%m-%d') AS received_on, accepted_by, accepted_at FROM spend_acceptance WHERE spend_request_id = ?`,
      [requestId],
    );
    if (!row) return null;
    const { acceptedBy, ...acceptance } = row;
    return { ...acceptance, acceptedByName: nameOf(acceptedBy) };
  }

  /** The payments with their corrections, and every standing reversal. */
  private async paymentsOf(
    actor: Actor,
    { id }: RequestRow,
    request: SpendFacts,
    nameOf: (personId: string) => string,
  ): Promise<{ payments: SpendPaymentResponse[]; reversals: ReversalFacts[] }> {
    const rows = await this.transactions.rows<PaymentRow>(
      `SELECT p.id, p.amount_fen, p.voucher_no, p.invoice_no, p.paid_by, p.paid_at,
         (SELECT COALESCE(SUM(f.amount_fen), 0) FROM fund_refund f WHERE f.payment_id = p.id) AS refunded_fen,
         v.id AS reversal_id, v.reason AS reversal_reason, v.proposed_by, v.proposed_at, v.is_agreed, v.decided_by, v.renewed_by
       FROM fund_payment p LEFT JOIN fund_reversal v ON v.standing_id = p.id
       WHERE p.spend_request_id = ? ORDER BY p.id`,
      [id],
    );
    const payments: SpendPaymentResponse[] = [];
    for (const row of rows) {
      const { reversalId, reversalReason, proposedBy, proposedAt, isAgreed, decidedBy, renewedBy, ...payment } = row;
      const refundedFen = Number(payment.refundedFen);
      const facts = { amountFen: payment.amountFen, refundedFen, hasReversal: reversalId !== null };
      const reversal = { proposedBy, isAgreed, decidedBy, renewedBy };
      payments.push({
        ...payment,
        refundedFen,
        paidByName: nameOf(payment.paidBy),
        allowedSteps: PAYMENT_ACTIONS.filter((action) => !this.steps.paymentRefusal(action, facts, request, actor)),
        reversal: reversalId
          ? {
              id: reversalId,
              reason: reversalReason,
              proposedBy,
              proposedAt,
              isAgreed: isAgreed === null ? null : Boolean(isAgreed),
              renewedByName: renewedBy && nameOf(renewedBy),
              allowedSteps: await this.reversalSteps(actor, reversal, request),
            }
          : null,
      });
    }
    return { payments, reversals: rows.filter(({ reversalId }) => reversalId) };
  }

  private async reversalSteps(actor: Actor, reversal: ReversalFacts, request: SpendFacts): Promise<ReversalAction[]> {
    const allowed = REVERSAL_ACTIONS.filter((action) => !this.steps.reversalRefusal(action, reversal, request, actor));
    if (!allowed.includes('renew')) return allowed;
    const three = [reversal.proposedBy, reversal.decidedBy!, actor.personId];
    return (await this.independence.areThree(this.transactions, three)) ? allowed : [];
  }

  /** Only readers of the fund and the objector see an objection's text; others see that it exists. */
  private async objectionsOf(
    actor: Actor,
    { id, unitPath }: DetailRow,
    request: SpendFacts,
  ): Promise<SpendObjectionResponse[]> {
    const rows = await this.transactions.rows<
      Omit<SpendObjectionResponse, 'text' | 'isUpheld' | 'allowedSteps'> & {
        text: Buffer | null;
        raisedBy: string;
        isUpheld: number | null;
      }
    >(
      `SELECT id, text, raised_by, raised_at, answer, is_upheld, answered_at FROM spend_objection
       WHERE spend_request_id = ? ORDER BY id LIMIT 100`,
      [id],
    );
    const reads = this.access.may(actor, FUND_READ, unitPath);
    return rows.map(({ text, raisedBy, isUpheld, ...objection }) => ({
      ...objection,
      text:
        reads || raisedBy === actor.personId
          ? (this.encryption.decryptForDisplayOrNull('spend_objection.text', objection.id, text) ?? '')
          : '',
      allowedSteps: OBJECTION_ACTIONS.filter(
        () => !this.steps.answerRefusal({ raisedBy, answeredAt: objection.answeredAt }, request, actor),
      ),
      isUpheld: isUpheld === null ? null : Boolean(isUpheld),
    }));
  }

  private async pausesOf(requestId: string): Promise<SpendDetailResponse['pauses']> {
    const rows = await this.transactions.rows<
      Omit<SpendDetailResponse['pauses'][number], 'pausedByName'> & { pausedBy: string }
    >(
      'SELECT reason, paused_by, paused_at, lift_reason, lifted_at FROM spend_pause WHERE spend_request_id = ? ORDER BY id DESC LIMIT 20',
      [requestId],
    );
    const names = await this.people.names(
      this.transactions,
      rows.map(({ pausedBy }) => pausedBy),
    );
    return rows.map(({ pausedBy, ...pause }) => ({ ...pause, pausedByName: names.get(pausedBy) ?? '' }));
  }

  private async named(rows: RequestRow[]): Promise<(row: RequestRow) => SpendRequestResponse> {
    const signatures =
      rows.length === 0
        ? []
        : await this.transactions.rows<Signature>(
            'SELECT spend_request_id, version, place, person_id, behalf_of, signed_at FROM spend_signature WHERE spend_request_id IN (?)',
            [rows.map(({ id }) => id)],
          );
    const ids = rows.flatMap(({ requestedBy, decidedBy }) => [requestedBy, ...(decidedBy ? [decidedBy] : [])]);
    const names = await this.people.names(this.transactions, [
      ...ids,
      ...signatures.flatMap(({ personId, behalfOf }) => [personId, ...(behalfOf ? [behalfOf] : [])]),
    ]);
    const signatureAt = (row: RequestRow, place: number): Signature | undefined =>
      signatures.find((one) => one.spendRequestId === row.id && one.version === row.version && one.place === place);
    return (row) => ({
      id: row.id,
      unitId: row.unitId,
      unitName: row.unitName,
      wishIds: wishIdsOf(row),
      kind: row.kind,
      purpose: row.purpose,
      payee: this.payees.shown(row, { inFull: false }),
      amountFen: row.amountFen,
      year: row.year,
      status: row.status,
      version: row.version,
      isUrgent: Boolean(row.isUrgent),
      paidFen: row.paidFen,
      releasedFen: row.releasedFen,
      refundedFen: row.refundedFen,
      requestedBy: row.requestedBy,
      requestedByName: names.get(row.requestedBy) ?? '',
      requestedAt: row.requestedAt,
      decidedBy: row.decidedBy,
      decidedByName: row.decidedBy ? (names.get(row.decidedBy) ?? '') : null,
      decidedAt: row.decidedAt,
      reason: row.reason,
      nextRole: row.nextRole,
      noticeUntil: row.noticeUntil,
      committedAt: row.committedAt,
      acceptedAt: row.acceptedAt,
      isPaused: Boolean(row.isPaused),
      signers: (JSON.parse(row.signers) as Role[]).map((role, at) => {
        const signed = signatureAt(row, at + 1);
        return {
          role,
          name: signed ? (names.get(signed.personId) ?? '') : null,
          behalfOfName: signed?.behalfOf ? (names.get(signed.behalfOf) ?? '') : null,
          at: signed?.signedAt ?? null,
        };
      }),
    });
  }
}
