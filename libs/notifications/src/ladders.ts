import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  Policies,
  Transactions,
  definedDeadlines,
  ringsAt,
  sayIn,
  type Actor,
  type ClockPolicy,
  type EscalationStep,
  type FieldFault,
  type Reader,
} from '#libs/platform';
import { District, type Role } from '#libs/identity';
import { isDuration } from './set-clocks.js';
import { LaddersSet } from './notifications.events.js';

/** The default escalation steps of the deadlines that escalate. */
const defaults = (): Record<string, readonly Rung[]> =>
  Object.fromEntries(
    [...definedDeadlines().values()].flatMap(({ name, escalation }) =>
      escalation.length > 0 ? [[name, escalation as readonly Rung[]]] : [],
    ),
  );
export type Rung = EscalationStep<Role>;

/** The roles that an escalation step may name: those who are responsible for others. */
export const RUNG_ROLES = [
  'grid_leader',
  'community_secretary',
  'community_director',
  'supervision_committee',
  'town_officer',
  'district_officer',
] as const satisfies readonly Role[];
const MOST_RUNGS = 4;
const NAME = 'ladders';

export interface LadderPolicy {
  version: number;
  ladders: Record<string, readonly Rung[]>;
}

/** Returns the escalation step in effect at an instant, counted from 1 (0: none yet), and when the next step is due. Pure.
 *  rangAt: when the deadline ended. now: when a step was due; for the first call, the end of the deadline. */
export function rungAt(
  ladder: readonly Rung[],
  clocks: Pick<ClockPolicy, 'quietHours' | 'holidays'>,
  rangAt: Date,
  now: Date,
): { rung: number; next: Date | undefined } {
  const dues = ladder.map(({ after }) => ringsAt(rangAt, after, clocks));
  const rung = dues.filter((due) => due <= now).length;
  return { rung, next: dues[rung] };
}

/** The escalation policy: whom a missed deadline escalates to, as versioned data. */
@Injectable()
export class Ladders {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: District,
    private readonly policies: Policies,
  ) {}

  async current(reader: Reader = this.transactions): Promise<LadderPolicy> {
    const { version, body } = await this.policies.current<LadderPolicy['ladders']>(reader, NAME);
    return { version, ladders: { ...defaults(), ...body } };
  }

  /** Sets the escalation policy. `ladders: null` restores the defaults; deadlines left out get theirs. Escalations already
   *  running use the new policy. Throws INVALID_INPUT, POLICY_OUTDATED. */
  async set(
    actor: Actor,
    input: { basedOn: number; ladders: Record<string, readonly Rung[]> | null },
  ): Promise<LadderPolicy> {
    const faults = faultsOf(input.ladders ?? {}, actor.locale);
    if (faults.length > 0) throw InvalidInput({ faults });
    const ladders = { ...defaults(), ...input.ladders };
    return this.transactions.command(actor, async (tx) => {
      const rules = { [NAME]: ladders };
      const version = await this.district.putInForce(tx, actor, { event: LaddersSet, basedOn: input.basedOn, rules });
      return { version, ladders };
    });
  }
}

function faultsOf(ladders: Partial<Record<string, unknown>>, locale: Actor['locale']): FieldFault[] {
  const say = sayIn(locale);
  return Object.entries(ladders).flatMap(([name, rungs]): FieldFault[] => {
    const field = `ladders.${name}`;
    if (!(name in defaults())) return [{ field, reason: say('这个时限不会上报', 'this deadline does not escalate') }];
    if (!Array.isArray(rungs) || rungs.length > MOST_RUNGS)
      return [{ field, reason: say(`最多 ${MOST_RUNGS} 级`, `has at most ${MOST_RUNGS} steps`) }];
    return (rungs as Partial<Rung>[]).flatMap((rung, at) => {
      const areRoles =
        Array.isArray(rung.roles) &&
        rung.roles.length > 0 &&
        rung.roles.every((role) => (RUNG_ROLES as readonly string[]).includes(role));
      if (areRoles && isDuration(rung.after)) return [];
      return [
        {
          field: `${field}.${at}`,
          reason: say(
            '需要 1～1000 的整数、时间单位和可以上报的角色',
            `needs a whole number from 1 to 1000, a unit of time, and roles among ${RUNG_ROLES.join(', ')}`,
          ),
        },
      ];
    });
  });
}
