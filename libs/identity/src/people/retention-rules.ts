import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  RETENTION_POLICY,
  Retention,
  Transactions,
  definedKept,
  definedPeriods,
  sayIn,
  type Actor,
  type FieldFault,
} from '#libs/platform';
import { DistrictPolicies } from '../district-policies.js';
import type { RetentionRulesResponse } from '../http/retention.dto.js';
import { RetentionRulesSet } from '../identity.events.js';

/** The district sets how long personal data is kept, within the bounds of law and of the other rules. */
@Injectable()
export class RetentionRules {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
    private readonly retention: Retention,
  ) {}

  /** The periods in force, what is kept beyond them and why, and how much was erased when. */
  async current(actor: Actor): Promise<RetentionRulesResponse> {
    const say = sayIn(actor.locale);
    const { version, days } = await this.retention.periods(this.transactions);
    const figures = await this.retention.figures(this.transactions);
    return {
      version,
      ...(await this.retention.times(this.transactions)),
      periods: [...definedPeriods()].map(([name, period]) => ({
        name,
        days: days.get(name)!,
        defaultDays: period.days,
        leastDays: period.leastDays,
        mostDays: period.mostDays,
        what: say(period.what.zh, period.what.en),
        basis: say(period.basis.zh, period.basis.en),
        figures: figures.get(name) ?? null,
      })),
      kept: [...definedKept().values()].map(({ what, why }) => ({
        what: say(what.zh, what.en),
        why: say(why.zh, why.en),
      })),
    };
  }

  /** Sets retention periods; omitted periods stay unchanged. The next nightly job applies the new ones. Throws NOT_FOUND,
   *  FORBIDDEN, POLICY_OUTDATED, INVALID_INPUT with every period that is unknown or out of its bounds. */
  async set(
    actor: Actor,
    input: { basedOn: number; periods: { name: string; days: number }[] },
  ): Promise<{ version: number }> {
    const faults = input.periods.flatMap(({ name, days }): FieldFault[] => {
      const period = definedPeriods().get(name);
      const say = sayIn(actor.locale);
      if (!period) return [{ field: `periods.${name}`, reason: say('没有这个期限', 'is not a retention period') }];
      const { leastDays: least, mostDays: most } = period;
      if (days >= least && days <= most) return [];
      return [
        {
          field: `periods.${name}`,
          reason: say(`须在 ${least} 至 ${most} 天之间`, `must be ${least} to ${most} days`),
        },
      ];
    });
    if (faults.length > 0) throw InvalidInput({ faults });
    return this.transactions.command(actor, async (tx) => {
      const { days } = await this.retention.periods(tx);
      for (const { name, days: wanted } of input.periods) days.set(name, wanted);
      const version = await this.district.putInForce(tx, actor, {
        event: RetentionRulesSet,
        basedOn: input.basedOn,
        rules: { [RETENTION_POLICY]: { days: Object.fromEntries(days) } },
      });
      return { version };
    });
  }
}
