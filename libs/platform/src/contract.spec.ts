import { describe, expect, it } from 'vitest';
import { assertContracts } from './contract.js';

describe('the contracts of libraries', () => {
  const faultsOf = (...purges: string[]): string => {
    try {
      assertContracts([{ name: 'lamps', purges }]);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('take a purge that deletes some old rows of one table', () => {
    expect(faultsOf('DELETE FROM lamp WHERE out_at < UTC_TIMESTAMP(3) LIMIT 500')).not.toContain('not a purge');
  });

  it.each([
    'DELETE FROM lamp LIMIT 500',
    'DELETE FROM lamp WHERE TRUE',
    'UPDATE lamp SET lit = 0 WHERE TRUE LIMIT 500',
  ])('refuse %s as a purge', (sql) => {
    expect(faultsOf(sql)).toContain(`not a purge: ${sql}`);
  });
});
