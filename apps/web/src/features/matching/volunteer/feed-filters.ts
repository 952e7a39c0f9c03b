import { shanghaiDay } from '../../../core/format';

export interface FeedFilters {
  category?: string;
  skill?: string;
  unit?: string;
  kind?: string;
  urgency?: string;
  /** `week` or `month`. */
  by?: string;
}

const DAYS: Record<string, number> = { week: 7, month: 30 };

/** The last day of "within a week", in Shanghai. */
export function dayOf(by: string | undefined): string | undefined {
  const days = by === undefined ? undefined : DAYS[by];
  if (days === undefined) return undefined;
  return shanghaiDay(days);
}
