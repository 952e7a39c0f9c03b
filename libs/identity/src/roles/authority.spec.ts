import { describe, expect, it } from 'vitest';
import { Policies, type Actor } from '#libs/platform';
import { Access } from './access.js';
import { Authority, isAllowed, presentRole, refusalText, type HeldRole } from './authority.js';
import { UnitNotFound } from '../units/units.js';
import type { Role } from './roles.js';

const authority = new Authority(new Access(), new Policies());
const [DISTRICT, TOWN, COMMUNITY, OTHER] = ['/D/', '/D/T/', '/D/T/C/', '/D/T2/C/'] as const;

const actorWith = (personId: string, ...grants: [Role, string][]): Actor => ({
  personId,
  grants: grants.map(([role, path]) => ({ role, path, unitId: path })),
  standsInFor: [],
  locale: 'en',
  sessionId: null,
  hasSecondFactor: true,
  suspendedUntil: null,
});
const held = (role: Role, path: string, more: Partial<HeldRole> = {}): HeldRole => ({
  grantId: `${role} ${path}`,
  role,
  unitId: path,
  path,
  grantedBy: 'proposer',
  confirmedAt: new Date(0),
  confirmedBy: 'second',
  isRevoked: false,
  isFresh: false,
  ...more,
});
const refusal = (rule: () => void): string => {
  try {
    rule();
    return 'allowed';
  } catch (error) {
    return (error as Error).message;
  }
};

const administrator = actorWith('admin', ['administrator', DISTRICT]);
const townOfficer = actorWith('town', ['town_officer', TOWN]);
const secretary = actorWith('secretary', ['community_secretary', COMMUNITY]);

describe('who may appoint', () => {
  const appoint = (actor: Actor, role: Role, path: string): string =>
    refusal(() => authority.assertMayAppoint(actor, role, path, UnitNotFound));

  it('is the office above for roles that sign, pay or supervise, and the office itself for others', () => {
    expect(appoint(townOfficer, 'community_secretary', COMMUNITY)).toBe('allowed');
    expect(appoint(secretary, 'community_director', COMMUNITY)).toBe('APPOINTED_FROM_ABOVE');
    expect(appoint(secretary, 'grid_worker', COMMUNITY)).toBe('allowed');
    expect(appoint(townOfficer, 'town_officer', TOWN)).toBe('APPOINTED_FROM_ABOVE');
  });

  it('is an administrator alone for administrators, district officers and auditors', () => {
    const officer = actorWith('officer', ['district_officer', DISTRICT]);
    for (const role of ['administrator', 'district_officer', 'auditor'] as const) {
      expect(appoint(administrator, role, DISTRICT), role).toBe('allowed');
      expect(appoint(officer, role, DISTRICT), role).toBe('ROLE_RESERVED');
    }
  });

  it('excludes people of other units, who do not even learn that the unit exists', () => {
    expect(appoint(townOfficer, 'grid_worker', OTHER)).toBe('UNIT_NOT_FOUND');
    expect(appoint(actorWith('v', ['volunteer', DISTRICT]), 'grid_worker', COMMUNITY)).toBe('FORBIDDEN');
  });

  it('gives a role only at its level of unit', () => {
    expect(refusal(() => authority.assertLevel('community_secretary', { level: 'community' }))).toBe('allowed');
    expect(refusal(() => authority.assertLevel('community_secretary', { level: 'town' }))).toBe('ROLE_LEVEL');
    expect(refusal(() => authority.assertLevel('auditor', { level: 'community' }))).toBe('ROLE_LEVEL');
  });
});

describe('who may confirm an appointment', () => {
  const confirm = (actor: Actor, personId: string, grantedBy: string): string =>
    refusal(() =>
      authority.assertMayConfirm(actor, { personId, role: 'community_secretary', path: COMMUNITY, grantedBy }),
    );

  it('is a second person above, neither the proposer nor the appointed person', () => {
    expect(confirm(townOfficer, 'new', 'somebody')).toBe('allowed');
    expect(confirm(townOfficer, 'new', 'town')).toBe('SECOND_PERSON');
    expect(confirm(townOfficer, 'town', 'somebody')).toBe('OWN_AUTHORITY');
    expect(confirm(secretary, 'new', 'somebody')).toBe('APPOINTED_FROM_ABOVE');
    expect(confirm(actorWith('other', ['town_officer', '/D/T2/']), 'new', 'somebody')).toBe('APPOINTMENT_NOT_FOUND');
  });
});

describe('who may act on an account', () => {
  const handle = (actor: Actor, ...roles: HeldRole[]): string =>
    refusal(() => authority.assertMayHandle(actor, 'person', roles));

  it('is an office that has all its staff roles below it', () => {
    expect(handle(townOfficer, held('community_secretary', COMMUNITY))).toBe('allowed');
    expect(handle(secretary, held('grid_worker', COMMUNITY))).toBe('allowed');
    expect(handle(townOfficer, held('grid_worker', COMMUNITY), held('grid_worker', OTHER))).toBe('PERSON_NOT_FOUND');
    expect(handle(secretary, held('community_director', COMMUNITY))).toBe('APPOINTED_FROM_ABOVE');
  });

  it('excludes the account’s own person, and is empty for an account without a role', () => {
    expect(refusal(() => authority.assertMayHandle(townOfficer, 'town', [held('grid_worker', COMMUNITY)]))).toBe(
      'OWN_AUTHORITY',
    );
    expect(handle(administrator)).toBe('PERSON_NOT_FOUND');
    expect(handle(administrator, held('grid_worker', COMMUNITY, { isRevoked: true }))).toBe('PERSON_NOT_FOUND');
  });

  it('excludes an office that gave it a role in order to take it over', () => {
    const takenOver = [held('community_secretary', OTHER), held('volunteer', COMMUNITY)];
    expect(handle(secretary, ...takenOver)).toBe('PERSON_NOT_FOUND');
    // Of somebody who is only a volunteer or a resident, the first role decides.
    expect(handle(secretary, held('volunteer', OTHER), held('resident', COMMUNITY))).toBe('PERSON_NOT_FOUND');
    expect(handle(secretary, held('volunteer', COMMUNITY), held('resident', OTHER))).toBe('allowed');
  });

  it('is still the office above a role that signed until recently', () => {
    const roles = [held('volunteer', COMMUNITY), held('community_director', COMMUNITY, { isRevoked: true })];
    expect(handle(secretary, ...roles)).toBe('APPOINTED_FROM_ABOVE');
    expect(handle(townOfficer, ...roles)).toBe('allowed');
  });

  it('excludes the proposer of a recent appointment from issuing its activation code', () => {
    const rekey = (more: Partial<HeldRole>): string =>
      refusal(() => authority.assertMayRekey(townOfficer, 'p', [held('community_secretary', COMMUNITY, more)]));
    expect(rekey({ grantedBy: 'town', isFresh: true })).toBe('PROPOSER_HAS_NO_KEY');
    expect(rekey({ grantedBy: 'town', isFresh: false })).toBe('allowed');
    expect(rekey({ grantedBy: 'another', isFresh: true })).toBe('allowed');
  });
});

describe('who may add a role to an account', () => {
  const add = (actor: Actor, role: Role, ...roles: HeldRole[]): string =>
    refusal(() => authority.assertMayAdd(actor, role, roles));

  it('is an office above one of its roles, and for a staff role above all that decide', () => {
    const elsewhere = [held('grid_worker', OTHER), held('volunteer', COMMUNITY)];
    expect(add(secretary, 'resident', ...elsewhere)).toBe('allowed');
    expect(add(secretary, 'grid_worker', ...elsewhere)).toBe('SERVES_ELSEWHERE');
    expect(add(administrator, 'grid_worker', ...elsewhere)).toBe('allowed');
    expect(add(secretary, 'resident', held('volunteer', OTHER))).toBe('PERSON_NOT_FOUND');
    expect(add(secretary, 'resident', held('volunteer', COMMUNITY, { isRevoked: true }))).toBe('PERSON_NOT_FOUND');
  });

  it('is not an office beside one that signs', () => {
    expect(add(secretary, 'volunteer', held('community_director', COMMUNITY))).toBe('APPOINTED_FROM_ABOVE');
  });
});

describe('the record of a rule', () => {
  it('is the unit of a staff role if there is one', () => {
    const roles = [held('resident', COMMUNITY), held('grid_worker', OTHER)];
    expect(presentRole(roles)?.path).toBe(OTHER);
    expect(presentRole([held('grid_worker', OTHER, { isRevoked: true }), roles[0]!])?.path).toBe(COMMUNITY);
    expect(presentRole([])).toBeUndefined();
  });

  it('is a refusal in words; other errors pass through', () => {
    const rule = (): void => authority.assertMayHandle(townOfficer, 'town', []);
    expect(isAllowed(rule)).toBe(false);
    expect(refusalText(rule, 'en')).toMatch(/Ask the office above/);
    expect(refusalText(rule, 'zh')).toMatch(/上级单位/);
    expect(refusalText(() => undefined, 'en')).toBeNull();
    const broken = (): never => {
      throw new TypeError('a slip');
    };
    expect(() => isAllowed(broken)).toThrow('a slip');
  });
});
