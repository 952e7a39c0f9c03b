import { describe, expect, it } from 'vitest';
import { fieldsToCorrect } from './correct-row.js';
import { STAFF_DOUBTS } from './read-staff.js';

describe('a row of a staff list', () => {
  const asked = (...doubts: string[]) => fieldsToCorrect({ doubts, subjectId: null });

  it('asks for the fields in doubt, each once and in a fixed order', () => {
    expect(asked('phone', 'name')).toEqual(['name', 'phone']);
    expect(asked('level')).toEqual(['unitCode', 'roles']);
    expect(asked('unit', 'role')).toEqual(['unitCode', 'roles']);
    expect(asked('otherName')).toEqual(['isSame', 'phone']);
    expect(asked('twoNames', 'conflict')).toEqual(['isSame', 'name', 'phone', 'unitCode', 'roles']);
  });

  it('asks for nothing when it is accepted or imported, or stands for a whole sheet', () => {
    expect(asked()).toEqual([]);
    expect(asked('sheet')).toEqual([]);
    expect(fieldsToCorrect({ doubts: ['role'], subjectId: 'p' })).toEqual([]);
  });

  it('can be saved with any doubt by a person who may give the roles', () => {
    const closed = STAFF_DOUBTS.filter((doubt) => doubt !== 'sheet' && asked(doubt).length === 0);
    expect(closed).toEqual([]);
  });
});
