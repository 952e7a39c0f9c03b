import { describe, expect, it } from 'vitest';
import { SELF, problem, type Actor, type Permission } from '#libs/platform';
import { Access } from './access.js';
import type { Role } from './roles.js';

const Absent = problem('ACCESS_SPEC_ABSENT', 404, { zh: '无', en: 'absent' });
const access = new Access();
const permission = (name: string, roles: readonly Role[]): Permission => ({
  name,
  roles,
  needsSecondFactor: false,
  isSuspendedAfterRecovery: false,
});
const SIGN = permission('sign', ['community_secretary', 'community_director', 'town_officer']);
const PAY = permission('pay', ['finance_clerk']);
const VERIFY = permission('verify', ['grid_worker']);
const CLAIM = permission('claim', ['volunteer']);
const AUDIT = permission('audit', ['auditor']);
const READ = permission('read', ['grid_worker', 'community_secretary', 'community_director', 'town_officer']);
const [DISTRICT, TOWN, COMMUNITY, OTHER] = ['/D/', '/D/T/', '/D/T/C/', '/D/T/C2/'] as const;

const grant = (role: Role, path: string) => ({ role, path, unitId: path });
function actorWith(grants: [Role, string][], lent: [Role, string][] = []): Actor {
  return {
    personId: 'me',
    grants: grants.map(([role, path]) => grant(role, path)),
    standsInFor: lent.map(([role, path]) => ({ ...grant(role, path), personId: 'absent signer' })),
    locale: 'en',
    sessionId: null,
    hasSecondFactor: true,
    suspendedUntil: null,
  };
}
const secretary = actorWith([['community_secretary', COMMUNITY]]);

describe('a permission', () => {
  it('holds in the unit of the role and below it, and nowhere else', () => {
    const town = actorWith([['town_officer', TOWN]]);
    const mayApprove = (path: string): boolean => access.may(town, SIGN, path);
    expect([TOWN, COMMUNITY, `${COMMUNITY}G/`].map(mayApprove)).toEqual([true, true, true]);
    expect([DISTRICT, '/D/T2/', '/D/T2/C/', '/'].map(mayApprove)).toEqual([false, false, false, false]);
  });

  it('does not hold in a unit with a similar code', () => {
    expect(access.may(secretary, SIGN, '/D/T/C/')).toBe(true);
    expect(access.may(secretary, SIGN, OTHER)).toBe(false);
  });

  it('is missing without roles, and for permissions outside the role', () => {
    expect(access.may(actorWith([]), READ, COMMUNITY)).toBe(false);
    expect(access.may(secretary, PAY, COMMUNITY)).toBe(false);
    expect(access.hasAnywhere(actorWith([]), SELF), 'one’s own affairs need no role').toBe(true);
    expect(access.hasAnywhere(actorWith([]), READ)).toBe(false);
  });

  it('is refused as not found outside the units, and as forbidden inside', () => {
    const refusalOf = (path: string): string => {
      try {
        access.require(secretary, PAY, path, Absent);
        return 'none';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect([OTHER, TOWN, COMMUNITY].map(refusalOf)).toEqual(['ACCESS_SPEC_ABSENT', 'ACCESS_SPEC_ABSENT', 'FORBIDDEN']);
    expect(access.require(secretary, SIGN, COMMUNITY, Absent)).toBeUndefined();
  });

  it('is held by any one of several roles', () => {
    const both = actorWith([
      ['volunteer', TOWN],
      ['grid_worker', COMMUNITY],
    ]);
    expect(access.may(both, VERIFY, COMMUNITY)).toBe(true);
    expect(access.may(both, VERIFY, OTHER)).toBe(false);
    expect(access.may(both, CLAIM, OTHER)).toBe(true);
  });
});

describe('the scope of a list', () => {
  it('is empty without the permission', () => {
    expect(access.scope(actorWith([]), READ).where('u.path')).toEqual({ sql: 'FALSE', values: [] });
    expect(access.scope(secretary, AUDIT).where('u.path')).toEqual({ sql: 'FALSE', values: [] });
  });

  it('is one condition for each unit, the widest units only', () => {
    const actor = actorWith([
      ['community_secretary', COMMUNITY],
      ['town_officer', '/D/T2/'],
      ['grid_worker', '/D/T2/C9/'],
      ['community_director', COMMUNITY],
      ['community_director', OTHER],
    ]);
    expect(access.scope(actor, READ).where('w.unit_path')).toEqual({
      sql: '(w.unit_path LIKE ? OR w.unit_path LIKE ? OR w.unit_path LIKE ?)',
      values: [`${COMMUNITY}%`, '/D/T2/%', `${OTHER}%`],
    });
  });

  it('leaves out units in which the role lacks the permission', () => {
    const actor = actorWith([
      ['volunteer', DISTRICT],
      ['community_secretary', COMMUNITY],
    ]);
    expect(access.scope(actor, READ).paths).toEqual([COMMUNITY]);
  });

  it('agrees with the check for one unit', () => {
    const paths = ['/', DISTRICT, TOWN, COMMUNITY, OTHER, '/D/T2/', '/D/T2/C9/'];
    for (const [role, at] of paths.flatMap(
      (path) =>
        [
          ['town_officer', path],
          ['auditor', path],
        ] as [Role, string][],
    )) {
      const actor = actorWith([[role, at]]);
      const { values } = access.scope(actor, AUDIT).where('p');
      for (const path of paths)
        expect(
          values.some((pattern) => path.startsWith(pattern.slice(0, -1))),
          `${role} ${at} ${path}`,
        ).toBe(access.may(actor, AUDIT, path));
    }
  });
});

describe('the turn to sign', () => {
  const deputy = actorWith([['community_director', COMMUNITY]], [['community_secretary', COMMUNITY]]);

  it('belongs to the role in its unit and below', () => {
    expect(access.signingTurn(secretary, 'community_secretary', COMMUNITY)).toEqual({ behalfOf: null });
    expect(access.signingTurn(secretary, 'community_secretary', `${COMMUNITY}G/`)).toEqual({ behalfOf: null });
    expect(access.signingTurn(secretary, 'community_secretary', OTHER)).toBeUndefined();
    expect(access.signingTurn(secretary, 'community_director', COMMUNITY)).toBeUndefined();
  });

  it('is taken on behalf of the holder with a delegation, and in one’s own name with the role', () => {
    expect(access.signingTurn(deputy, 'community_secretary', COMMUNITY)).toEqual({ behalfOf: 'absent signer' });
    expect(access.signingTurn(deputy, 'community_director', COMMUNITY)).toEqual({ behalfOf: null });
    expect(access.signingTurn(deputy, 'community_secretary', OTHER)).toBeUndefined();
  });

  it('is all that a delegation gives: it adds no permission', () => {
    const resident = actorWith([], [['community_secretary', COMMUNITY]]);
    expect(access.may(resident, SIGN, COMMUNITY)).toBe(false);
    expect(access.scope(resident, READ).paths).toEqual([]);
  });

  it('is found in lists by role and unit together', () => {
    expect(access.turns(deputy, 'r.next_role', 'r.unit_path')).toEqual({
      sql: '((r.next_role = ? AND r.unit_path LIKE ?) OR (r.next_role = ? AND r.unit_path LIKE ?))',
      values: ['community_director', `${COMMUNITY}%`, 'community_secretary', `${COMMUNITY}%`],
    });
    expect(access.turns(actorWith([]), 'a', 'b')).toEqual({ sql: 'FALSE', values: [] });
  });
});
