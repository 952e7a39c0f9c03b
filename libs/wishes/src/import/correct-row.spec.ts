import { describe, expect, it } from 'vitest';
import { CORRECTABLE, correctedRow, fieldsToCorrect } from './correct-row.js';
import { NOTHING_READ, type ImportValues } from './read-form.js';

const WHOLE: ImportValues = {
  ...NOTHING_READ.values,
  unitCode: '440605125001',
  name: '李子梅',
  phone: '13600000001',
  text: '想要一台风扇',
  costYuan: 80,
  people: 1,
};

describe('a row in need of a correction', () => {
  it('asks for the fields in doubt, and for nothing once it is accepted or imported', () => {
    const asked = (verdict: 'accept' | 'review' | 'reject' | 'duplicate', doubts: string[], subjectId?: string) =>
      fieldsToCorrect({ verdict, doubts, subjectId: subjectId ?? null });
    expect(asked('review', ['cost', 'formula', 'length'])).toEqual(['costYuan', 'text']);
    expect(asked('duplicate', ['duplicate'])).toEqual(CORRECTABLE);
    expect(asked('reject', ['text'])).toEqual(CORRECTABLE);
    expect(asked('reject', ['sheet']), 'a whole sheet without headings').toEqual([]);
    expect(asked('accept', [])).toEqual([]);
    expect(asked('reject', ['text'], 'w')).toEqual([]);
  });

  it('is accepted when every doubt is resolved', () => {
    const doubts = ['cost', 'due'];
    expect(correctedRow({ verdict: 'review', doubts }, { costYuan: 80 }, WHOLE)).toEqual({
      verdict: 'review',
      doubts: ['due'],
    });
    expect(correctedRow({ verdict: 'review', doubts }, { costYuan: 80, dueOn: null }, WHOLE).verdict).toBe('accept');
  });

  it('stays a duplicate until the person or the wish is changed', () => {
    const before = { verdict: 'duplicate' as const, doubts: ['duplicate'] };
    expect(correctedRow(before, { people: 2 }, WHOLE)).toEqual(before);
    expect(correctedRow(before, { text: '想要一把伞' }, WHOLE)).toEqual({ verdict: 'accept', doubts: [] });
  });
});
