import { Injectable } from '@nestjs/common';
import {
  DEADLINES_POLICY,
  Deadlines,
  DURATION_UNITS,
  InvalidInput,
  Transactions,
  sayIn,
  type Actor,
  type DeadlinePolicy,
  type Duration,
  type FieldFault,
  type QuietHours,
} from '#libs/platform';
import { DistrictPolicies } from '#libs/identity';
import { DeadlinesSet } from '../notifications.events.js';

const LONGEST = 1_000;

/** Sets the district's deadlines. Running deadlines keep their due time. */
@Injectable()
export class SetDeadlines {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
    private readonly deadlines: Deadlines,
  ) {}

  current(): Promise<DeadlinePolicy> {
    return this.deadlines.policy(this.transactions);
  }

  /** Sets the deadlines. `deadlines: null` restores all defaults, including the quiet hours. Throws INVALID_INPUT,
   *  POLICY_OUTDATED. */
  async execute(
    actor: Actor,
    input: { basedOn: number; deadlines: Record<string, Duration> | null; quietHours: QuietHours | null },
  ): Promise<DeadlinePolicy> {
    const defaults = this.deadlines.defaults();
    const faults = input.deadlines ? faultsOf(input.deadlines, defaults.deadlines, actor.locale) : [];
    if (faults.length > 0) throw InvalidInput({ faults });
    const deadlines = { ...defaults.deadlines, ...input.deadlines };
    const quietHours = input.deadlines ? input.quietHours : defaults.quietHours;
    return this.transactions.command(actor, async (tx) => {
      const rules = { [DEADLINES_POLICY]: { deadlines, quietHours } };
      const version = await this.district.putInForce(tx, actor, { event: DeadlinesSet, basedOn: input.basedOn, rules });
      return { version, deadlines, quietHours, holidays: await this.deadlines.holidays(tx) };
    });
  }
}

/** Whether a value is a valid length for a deadline. */
export function isDuration(given: Partial<Duration> | undefined): given is Duration {
  const amount = given?.amount ?? 0;
  const isAmount = Number.isInteger(amount) && amount >= 1 && amount <= LONGEST;
  return isAmount && (DURATION_UNITS as readonly unknown[]).includes(given?.unit);
}

function faultsOf(
  deadlines: Record<string, Duration>,
  known: Record<string, Duration>,
  locale: 'zh' | 'en',
): FieldFault[] {
  const say = sayIn(locale);
  return Object.entries(deadlines).flatMap(([name, duration]) => {
    const field = `deadlines.${name}`;
    if (!(name in known))
      return [{ field, reason: say('没有这个时限', `is not a deadline; known are: ${Object.keys(known).join(', ')}`) }];
    return isDuration(duration)
      ? []
      : [
          {
            field,
            reason: say('应为 1～1000 的整数和时间单位', 'needs a whole number from 1 to 1000 and a unit of time'),
          },
        ];
  });
}
