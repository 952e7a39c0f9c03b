import { describe, expect, it } from 'vitest';
import { fieldsToCorrect } from './correct-row.js';
import { STAFF_DOUBTS } from './read-staff.js';

describe('a row of a list of staff', () => {
  const asked = (...doubts: string[]) => fieldsToCorrect({ doubts, subjectId: null });

  it('asks for what answers its doubts, each once and in one order', () => {
    expect(asked('phone', 'name')).toEqual(['name', 'phone']);
    expect(asked('level')).toEqual(['unitCode', 'roles']);
    expect(asked('unit', 'role')).toEqual(['unitCode', 'roles']);
    expect(asked('otherName')).toEqual(['isSame', 'phone']);
    expect(asked('twoNames', 'conflict')).toEqual(['isSame', 'name', 'phone', 'unitCode', 'roles']);
  });

  it('asks for nothing where it is accepted or taken in, or stands for a whole sheet', () => {
    expect(asked()).toEqual([]);
    expect(asked('sheet')).toEqual([]);
    expect(fieldsToCorrect({ doubts: ['role'], subjectId: 'p' })).toEqual([]);
  });

  it('can be saved again, whatever it is in doubt of, by somebody who may give the roles', () => {
    const closed = STAFF_DOUBTS.filter((doubt) => doubt !== 'sheet' && asked(doubt).length === 0);
    expect(closed).toEqual([]);
  });
});
