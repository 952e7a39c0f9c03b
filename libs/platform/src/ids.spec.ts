import { describe, expect, it } from 'vitest';
import { FIRST_ID, newId, newPublicCode } from './ids.js';

describe('an id', () => {
  it('sorts after all earlier ids', () => {
    const ids = Array.from({ length: 2_000 }, newId);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => id > FIRST_ID)).toBe(true);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('a code that people read aloud', () => {
  const codes = Array.from({ length: 5_000 }, () => newPublicCode('QD'));

  it('has two groups of four letters and digits that are easy to distinguish', () => {
    for (const code of codes) expect(code).toMatch(/^QD-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
    expect(codes.join('').replaceAll('QD-', '')).not.toMatch(/[01ILO]/);
  });

  it('uses every character of its alphabet in every position, and is unique', () => {
    expect(new Set(codes).size).toBe(codes.length);
    for (let place = 3; place < 12; place += 1)
      if (place !== 7) expect(new Set(codes.map((code) => code[place])).size, `place ${place}`).toBe(31);
  });
});
