import { describe, expect, it } from 'vitest';
import { shanghaiDay } from '#libs/platform';
import { digestAfter } from './delivery-planner.js';

const at = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`);

describe('the next digest', () => {
  it('is none where none is wanted', () => {
    expect(digestAfter(at('2026-11-23', '10:00'), 'none')).toBeNull();
  });

  it('comes when the day’s work begins: today before that, tomorrow from then on', () => {
    expect(digestAfter(at('2026-11-23', '08:29'), 'daily')).toEqual(at('2026-11-23', '08:30'));
    expect(digestAfter(at('2026-11-23', '08:30'), 'daily')).toEqual(at('2026-11-24', '08:30'));
    expect(digestAfter(at('2026-11-23', '23:59'), 'daily')).toEqual(at('2026-11-24', '08:30'));
    expect(digestAfter(at('2026-11-23', '00:00'), 'daily')).toEqual(at('2026-11-23', '08:30'));
  });

  it('goes over the ends of months and years, and over leap days', () => {
    expect(digestAfter(at('2026-11-30', '09:00'), 'daily')).toEqual(at('2026-12-01', '08:30'));
    expect(digestAfter(at('2026-12-31', '09:00'), 'daily')).toEqual(at('2027-01-01', '08:30'));
    expect(digestAfter(at('2028-02-28', '09:00'), 'daily')).toEqual(at('2028-02-29', '08:30'));
    expect(digestAfter(at('2028-02-29', '09:00'), 'daily')).toEqual(at('2028-03-01', '08:30'));
  });

  it('comes on Mondays in Shanghai where it is weekly', () => {
    expect(digestAfter(at('2026-11-23', '08:29'), 'weekly')).toEqual(at('2026-11-23', '08:30'));
    expect(digestAfter(at('2026-11-23', '08:30'), 'weekly')).toEqual(at('2026-11-30', '08:30'));
    // Sunday in London, Monday in Shanghai.
    expect(digestAfter(new Date('2026-11-22T20:00:00Z'), 'weekly')).toEqual(at('2026-11-23', '08:30'));
  });

  it('is at most a week away, at half past eight, on every day of four years', () => {
    for (let ms = at('2026-01-01', '12:00').getTime(); ms < at('2030-01-01', '00:00').getTime(); ms += 86_400_000) {
      const next = digestAfter(new Date(ms), 'weekly')!;
      expect(next.getTime() - ms).toBeGreaterThan(0);
      expect(next.getTime() - ms).toBeLessThanOrEqual(7 * 86_400_000);
      expect(new Date(`${shanghaiDay(next)}T00:00:00Z`).getUTCDay()).toBe(1);
    }
  });
});
