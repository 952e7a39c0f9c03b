import { useMemo } from 'react';
import { useLook, type Language } from './preferences';

const LOCALES: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };
const ZONE = 'Asia/Shanghai';
const NOW: Record<Language, string> = { zh: '刚刚', en: 'just now' };
const MINUTE = 60_000;
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
];

export interface Format {
  /** ¥12,345.60, or without fen if there are none. */
  money(fen: number): string;
  /** For the console: 51.72 万元; in English ¥517,200. */
  wan(fen: number): string;
  number(value: number): string;
  percent(part: number, whole: number): string;
  /** 11月24日, with the year if it is not the current one. */
  day(iso: string): string;
  /** 11月24日 09:05 */
  time(iso: string): string;
  /** 3 天前, in 2 hours. */
  ago(iso: string): string;
  month(yearMonth: string): string;
  /** Several items in one line: 甲、乙; A, B. */
  list(texts: readonly string[]): string;
  /** Clauses in one line: 甲；乙, A; B. */
  clauses(texts: readonly string[]): string;
}

/** Creates the value on first use: a formatter costs an old phone some ten milliseconds. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Shanghai has had no daylight saving time since 1991. */
const yearOf = (at: Date): number => new Date(at.getTime() + 8 * 60 * MINUTE).getUTCFullYear();

/** The calendar day in Shanghai `inDays` days from now: `2026-11-24`. */
export const shanghaiDay = (inDays = 0): string =>
  new Date(Date.now() + (inDays * 24 + 8) * 60 * MINUTE).toISOString().slice(0, 10);

const formats = new Map<Language, Format>();

/** Dates, money and numbers by language, always in Shanghai time. */
export function formatFor(language: Language): Format {
  const made = formats.get(language);
  if (made) return made;
  const locale = LOCALES[language];
  const figures = (digits: Intl.NumberFormatOptions) => once(() => new Intl.NumberFormat('en-US', digits));
  const dates = (parts: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...parts }));
  const number = figures({});
  const cents = figures({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const wan = figures({ maximumFractionDigits: 2 });
  const monthDay = dates({ month: 'short', day: 'numeric' });
  const withYear = dates({ year: 'numeric', month: 'short', day: 'numeric' });
  const clock = dates({ hour: '2-digit', minute: '2-digit', hour12: false });
  const months = dates({ year: 'numeric', month: 'short' });
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const money = (fen: number): string =>
    `${fen < 0 ? '-' : ''}¥${(fen % 100 === 0 ? number : cents)().format(Math.abs(fen) / 100)}`;
  const day = (iso: string): string => {
    const at = new Date(iso.length === 10 ? `${iso}T12:00:00+08:00` : iso);
    return (yearOf(at) === yearOf(new Date()) ? monthDay : withYear)().format(at);
  };
  const format: Format = {
    money,
    day,
    wan: (fen) =>
      language === 'zh' && Math.abs(fen) >= 1_000_000 ? `${wan().format(fen / 1_000_000)} 万元` : money(fen),
    number: (value) => number().format(value),
    percent: (part, all) => (all === 0 ? '–' : `${Math.round((part / all) * 100)}%`),
    time: (iso) => `${day(iso)} ${clock().format(new Date(iso))}`,
    ago: (iso) => {
      const ms = new Date(iso).getTime() - Date.now();
      for (const [unit, length] of STEPS)
        if (Math.abs(ms) >= length) return relative().format(Math.trunc(ms / length), unit);
      return NOW[language];
    },
    month: (yearMonth) => months().format(new Date(`${yearMonth}-15T12:00:00+08:00`)),
    list: (texts) => texts.join(language === 'zh' ? '、' : ', '),
    clauses: (texts) => texts.join(language === 'zh' ? '；' : '; '),
  };
  formats.set(language, format);
  return format;
}

export function useFormat(): Format {
  const { language } = useLook();
  return useMemo(() => formatFor(language), [language]);
}
