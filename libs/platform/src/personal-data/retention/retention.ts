import { Injectable } from '@nestjs/common';
import type { Reader } from '../../database/transactions.js';
import { FIRST_ID } from '../../ids.js';
import { defineJob } from '../../jobs/jobs.js';
import { Policies } from '../../policies.js';
import { RETENTION_POLICY, definedPeriods } from './periods.js';

export const RETENTION_DAILY = defineJob('retention.daily', 'bulk');
export const RETENTION_RUN = defineJob('retention.run', 'bulk');

/** Waiting items are counted up to this number. */
const MOST_COUNTED = 1_000;

interface RetentionFigures {
  /** In the last thirty days. */
  erasedLately: number;
  /** The Shanghai day of the last erasure. */
  lastOn: string | null;
  /** Items that have ended and are not erased yet; at most 1,000. */
  waiting: number;
}

/** How long things are kept by the district's rule, and how much was erased. All times are the database's. */
@Injectable()
export class Retention {
  constructor(private readonly policies: Policies) {}

  /** The periods in force, in days, by name; version 0 where the district has set none. */
  async periods(reader: Reader): Promise<{ version: number; days: Map<string, number> }> {
    const { version, body } = await this.policies.current<{ days: Record<string, number> }>(reader, RETENTION_POLICY);
    const days = new Map([...definedPeriods()].map(([name, period]) => [name, body?.days[name] ?? period.days]));
    return { version, days };
  }

  /** The days in force of one period. */
  async days(reader: Reader, period: string): Promise<number> {
    const days = (await this.periods(reader)).days.get(period);
    if (days === undefined) throw new Error(`The period ${period} is not defined`);
    return days;
  }

  /** For every period that ends in an erasure: how much was erased lately, when the last time, and what is waiting. */
  async figures(reader: Reader): Promise<Map<string, RetentionFigures>> {
    const counted = await reader.rows<{ period: string; lastOn: string; lately: string }>(
      `SELECT period, DATE_FORMAT(MAX(done_on), '%Y-%m-%d') AS last_on,
         SUM(IF(done_on > UTC_DATE() - INTERVAL 30 DAY, erased, 0)) AS lately
       FROM retention_count GROUP BY period`,
    );
    const { days } = await this.periods(reader);
    const figures = new Map<string, RetentionFigures>();
    for (const [name, { due }] of definedPeriods()) {
      if (!due) continue;
      const waiting = await reader.row<{ n: number }>(
        `SELECT COUNT(*) AS n FROM (${due(`UTC_TIMESTAMP(3) - INTERVAL ${Number(days.get(name))} DAY`)} LIMIT ${MOST_COUNTED}) d`,
      );
      const erased = counted.find(({ period }) => period === name);
      figures.set(name, {
        erasedLately: Number(erased?.lately ?? 0),
        lastOn: erased?.lastOn ?? null,
        waiting: Number(waiting?.n ?? 0),
      });
    }
    return figures;
  }

  /** When the job last ran and when it runs next; null: it has not begun. */
  async times(reader: Reader): Promise<{ lastAt: Date | null; nextAt: Date | null }> {
    const row = await reader.row<{ lastAt: Date | null; nextAt: Date | null }>(
      `SELECT (SELECT finished_at FROM job WHERE kind = '${RETENTION_RUN}' AND subject_id = ?) AS last_at,
         (SELECT due_at FROM job WHERE kind = '${RETENTION_DAILY}' AND subject_id = ? AND status = 'scheduled') AS next_at`,
      [FIRST_ID, FIRST_ID],
    );
    return { lastAt: row?.lastAt ?? null, nextAt: row?.nextAt ?? null };
  }
}
