/** Residents, budget years and office hours live in Asia/Shanghai: UTC+8 all year since 1992. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** The calendar day in Shanghai at an instant: `2026-11-23`. */
export const shanghaiDay = (at: Date): string => new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);

/** Date and time in Shanghai as people write them: `2026-11-23 09:05`. */
export const shanghaiTime = (at: Date): string =>
  new Date(at.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');

/** The budget year that an instant falls into (reliability rule: the Asia/Shanghai year of the decision). */
export const budgetYear = (at: Date): number => Number(shanghaiDay(at).slice(0, 4));

/** Minutes since midnight in Shanghai. */
export const shanghaiMinutes = (at: Date): number => {
  const local = new Date(at.getTime() + SHANGHAI_OFFSET_MS);
  return local.getUTCHours() * 60 + local.getUTCMinutes() + local.getUTCSeconds() / 60;
};

/** The instant at which a Shanghai day has reached `minutes` since midnight. */
export const shanghaiInstant = (day: string, minutes = 0): Date =>
  new Date(Date.parse(`${day}T00:00:00Z`) - SHANGHAI_OFFSET_MS + Math.round(minutes * 60_000));

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
