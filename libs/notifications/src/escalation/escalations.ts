import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  Policies,
  Transactions,
  definedDeadlines,
  dueOutsideQuietHours,
  sayIn,
  type Actor,
  type DeadlinePolicy,
  type EscalationStep,
  type FieldFault,
  type Reader,
} from '#libs/platform';
import { DistrictPolicies, type Role } from '#libs/identity';
import { isDuration } from './set-deadlines.js';
import { EscalationsSet } from '../notifications.events.js';

/** The default escalation steps of the deadlines that escalate. */
const defaults = (): Record<string, readonly Step[]> =>
  Object.fromEntries(
    [...definedDeadlines().values()].flatMap(({ name, escalation }) =>
      escalation.length > 0 ? [[name, escalation as readonly Step[]]] : [],
    ),
  );
export type Step = EscalationStep<Role>;

/** The roles that an escalation step may name: those who are responsible for others. */
export const STEP_ROLES = [
  'grid_leader',
  'community_secretary',
  'community_director',
  'supervision_committee',
  'town_officer',
  'district_officer',
] as const satisfies readonly Role[];
const MOST_STEPS = 4;
const NAME = 'escalations';

export interface EscalationPolicy {
  version: number;
  escalations: Record<string, readonly Step[]>;
}

/** Returns the escalation step in effect at an instant, counted from 1 (0: none yet), and when the next step is due. Pure.
 *  reachedAt: when the deadline ended. now: when a step was due; for the first call, the end of the deadline. */
export function stepAt(
  escalation: readonly Step[],
  deadlines: Pick<DeadlinePolicy, 'quietHours' | 'holidays'>,
  reachedAt: Date,
  now: Date,
): { step: number; next: Date | undefined } {
  const dues = escalation.map(({ after }) => dueOutsideQuietHours(reachedAt, after, deadlines));
  const step = dues.filter((due) => due <= now).length;
  return { step, next: dues[step] };
}

/** The escalation policy: whom a missed deadline escalates to, as versioned data. */
@Injectable()
export class Escalations {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
    private readonly policies: Policies,
  ) {}

  async current(reader: Reader = this.transactions): Promise<EscalationPolicy> {
    const { version, body } = await this.policies.current<EscalationPolicy['escalations']>(reader, NAME);
    return { version, escalations: { ...defaults(), ...body } };
  }

  /** Sets the escalation policy. `escalations: null` restores the defaults; deadlines left out get theirs. Escalations already
   *  running use the new policy. Throws INVALID_INPUT, POLICY_OUTDATED. */
  async set(
    actor: Actor,
    input: { basedOn: number; escalations: Record<string, readonly Step[]> | null },
  ): Promise<EscalationPolicy> {
    const faults = faultsOf(input.escalations ?? {}, actor.locale);
    if (faults.length > 0) throw InvalidInput({ faults });
    const escalations = { ...defaults(), ...input.escalations };
    return this.transactions.command(actor, async (tx) => {
      const rules = { [NAME]: escalations };
      const version = await this.district.putInForce(tx, actor, {
        event: EscalationsSet,
        basedOn: input.basedOn,
        rules,
      });
      return { version, escalations };
    });
  }
}

function faultsOf(escalations: Partial<Record<string, unknown>>, locale: Actor['locale']): FieldFault[] {
  const say = sayIn(locale);
  return Object.entries(escalations).flatMap(([name, steps]): FieldFault[] => {
    const field = `escalations.${name}`;
    if (!(name in defaults())) return [{ field, reason: say('这个时限不会上报', 'this deadline does not escalate') }];
    if (!Array.isArray(steps) || steps.length > MOST_STEPS)
      return [{ field, reason: say(`最多 ${MOST_STEPS} 级`, `has at most ${MOST_STEPS} steps`) }];
    return (steps as Partial<Step>[]).flatMap((step, at) => {
      const areRoles =
        Array.isArray(step.roles) &&
        step.roles.length > 0 &&
        step.roles.every((role) => (STEP_ROLES as readonly string[]).includes(role));
      if (areRoles && isDuration(step.after)) return [];
      return [
        {
          field: `${field}.${at}`,
          reason: say(
            '需要 1～1000 的整数、时间单位和可以上报的角色',
            `needs a whole number from 1 to 1000, a unit of time, and roles among ${STEP_ROLES.join(', ')}`,
          ),
        },
      ];
    });
  });
}
