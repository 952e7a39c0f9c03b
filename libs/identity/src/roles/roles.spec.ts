import { describe, expect, it } from 'vitest';
import {
  RESERVED_ROLES,
  ROLES,
  ROLE_LEVELS,
  ROLE_WORDS,
  conflict,
  isAppointed,
  levelsInWords,
  type Role,
} from './roles.js';

describe('a role', () => {
  it('has names in both languages and levels at which it exists', () => {
    for (const role of ROLES) {
      expect(ROLE_WORDS[role]).toMatchObject({ code: role, zh: expect.stringMatching(/\p{Script=Han}/u) });
      expect(ROLE_LEVELS[role].length, role).toBeGreaterThan(0);
    }
    expect(levelsInWords('finance_clerk')).toEqual({ zh: '区、镇街、社区（村）', en: 'district; town; community' });
  });

  it('reserved for administrators is also one that the office above appoints', () => {
    expect([...RESERVED_ROLES].every(isAppointed)).toBe(true);
  });
});

describe('duties over the fund', () => {
  it('conflict in one person when one unit contains the other', () => {
    const at = (role: Role, path: string) => ({ role, path });
    expect(conflict(at('community_secretary', '/D/T/C/'), at('finance_clerk', '/D/T/C/'))).toBe(true);
    expect(conflict(at('finance_clerk', '/D/T/'), at('community_secretary', '/D/T/C/'))).toBe(true);
    expect(conflict(at('grid_worker', '/D/T/C/G/'), at('town_officer', '/D/T/'))).toBe(true);
    expect(conflict(at('auditor', '/D/'), at('grid_leader', '/D/T/C/'))).toBe(true);
  });

  it('do not conflict in separate units, when they are the same, or with a role without duty', () => {
    const at = (role: Role, path: string) => ({ role, path });
    expect(conflict(at('community_secretary', '/D/T/C/'), at('finance_clerk', '/D/T/C2/'))).toBe(false);
    expect(conflict(at('community_secretary', '/D/T/C/'), at('town_officer', '/D/T/'))).toBe(false);
    expect(conflict(at('volunteer', '/D/'), at('finance_clerk', '/D/T/C/'))).toBe(false);
    expect(conflict(at('resident', '/D/T/C/'), at('community_secretary', '/D/T/C/'))).toBe(false);
  });

  it('conflict in both directions', () => {
    for (const a of ROLES)
      for (const b of ROLES)
        for (const [pathA, pathB] of [
          ['/D/', '/D/T/'],
          ['/D/T/', '/D/T/'],
          ['/D/A/', '/D/B/'],
        ] as const)
          expect(conflict({ role: a, path: pathA }, { role: b, path: pathB })).toBe(
            conflict({ role: b, path: pathB }, { role: a, path: pathA }),
          );
  });
});
