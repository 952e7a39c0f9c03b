import { describe, expect, it } from 'vitest';
import {
  NEEDS_SECOND_FACTOR,
  PERMISSIONS,
  RESERVED_ROLES,
  ROLES,
  ROLE_LEVELS,
  ROLE_WORDS,
  conflict,
  holds,
  isAppointed,
  isStaff,
  levelsInWords,
  needsSecondFactor,
  restsAfterRecovery,
  type Permission,
  type Role,
} from './roles.js';

const permissions = Object.keys(PERMISSIONS) as Permission[];
const holdersOf = (permission: Permission): Role[] => ROLES.filter((role) => holds(role, permission));

describe('a role', () => {
  it('has words in both languages and a level at which it exists', () => {
    for (const role of ROLES) {
      expect(ROLE_WORDS[role]).toMatchObject({ code: role, zh: expect.stringMatching(/\p{Script=Han}/u) });
      expect(ROLE_LEVELS[role].length, role).toBeGreaterThan(0);
    }
    expect(levelsInWords('finance_clerk')).toEqual({ zh: '区、镇街、社区（村）', en: 'district; town; community' });
  });

  it('holds nothing when nobody knows it', () => {
    for (const role of ['mayor', '', 'Administrator', 'constructor'])
      expect(permissions.filter((permission) => holds(role, permission))).toEqual([]);
  });

  it('of a resident or volunteer reads nobody else’s data', () => {
    const own: Record<string, Permission[]> = {
      resident: ['self', 'unit.read', 'wish.submit', 'wish.own'],
      volunteer: ['self', 'unit.read', 'volunteer.self', 'wish.feed', 'wish.claim'],
    };
    for (const [role, expected] of Object.entries(own)) {
      expect(permissions.filter((permission) => holds(role, permission)).toSorted()).toEqual(expected.toSorted());
      expect(isStaff(role)).toBe(false);
      expect(isAppointed(role)).toBe(false);
    }
  });

  it('that an administrator reserves is one that the office above appoints', () => {
    expect([...RESERVED_ROLES].every(isAppointed)).toBe(true);
  });
});

describe('duties over the fund', () => {
  it('are apart: nobody who asks also signs, and nobody who signs also pays', () => {
    expect(holdersOf('spend.pay')).toEqual(['finance_clerk']);
    expect(holdersOf('spend.approve').filter((role) => holds(role, 'spend.pay'))).toEqual([]);
    expect(holdersOf('objection.answer')).toEqual(['supervision_committee']);
    expect(holds('administrator', 'spend.approve')).toBe(false);
    expect(holds('auditor', 'spend.accept')).toBe(false);
  });

  it('do not meet in one person where one unit lies in the other', () => {
    const at = (role: Role, path: string) => ({ role, path });
    expect(conflict(at('community_secretary', '/D/T/C/'), at('finance_clerk', '/D/T/C/'))).toBe(true);
    expect(conflict(at('finance_clerk', '/D/T/'), at('community_secretary', '/D/T/C/'))).toBe(true);
    expect(conflict(at('grid_worker', '/D/T/C/G/'), at('town_officer', '/D/T/'))).toBe(true);
    expect(conflict(at('auditor', '/D/'), at('grid_leader', '/D/T/C/'))).toBe(true);
  });

  it('may meet in units apart, where they are the same, and with what is no duty', () => {
    const at = (role: Role, path: string) => ({ role, path });
    expect(conflict(at('community_secretary', '/D/T/C/'), at('finance_clerk', '/D/T/C2/'))).toBe(false);
    expect(conflict(at('community_secretary', '/D/T/C/'), at('town_officer', '/D/T/'))).toBe(false);
    expect(conflict(at('volunteer', '/D/'), at('finance_clerk', '/D/T/C/'))).toBe(false);
    expect(conflict(at('resident', '/D/T/C/'), at('community_secretary', '/D/T/C/'))).toBe(false);
  });

  it('conflict the same way round and the other', () => {
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

describe('a second factor', () => {
  it('is needed by everybody who signs, pays or makes accounts, and not by residents and volunteers', () => {
    for (const role of ROLES.filter(
      (one) => holds(one, 'spend.approve') || holds(one, 'spend.pay') || holds(one, 'person.manage'),
    ))
      expect(needsSecondFactor([{ role: 'volunteer' }, { role }]), role).toBe(true);
    expect(needsSecondFactor([{ role: 'resident' }, { role: 'volunteer' }])).toBe(false);
    expect(needsSecondFactor([])).toBe(false);
  });

  it('rules over nothing that goes on right after a recovery', () => {
    expect([...NEEDS_SECOND_FACTOR].filter((permission) => !restsAfterRecovery(permission))).toEqual([]);
    expect(
      (['spend.accept', 'spend.commit', 'spend.pause', 'objection.answer'] as const).every(restsAfterRecovery),
    ).toBe(true);
    expect((['self', 'wish.read', 'wish.verify', 'spend.read'] as const).some(restsAfterRecovery)).toBe(false);
  });

  it('is named of permissions that exist', () => {
    expect([...NEEDS_SECOND_FACTOR].filter((permission) => !permissions.includes(permission))).toEqual([]);
    expect(permissions.filter((permission) => holdersOf(permission).length === 0)).toEqual([]);
  });
});
