import { describe, expect, it } from 'vitest';
import { CORRECTABLE, fieldsToCorrect } from './correct-row.js';
import { UNIT_DOUBTS, unitVerdict } from './judge-units.js';

describe('a row of a unit list', () => {
  const asked = (...doubts: string[]) => fieldsToCorrect({ doubts, subjectId: null });

  it('asks for the fields in doubt, each once and in a fixed order', () => {
    expect(asked('level')).toEqual(['level']);
    expect(asked('parent', 'kind')).toEqual(['kind', 'parent']);
    expect(asked('notBelow', 'level')).toEqual(['level', 'parent']);
    expect(asked('differs'), 'rows of one code may differ in anything').toEqual(CORRECTABLE);
  });

  it('asks for nothing when it is accepted, known or imported, or has to be read again', () => {
    expect(asked()).toEqual([]);
    expect(asked('same')).toEqual([]);
    expect(asked('changed')).toEqual([]);
    expect(asked('sheet')).toEqual([]);
    expect(fieldsToCorrect({ doubts: ['level'], subjectId: 'u' })).toEqual([]);
  });

  it('has a field for every doubt that a person decides', () => {
    const unanswered = UNIT_DOUBTS.filter((doubt) => unitVerdict([doubt]) === 'review' && asked(doubt).length === 0);
    expect(unanswered).toEqual([]);
  });
});
