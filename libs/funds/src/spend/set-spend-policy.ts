import { Injectable } from '@nestjs/common';
import {
  Events,
  InvalidInput,
  Policies,
  Transactions,
  newId,
  problem,
  sayIn,
  shanghaiDay,
  type Actor,
  type FieldFault,
  type Tx,
} from '#libs/platform';
import { POLICY_SET, DistrictPolicies } from '#libs/identity';
import { spendPolicy, toPolicy, type SpendPolicy } from './spend.policy.js';
import { SpendPolicySet } from '../funds.events.js';
import { SPEND_APPROVE } from '../funds.permissions.js';

export const PolicyDraftNotFound = problem('POLICY_DRAFT_NOT_FOUND', 404, {
  zh: '没有这份规则草稿，可能已生效或已删除。',
  en: 'There is no such draft; it may be in force by now, or deleted.',
});

/** A policy as the district edits it. Its version is assigned on publication. */
export type SpendPolicyText = Omit<SpendPolicy, 'version'>;

export interface SpendPolicyDraft {
  id: string;
  /** The version that was in force when the draft was created. */
  basedOn: number;
  policy: SpendPolicyText;
  updatedAt: Date;
}

const SIGNING: readonly string[] = SPEND_APPROVE.roles;
const MOST_DRAFTS = 20;

/** The district edits policies in drafts and publishes them. A published version never changes. */
@Injectable()
export class SetSpendPolicy {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
    private readonly policies: Policies,
    private readonly events: Events,
  ) {}

  /** Creates a draft from the policy in force. Throws FORBIDDEN, INVALID_INPUT when there are too many drafts. */
  async begin(actor: Actor): Promise<{ id: string }> {
    const id = newId();
    return this.transactions.command(actor, async (tx) => {
      await this.district.require(tx, actor, POLICY_SET);
      const { version, ...policy } = await spendPolicy(tx, shanghaiDay(await tx.now()));
      const held = await tx.row<{ n: number }>('SELECT COUNT(*) AS n FROM spend_policy_draft');
      if (Number(held?.n ?? 0) >= MOST_DRAFTS)
        throw InvalidInput({
          faults: [
            { field: 'draft', reason: actor.locale === 'en' ? 'there are too many' : '草稿太多，请先删去不用的' },
          ],
        });
      await tx.insert('spend_policy_draft', {
        id,
        basedOn: version,
        body: JSON.stringify({ ...policy, validFrom: null, validUntil: null }),
        updatedBy: actor.personId,
        updatedAt: await tx.now(),
      });
      return { id };
    });
  }

  /** Throws POLICY_DRAFT_NOT_FOUND, INVALID_INPUT with all contradictions in the policy. */
  async edit(actor: Actor, draftId: string, policy: SpendPolicyText): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      await this.district.require(tx, actor, POLICY_SET);
      const faults = faultsOf(policy, actor.locale);
      if (faults.length > 0) throw InvalidInput({ faults });
      const edited = await tx.execute(
        'UPDATE spend_policy_draft SET body = ?, updated_by = ?, updated_at = ? WHERE id = ?',
        [JSON.stringify(policy), actor.personId, await tx.now(), draftId],
      );
      if (edited === 0) throw PolicyDraftNotFound();
      return { id: draftId };
    });
  }

  async discard(actor: Actor, draftId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      await this.district.require(tx, actor, POLICY_SET);
      await this.take(tx, draftId);
      return { id: draftId };
    });
  }

  /** Publishes the draft as the next version. Existing requests keep the rules of their own version. Throws
   *  POLICY_DRAFT_NOT_FOUND, INVALID_INPUT, POLICY_OUTDATED when another version was published after the draft began. */
  async putInForce(actor: Actor, draftId: string): Promise<{ version: number }> {
    return this.transactions.command(actor, async (tx) => {
      const root = await this.district.require(tx, actor, POLICY_SET);
      const { basedOn, policy } = await this.take(tx, draftId);
      const faults = faultsOf(policy, actor.locale);
      if (faults.length > 0) throw InvalidInput({ faults });
      const body = { ...policy, validFrom: policy.validFrom ?? shanghaiDay(await tx.now()) };
      const version = await this.policies.putInForce(tx, 'spend', basedOn, body, actor.personId);
      await this.events.record(
        tx,
        SpendPolicySet({
          unitId: root.id,
          subjectId: root.id,
          actorId: actor.personId,
          data: { version, source: policy.source },
        }),
      );
      return { version };
    });
  }

  /** Reads and deletes the draft. */
  private async take(tx: Tx, draftId: string): Promise<{ basedOn: number; policy: SpendPolicyText }> {
    const draft = await tx.row<{ basedOn: number; body: string }>(
      'SELECT based_on, body FROM spend_policy_draft WHERE id = ? FOR UPDATE',
      [draftId],
    );
    if (!draft) throw PolicyDraftNotFound();
    await tx.execute('DELETE FROM spend_policy_draft WHERE id = ?', [draftId]);
    return { basedOn: draft.basedOn, policy: JSON.parse(draft.body) as SpendPolicyText };
  }
}

/** Checks that the rules fit together, beyond the shape and range of each field. */
export function faultsOf(policy: SpendPolicyText, locale: 'zh' | 'en'): FieldFault[] {
  const say = sayIn(locale);
  const faults: FieldFault[] = [];
  policy.tiers.forEach(({ upToFen, signers }, at) => {
    const field = `tiers.${at}`;
    const below = policy.tiers[at - 1]?.upToFen ?? 0;
    const isLast = at === policy.tiers.length - 1;
    if (isLast !== (upToFen === null))
      faults.push({
        field: `${field}.upToFen`,
        reason: say('最后一级不设上限，其余各级要有', 'only the last has no bound'),
      });
    if (upToFen !== null && upToFen <= below)
      faults.push({ field: `${field}.upToFen`, reason: say('要高于前一级', 'must be above the one before') });
    if (signers.length === 0 || new Set(signers).size !== signers.length)
      faults.push({
        field: `${field}.signers`,
        reason: say('至少一人，且不能重复', 'needs somebody, and nobody twice'),
      });
    if (signers.some((role) => !SIGNING.includes(role)))
      faults.push({ field: `${field}.signers`, reason: say('这个角色不能签字', 'holds a role that does not sign') });
  });
  if (policy.tiers.length === 0) faults.push({ field: 'tiers', reason: say('至少要有一级', 'needs at least one') });
  if (policy.validFrom && policy.validUntil && policy.validUntil < policy.validFrom)
    faults.push({ field: 'validUntil', reason: say('不能早于生效日期', 'must not be before the first day') });
  const codes = policy.lists.map(({ code }) => code);
  if (new Set(codes).size !== codes.length)
    faults.push({ field: 'lists', reason: say('清单代码不能重复', 'has a code twice') });
  return faults;
}

export function policyTextOf(body: string): SpendPolicyText {
  const { version: _version, ...policy } = toPolicy({ version: 0, body });
  return policy;
}
