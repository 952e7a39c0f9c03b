import { Injectable } from '@nestjs/common';
import {
  Files,
  InvalidInput,
  KeptPassages,
  MAX_FEN,
  PersonsConcerned,
  Transactions,
  FieldEncryption,
  formatFen,
  newId,
  sayIn,
  shanghaiDay,
  mergeConcerned,
  type Actor,
  type FieldFault,
  type Keep,
  type KeptPassage,
  type NewRow,
  type Tx,
} from '#libs/platform';
import { Access } from '#libs/identity';
import { Payees, type Payee, type PayeeChoice } from '../payee/payees.js';
import { assess, textOf, type SpendVerdict } from './assess-request.js';
import { SpendRequest as SpendRequestTable } from './spend-request.entity.js';
import { faultsOfTexts, gate, withoutDetails } from './spend-texts.js';
import { SpendStore, type SpendRequest } from './spend-store.js';
import { SpendVersion } from './spend-version.entity.js';
import type { ListRuleResponse, SpendVerdictResponse } from './spend.dto.js';
import { spendPolicy, type ListRule, type SpendKind, type SpendPolicy } from './spend.policy.js';
import { SpendRequested, SpendRevised } from '../funds.events.js';
import { SPEND_REQUEST } from '../funds.permissions.js';
import { DECISION_DUE } from '../funds.deadlines.js';

export interface SpendItem {
  name: string;
  /** At most two decimals. */
  quantity: number;
  unit: string;
  priceFen: number;
}
export interface SpendQuote {
  supplier: string;
  amountFen: number;
  fileId?: string;
}
export interface PayeeAccount {
  holder: string;
  bank: string;
  number: string;
}

/** The form of a spend request. */
export interface SpendForm {
  kind: SpendKind;
  purpose: string;
  payee: PayeeChoice;
  items: SpendItem[];
  /** The part that others pay; the fund pays the rest. */
  coFundedFen: number;
  quotes: SpendQuote[];
  minutesIds: string[];
  justification?: string;
  /** How the payee is related to a person who decides on the request. */
  payeeRelation?: string;
  /** Omitted in a new version: unchanged. */
  payeeAccount?: PayeeAccount;
  isUrgent: boolean;
  isDraft: boolean;
  /** Further wishes that the same money is for. Omitted in a new version: unchanged. */
  alsoFor?: string[];
  /** Findings in public texts that may stay, with the reasons that they need. */
  keeps?: readonly Keep[];
}

/** Checks whether a locked request may include these wishes. Returns the category of all its wishes. */
export type AdmitWishes = (tx: Tx, unitPath: string, wishes: { all: string[]; fresh: string[] }) => Promise<string>;

/** The amount that the fund pays: the cost of the items, less what others pay. */
export const amountOf = ({ items, coFundedFen }: Pick<SpendForm, 'items' | 'coFundedFen'>): number =>
  items.reduce((sum, { quantity, priceFen }) => sum + Math.round(quantity * priceFen), 0) - coFundedFen;

/** Assesses a form under a policy. */
export const verdictOn = (policy: SpendPolicy, form: SpendForm, payee: string): SpendVerdict =>
  assess(policy, {
    kind: form.kind,
    amountFen: amountOf(form),
    isUrgent: form.isUrgent,
    text: textOf({ ...form, payee }),
    quotes: form.quotes.length,
    hasMinutes: form.minutesIds.length > 0,
    isJustified: Boolean(form.justification),
  });

/** Requesting money: saves a draft, submits a request, revises a returned one, or withdraws it. Amount and version do not
 *  change while signatures are collected. */
@Injectable()
export class OpenSpendRequest {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: SpendStore,
    private readonly files: Files,
    private readonly encryption: FieldEncryption,
    private readonly access: Access,
    private readonly payees: Payees,
    private readonly persons: PersonsConcerned,
    private readonly passages: KeptPassages,
  ) {}

  /** Assesses a form under the policy in force: tier, signers, missing papers, duration. Also finds passages in its texts
   *  that look like personal data of the persons concerned by the wishes. Ignores wishes for which the actor may not
   *  request money. Changes nothing. */
  async preview(actor: Actor, form: SpendForm, wishIds: string[]): Promise<SpendVerdictResponse> {
    const policy = await spendPolicy(this.transactions, shanghaiDay(new Date()));
    const concerned = [...(await this.persons.of(this.transactions, wishIds)).values()].filter(({ unitPath }) =>
      this.access.may(actor, SPEND_REQUEST, unitPath),
    );
    const payee = await this.payees.preview(this.transactions, concerned[0]?.unitPath ?? '', form.payee);
    const { findings } = gate(form, payee, mergeConcerned(concerned));
    const verdict = verdictOn(policy, form, payee.name);
    // The words that trigger a rule belong to the policy, not to the verdict.
    const told = ({ words: _, ...rule }: ListRule): ListRuleResponse => rule;
    return {
      ...verdict,
      listed: verdict.listed.map(told),
      allowedBy: verdict.allowedBy.map(told),
      amountFen: amountOf(form),
      findings: findings.map(({ source: _, ...finding }) => finding),
    };
  }

  /** Requests money for wishes of one community and one category; the caller has locked and checked them. Throws
   *  SPEND_REQUEST_OPEN, INVALID_INPUT with all violations of the policy, SPEND_POLICY_EXPIRED. */
  async submit(
    tx: Tx,
    input: { actor: Actor; unitId: string; unitPath: string; wishIds: string[]; category: string; form: SpendForm },
  ): Promise<{ id: string }> {
    const { actor, form, wishIds, ...place } = input;
    const id = newId();
    const { values, kept, texts, payee } = await this.valuesOf(tx, {
      actor,
      id,
      unitPath: place.unitPath,
      wishIds,
      form,
    });
    await tx.insert(SpendRequestTable, {
      id,
      ...place,
      wishId: wishIds[0]!,
      ...values,
      version: 1,
      requestedBy: actor.personId,
      requestedAt: await tx.now(),
    });
    await this.store.hold(tx, id, wishIds);
    await this.store.registerParticipation(tx, id, actor.personId, 'ask');
    await this.settle(tx, actor, { id, unitId: place.unitId, wishIds, version: 1 }, { form: texts, payee, kept });
    return { id };
  }

  /** Changes a draft, or submits a new version of a returned request, which needs all signatures again. Throws
   *  SPEND_REQUEST_NOT_YOURS, and what `submit` throws. */
  async revise(actor: Actor, requestId: string, form: SpendForm, admit: AdmitWishes): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, 'revise');
      const { wishIds, category } = await this.exchange(tx, actor, { request, alsoFor: form.alsoFor, admit });
      const {
        values: { payeeAccount, ...values },
        ...written
      } = await this.valuesOf(tx, { actor, id: requestId, unitPath: request.unitPath, wishIds, form });
      const version = request.status === 'returned' && !form.isDraft ? request.version + 1 : request.version;
      await this.store.set(tx, request, {
        ...values,
        ...(payeeAccount ? { payeeAccount } : {}),
        ...(category ? { category } : {}),
        status: form.isDraft ? request.status : 'submitted',
        version,
        signatures: 0,
        reason: null,
      });
      const { texts, payee, kept } = written;
      await this.settle(tx, actor, { ...request, wishIds, version }, { form: texts, payee, kept });
      return { id: requestId };
    });
  }

  /** Replaces all wishes except the first with those that the form names. */
  private async exchange(
    tx: Tx,
    actor: Actor,
    { request, alsoFor, admit }: { request: SpendRequest; alsoFor: string[] | undefined; admit: AdmitWishes },
  ): Promise<{ wishIds: string[]; category?: string }> {
    if (!alsoFor) return { wishIds: request.wishIds };
    const all = [...new Set([request.wishIds[0]!, ...alsoFor])];
    const fresh = all.filter((id) => !request.wishIds.includes(id));
    const category = await admit(tx, request.unitPath, { all, fresh });
    await this.store.hold(tx, request.id, fresh);
    const gone = request.wishIds.filter((id) => !all.includes(id));
    const wishIds = await this.store.detachWishes(tx, request, gone, actor.personId);
    return { wishIds, category };
  }

  /** The requester withdraws the request before it is decided. */
  async withdraw(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, 'withdraw');
      await this.store.end(tx, request, actor.personId, reason);
      return { id: requestId };
    });
  }

  /** The column values of a valid form. Registers its payee; throws INVALID_INPUT when the policy or the check for personal
   *  data in public texts refuses it. Texts that only staff read are stored without details of the persons concerned. */
  private async valuesOf(
    tx: Tx,
    {
      actor,
      id,
      unitPath,
      wishIds,
      form,
    }: { actor: Actor; id: string; unitPath: string; wishIds: string[]; form: SpendForm },
  ): Promise<Written & { values: FormColumns }> {
    const policy = await spendPolicy(tx, shanghaiDay(await tx.now()));
    const concerned = await this.persons.merged(tx, wishIds);
    const payee = await this.payees.resolve(tx, actor, unitPath, form.payee);
    const verdict = verdictOn(policy, form, payee.name);
    const { open, kept } = gate(form, payee, concerned);
    const faults = [...faultsOf(form, verdict, actor.locale), ...(form.isDraft ? [] : faultsOfTexts(open, actor))];
    if (faults.length > 0) throw InvalidInput({ faults });
    const texts = withoutDetails(form, concerned.known);
    const values: FormColumns = {
      kind: form.kind,
      purpose: form.purpose,
      payeeId: payee.id,
      payee: '',
      amountFen: amountOf(form),
      items: JSON.stringify(texts.items),
      quotes: JSON.stringify(texts.quotes),
      coFundedFen: form.coFundedFen,
      justification: texts.justification ?? null,
      payeeRelation: texts.payeeRelation ?? null,
      payeeAccount: this.encryption.encryptOrNull(
        'spend_request.payee_account',
        id,
        form.payeeAccount && JSON.stringify(form.payeeAccount),
      ),
      isUrgent: form.isUrgent,
      status: form.isDraft ? 'draft' : 'submitted',
      policyVersion: policy.version,
      signers: JSON.stringify(verdict.signers),
      nextRole: form.isDraft ? null : (verdict.signers[0] ?? null),
      notice: verdict.notice && JSON.stringify(verdict.notice),
      advanceFen: verdict.advanceFen,
    };
    return { values, texts, payee, kept };
  }

  /** Attaches the files. For a submitted request, also records its version, deadline and event. */
  private async settle(
    tx: Tx,
    actor: Actor,
    request: Pick<SpendRequest, 'id' | 'unitId' | 'wishIds' | 'version'>,
    { form, payee, kept }: { form: SpendForm; payee: Payee; kept: KeptPassage[] },
  ): Promise<void> {
    const attach = (purpose: 'quote' | 'minutes', ids: string[]): Promise<void> =>
      this.files.attach(tx, actor, { subjectId: request.id, purpose, ids });
    await attach(
      'quote',
      form.quotes.flatMap(({ fileId }) => fileId ?? []),
    );
    await attach('minutes', form.minutesIds);
    if (form.isDraft) return;
    await this.passages.record(tx, kept, {
      subjectId: request.id,
      unitId: request.unitId,
      actorId: actor.personId,
      timelines: request.wishIds,
    });
    // The payee's name stays in the register only: a copy here could be neither encrypted nor erased.
    const { payeeAccount: _sealed, isDraft: _draft, alsoFor: _named, payee: _payee, keeps: _keeps, ...body } = form;
    await tx.insert(SpendVersion, {
      spendRequestId: request.id,
      version: request.version,
      body: JSON.stringify({ ...body, payeeId: payee.id, wishIds: request.wishIds, amountFen: amountOf(form) }),
      madeBy: actor.personId,
      madeAt: await tx.now(),
    });
    await this.store.waitFor(tx, request.id, DECISION_DUE);
    await this.store.record(
      tx,
      (request.version === 1 ? SpendRequested : SpendRevised).with({ amountFen: amountOf(form) }),
      request,
      actor.personId,
    );
  }
}

/** What the form decides of a request's columns. */
type FormColumns = Omit<
  NewRow<SpendRequestTable>,
  'id' | 'unitId' | 'unitPath' | 'wishId' | 'requestedBy' | 'requestedAt'
>;

interface Written {
  /** The form as it is stored. */
  texts: SpendForm;
  payee: Payee;
  kept: KeptPassage[];
}

/** Violations of the policy by a form. A draft is checked for its amount only. */
function faultsOf(form: SpendForm, verdict: SpendVerdict, locale: 'zh' | 'en'): FieldFault[] {
  const say = sayIn(locale);
  const amountFen = amountOf(form);
  const faults: FieldFault[] = [];
  if (amountFen <= 0)
    faults.push({ field: 'coFundedFen', reason: say('自筹不能达到或超过总价', 'must be less than the total cost') });
  if (amountFen > MAX_FEN) faults.push({ field: 'items', reason: say('金额过大', 'is too much') });
  if (form.isDraft) return faults;
  if (verdict.aboveCapFen !== null)
    faults.push({
      field: 'items',
      reason: say(
        `超过这类用款的上限 ${formatFen(verdict.aboveCapFen)}`,
        `is above the cap of ${formatFen(verdict.aboveCapFen)} for this type`,
      ),
    });
  if (verdict.isTooMuchForUrgent)
    faults.push({ field: 'isUrgent', reason: say('金额过大，不能走快办', 'is above the limit of the urgent path') });
  for (const rule of verdict.listed)
    if (rule.effect === 'stop')
      faults.push({ field: 'purpose', reason: say(`${rule.zh}（${rule.source}）`, `${rule.en} (${rule.source})`) });
  if (verdict.outside === 'stop')
    faults.push({ field: 'purpose', reason: say('不在可支付范围内', 'is outside the purposes of the fund') });
  const lacks = {
    quotes: say(`需要 ${verdict.quotesNeeded} 家报价`, `needs ${verdict.quotesNeeded} quotes`),
    minutes: say('请附上会议纪要', 'needs the minutes of the meeting'),
    justification: say('请说明理由', 'needs a reason'),
  };
  return [...faults, ...verdict.lacks.map((field) => ({ field, reason: lacks[field] }))];
}
