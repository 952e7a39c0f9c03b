import { describe, expect, it } from 'vitest';
import { problem } from '../problems.js';
import { BUG, declareConstraints, problemOfDriver, refusedBy } from './constraints.js';

const Taken = problem('TEST_PLACE_TAKEN', 409, { zh: '已占用', en: 'taken' });
declareConstraints({ uq_test_place: Taken, ck_test_sum: BUG, 'test_row.amount': Taken });

const fault = (errno: number, message: string): Error =>
  Object.assign(new Error('x'), { driverError: { errno, message } });
const of = (errno: number, message: string) => {
  const found = problemOfDriver(fault(errno, message), 'en');
  return found && [found.kind.code, found.details.faults];
};

describe('a violated constraint of the database', () => {
  it('becomes the error that its library declares', () => {
    expect(of(1062, `Duplicate entry '1-2' for key 'uq_test_place'`)).toEqual(['TEST_PLACE_TAKEN', undefined]);
    expect(of(4025, 'CONSTRAINT `test_row.amount` failed for `db`.`test_row`')).toEqual([
      'TEST_PLACE_TAKEN',
      undefined,
    ]);
    expect(of(1062, `Duplicate entry '1' for key 'PRIMARY'`)).toEqual(['CONFLICT', undefined]);
  });

  it('caused by a bug stays internal, with its name in the log', () => {
    const broken = fault(4025, 'CONSTRAINT `ck_test_sum` failed for `db`.`test_row`');
    expect(problemOfDriver(broken, 'en')).toBeUndefined();
    expect(refusedBy(broken)).toBe('ck_test_sum');
    expect(of(1054, `Unknown column 'NaN' in 'where clause'`)).toBeUndefined();
    expect(problemOfDriver(new Error('no driver'), 'en')).toBeUndefined();
    expect(problemOfDriver(undefined, 'en')).toBeUndefined();
  });

  it('names the field that does not fit, and never the value', () => {
    expect(of(1406, `Data too long for column 'public_text' at row 1`)).toEqual([
      'INVALID_INPUT',
      [{ field: 'publicText', reason: 'is too long' }],
    ]);
    expect(of(1264, `Out of range value for column 'people_helped' at row 1`)).toEqual([
      'INVALID_INPUT',
      [{ field: 'peopleHelped', reason: 'is out of range' }],
    ]);
    const secret = of(1366, "Incorrect string value: '\\xED\\xA0\\x80' for column `db`.`wish`.`place_name` at row 1");
    expect(secret).toEqual(['INVALID_INPUT', [{ field: 'placeName', reason: 'is not a valid value' }]]);
    expect(
      of(1452, 'Cannot add or update a child row: a foreign key constraint fails (`db`.`a`, CONSTRAINT `fk_b`'),
    ).toEqual(['REFERENCE_GONE', undefined]);
  });

  it('is declared once', () => {
    expect(() => declareConstraints({ uq_test_place: BUG })).toThrow('twice');
  });
});
