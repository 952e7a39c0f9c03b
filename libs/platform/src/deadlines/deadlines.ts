import { Injectable } from '@nestjs/common';
import type { Tx, Reader } from '../database/transactions.js';
import { HOLIDAYS_POLICY, workdaysWith, type DaySpan } from '../calendar/holidays.js';
import {
  dueAfter,
  outsideQuietHours,
  type Duration,
  type QuietHours,
  type WorkdayTable,
} from '../calendar/working-time.js';
import { Policies } from '../policies.js';
import { definedDeadlines, type Deadline } from './define-deadline.js';

export interface DeadlinePolicy {
  version: number;
  deadlines: Record<string, Duration>;
  quietHours: QuietHours | null;
  /** Days that differ from the package's table. */
  holidays: DaySpan[];
}

/** Default lengths of the deadlines whose length the district may set. */
const lengths = (): Record<string, Duration> =>
  Object.fromEntries([...definedDeadlines().values()].flatMap(({ name, length }) => (length ? [[name, length]] : [])));

const QUIET: QuietHours = { fromMinutes: 21 * 60 + 30, untilMinutes: 8 * 60 };

export const DEADLINES_POLICY = 'deadlines';
type Body = Omit<DeadlinePolicy, 'version' | 'holidays'>;

/** The lengths of deadlines as versioned data: the newest version is in force, and old versions stay readable. */
@Injectable()
export class Deadlines {
  constructor(private readonly policies: Policies) {}

  async policy(reader: Reader): Promise<DeadlinePolicy> {
    const { version, body } = await this.policies.current<Body>(reader, DEADLINES_POLICY);
    const holidays = await this.holidays(reader);
    const { deadlines, quietHours } = this.defaults();
    if (!body) return { version, deadlines, quietHours, holidays };
    return { version, deadlines: { ...deadlines, ...body.deadlines }, quietHours: body.quietHours, holidays };
  }

  /** Days that the district has put in force in addition to the package's table. */
  async holidays(reader: Reader): Promise<DaySpan[]> {
    return (await this.policies.current<DaySpan[]>(reader, HOLIDAYS_POLICY)).body ?? [];
  }

  /** The days on which offices work, under the holidays in force. */
  async workdays(reader: Reader): Promise<WorkdayTable> {
    return workdaysWith(await this.holidays(reader));
  }

  defaults(): Body {
    return { deadlines: lengths(), quietHours: QUIET };
  }

  /** When deadlines that start now end, in the given order; respects working time and quiet hours. */
  async dueTimes<D extends readonly Deadline[]>(tx: Tx, ...deadlines: D): Promise<{ [at in keyof D]: Date }> {
    const policy = await this.policy(tx);
    const now = await tx.now();
    return deadlines.map(({ name }) => dueOutsideQuietHours(now, policy.deadlines[name]!, policy)) as {
      [at in keyof D]: Date;
    };
  }

  async dueAt(tx: Tx, deadline: Deadline): Promise<Date> {
    return (await this.dueTimes(tx, deadline))[0];
  }
}

/** When a wait that starts at an instant ends; respects working time and quiet hours. */
export const dueOutsideQuietHours = (
  from: Date,
  wait: Duration,
  { quietHours, holidays }: Pick<DeadlinePolicy, 'quietHours' | 'holidays'>,
): Date => outsideQuietHours(dueAfter(from, wait, workdaysWith(holidays)), quietHours);
