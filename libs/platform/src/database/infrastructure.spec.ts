import { describe, expect, it } from 'vitest';
import { toInfrastructureProblem } from './transactions.js';

const codeOf = (error: unknown): string | undefined => toInfrastructureProblem(error)?.kind.code;

describe('an error of the database', () => {
  it('during shutdown or after a lost connection is UNAVAILABLE', () => {
    for (const words of [
      'Pool is closed.',
      'Queue limit reached.',
      'Connection lost: The server closed the connection.',
      `Can't add new command when connection is in closed state`,
      'Connection is not established with mysql database',
      'Cannot execute operation because connection is not yet established.',
    ])
      expect(codeOf(new Error(words)), words).toBe('UNAVAILABLE');
    expect(codeOf(Object.assign(new Error('read'), { code: 'ECONNRESET' }))).toBe('UNAVAILABLE');
  });

  it('for lack of space is STORAGE_FULL', () => {
    expect(codeOf(Object.assign(new Error(`The table 'wish' is full`), { errno: 1114 }))).toBe('STORAGE_FULL');
  });

  it('of another kind is left to the constraints', () => {
    expect(codeOf(Object.assign(new Error('Duplicate entry'), { errno: 1062 }))).toBeUndefined();
    expect(codeOf(new TypeError('x is not a function'))).toBeUndefined();
  });
});
