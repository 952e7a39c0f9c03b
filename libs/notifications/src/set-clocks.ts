import { Injectable } from '@nestjs/common';
import {
  CLOCKS_POLICY,
  Deadlines,
  DURATION_UNITS,
  InvalidInput,
  Transactions,
  sayIn,
  type Actor,
  type ClockPolicy,
  type Duration,
  type FieldFault,
  type QuietHours,
} from '#libs/platform';
import { District } from '#libs/identity';
import { ClocksSet } from './notifications.events.js';

const LONGEST = 1_000;

/** Sets the district's deadlines. Running deadlines keep their due time. */
@Injectable()
export class SetClocks {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: District,
    private readonly deadlines: Deadlines,
  ) {}

  current(): Promise<ClockPolicy> {
    return this.deadlines.policy(this.transactions);
  }

  /** Sets the deadlines. `clocks: null` restores all defaults, including the quiet hours. Throws INVALID_INPUT,
   *  POLICY_OUTDATED. */
  async execute(
    actor: Actor,
    input: { basedOn: number; clocks: Record<string, Duration> | null; quietHours: QuietHours | null },
  ): Promise<ClockPolicy> {
    const defaults = this.deadlines.defaults();
    const faults = input.clocks ? faultsOf(input.clocks, defaults.clocks, actor.locale) : [];
    if (faults.length > 0) throw InvalidInput({ faults });
    const clocks = { ...defaults.clocks, ...input.clocks };
    const quietHours = input.clocks ? input.quietHours : defaults.quietHours;
    return this.transactions.command(actor, async (tx) => {
      const rules = { [CLOCKS_POLICY]: { clocks, quietHours } };
      const version = await this.district.putInForce(tx, actor, { event: ClocksSet, basedOn: input.basedOn, rules });
      return { version, clocks, quietHours, holidays: await this.deadlines.holidays(tx) };
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
  clocks: Record<string, Duration>,
  known: Record<string, Duration>,
  locale: 'zh' | 'en',
): FieldFault[] {
  const say = sayIn(locale);
  return Object.entries(clocks).flatMap(([name, duration]) => {
    const field = `clocks.${name}`;
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
