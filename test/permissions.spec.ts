import { describe, expect, it } from 'vitest';
import { SELF, definedPermissions, type Actor } from '#libs/platform';
import { Access, ROLES, holds, isAppointed, isStaff, needsSecondFactor } from '#libs/identity';
import { holdersOf, permissionNamed } from './support/permissions.js';

const permissions = [...definedPermissions().values()];
const may = (role: string, name: string): boolean => holds(role, permissionNamed(name));

describe('a role', () => {
  it('has only access to own data when it is unknown', () => {
    for (const role of ['mayor', '', 'Administrator', 'constructor'])
      expect(permissions.filter((permission) => holds(role, permission))).toEqual([SELF]);
  });

  it('of a resident or volunteer gives no access to data of others', () => {
    const own: Record<string, string[]> = {
      resident: ['self', 'unit.read', 'wish.submit', 'wish.own'],
      volunteer: ['self', 'unit.read', 'volunteer.self', 'wish.feed', 'wish.claim'],
    };
    for (const [role, expected] of Object.entries(own)) {
      const held = permissions.filter((permission) => holds(role, permission)).map(({ name }) => name);
      expect(held.toSorted()).toEqual(expected.toSorted());
      expect(isStaff(role)).toBe(false);
      expect(isAppointed(role)).toBe(false);
    }
  });
});

describe('permissions over the fund', () => {
  it('are separate: no role both requests and signs, or both signs and pays', () => {
    expect(holdersOf('spend.pay')).toEqual(['finance_clerk']);
    expect(holdersOf('spend.approve').filter((role) => may(role, 'spend.pay'))).toEqual([]);
    expect(holdersOf('objection.answer')).toEqual(['supervision_committee']);
    expect(may('administrator', 'spend.approve')).toBe(false);
    expect(may('auditor', 'spend.accept')).toBe(false);
  });
});

describe('a second factor', () => {
  it('is required for roles that sign, pay or manage accounts, and not for residents and volunteers', () => {
    for (const role of new Set(['spend.approve', 'spend.pay', 'person.manage'].flatMap(holdersOf)))
      expect(needsSecondFactor([{ role: 'volunteer' }, { role }]), role).toBe(true);
    expect(needsSecondFactor([{ role: 'resident' }, { role: 'volunteer' }])).toBe(false);
    expect(needsSecondFactor([])).toBe(false);
  });

  it('covers every permission that is suspended after a recovery', () => {
    expect(permissions.filter((one) => one.needsSecondFactor && !one.isSuspendedAfterRecovery)).toEqual([]);
    for (const name of ['spend.accept', 'spend.commit', 'spend.pause', 'objection.answer'])
      expect(permissionNamed(name).isSuspendedAfterRecovery, name).toBe(true);
    for (const name of ['self', 'wish.read', 'wish.verify', 'spend.read'])
      expect(permissionNamed(name).isSuspendedAfterRecovery, name).toBe(false);
  });
});

it('every permission is held by some role', () => {
  expect(permissions.filter(({ name }) => holdersOf(name).length === 0)).toEqual([]);
});

it('what a session says about permissions is what the server checks', () => {
  const access = new Access();
  for (const role of ROLES) {
    const actor: Actor = {
      personId: role,
      grants: [{ role, unitId: 'home', path: '/D/T/C/' }],
      standsInFor: [{ role: 'community_secretary', unitId: 'away', path: '/D/T/A/', personId: 'absent' }],
      locale: 'zh',
      sessionId: null,
      hasSecondFactor: true,
      suspendedUntil: null,
    };
    const told = new Map(access.permissions(actor).map(({ name, unitIds }) => [name, unitIds]));
    for (const permission of permissions.filter((one) => one !== SELF)) {
      expect(told.has(permission.name), `${role} ${permission.name}`).toBe(access.hasAnywhere(actor, permission));
      expect(told.get(permission.name) ?? []).toEqual(access.may(actor, permission, '/D/T/C/') ? ['home'] : []);
    }
  }
});
