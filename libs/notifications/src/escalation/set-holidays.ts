import { Injectable } from '@nestjs/common';
import {
  HOLIDAYS_POLICY,
  InvalidInput,
  Policies,
  Transactions,
  addDays,
  holidaysKnownUntil,
  sayIn,
  workdaysWith,
  type Actor,
  type DaySpan,
  type FieldFault,
  type Locale,
} from '#libs/platform';
import { DistrictPolicies } from '#libs/identity';
import { HolidaysSet } from '../notifications.events.js';

/** The longest span; a holiday, including the days moved to it, is hardly longer. */
const LONGEST_DAYS = 31;
const LONGEST_CLOSED = 45;

export interface HolidaysInForce {
  version: number;
  spans: DaySpan[];
  knownUntil: number;
}

/** Sets the district's holidays and make-up workdays of a year, as published by the State Council, where the built-in table
 *  is out of date. Running deadlines keep their due time. */
@Injectable()
export class SetHolidays {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
    private readonly policies: Policies,
  ) {}

  async current(): Promise<HolidaysInForce> {
    const { version, body } = await this.policies.current<DaySpan[]>(this.transactions, HOLIDAYS_POLICY);
    const spans = body ?? [];
    return { version, spans, knownUntil: holidaysKnownUntil(spans) };
  }

  /** Replaces all spans. Throws INVALID_INPUT, POLICY_OUTDATED. */
  async execute(actor: Actor, { basedOn, spans }: { basedOn: number; spans: DaySpan[] }): Promise<HolidaysInForce> {
    const faults = faultsOf(spans, actor.locale);
    if (faults.length > 0) throw InvalidInput({ faults });
    return this.transactions.command(actor, async (tx) => {
      const sorted = spans.toSorted((a, b) => (a.from < b.from ? -1 : 1));
      const rules = { [HOLIDAYS_POLICY]: sorted };
      const version = await this.district.putInForce(tx, actor, { event: HolidaysSet, basedOn, rules });
      return { version, spans: sorted, knownUntil: holidaysKnownUntil(sorted) };
    });
  }
}

function faultsOf(spans: DaySpan[], locale: Locale): FieldFault[] {
  const say = sayIn(locale);
  const isWorkday = workdaysWith(spans.filter(({ from, until }) => until <= addDays(from, LONGEST_DAYS)));
  /** Whether no workday follows for 45 days; deadlines in working time would find no end. */
  const isEndless = (from: string): boolean =>
    Array.from({ length: LONGEST_CLOSED }, (_, at) => addDays(from, at)).every((day) => !isWorkday(day));
  return spans.flatMap(({ from, until }, at): FieldFault[] => {
    const field = `spans.${at}.until`;
    if (until < from) return [{ field, reason: say(`${until} 早于 ${from}`, `${until} is before ${from}`) }];
    if (until > addDays(from, LONGEST_DAYS))
      return [{ field, reason: say(`最长 ${LONGEST_DAYS} 天`, `at most ${LONGEST_DAYS} days`) }];
    if (isEndless(from))
      return [
        {
          field,
          reason: say(`连续 ${LONGEST_CLOSED} 天没有上班的日子`, `leaves ${LONGEST_CLOSED} days without a workday`),
        },
      ];
    const other = spans.find((one, nth) => nth < at && one.from <= until && one.until >= from);
    return other
      ? [{ field, reason: say(`与 ${other.from} 起的一段重叠`, `overlaps the span from ${other.from}`) }]
      : [];
  });
}
