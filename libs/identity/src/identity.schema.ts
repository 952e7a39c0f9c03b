import { encryptedColumns, subjectColumns, type Invariant, type Schema } from '#libs/platform';
import * as migrations from './migrations/index.js';

export const identitySchema: Schema = {
  migrations: Object.values(migrations),
  rights: [
    { table: 'account_erasure', rights: 'append', mayUpdate: ['status', 'ended_at', 'refused_for'] },
    { table: 'delegation', rights: 'append', mayUpdate: ['ended_at', 'ended_by', 'reason'] },
    { table: 'role_grant', rights: 'append', mayUpdate: ['revoked_at', 'confirmed_at', 'confirmed_by'] },
    {
      table: 'account_recovery',
      rights: 'append',
      mayUpdate: ['used_at', 'suspended_until', 'stopped_at', 'stopped_by'],
    },
  ],
  encrypted: {
    columns: [
      ...subjectColumns('person', ['name', 'phone']),
      ...encryptedColumns('second_factor', ['secret', 'pending'], ['person_id']),
    ],
    indexed: [
      { table: 'person', columns: ['phone_hash'], key: ['id'] },
      { table: 'known_address', columns: ['address_hash'], key: ['person_id', 'address_hash'] },
      { table: 'activation_code', columns: ['code_hash'], key: ['person_id'] },
      { table: 'recovery_code', columns: ['code_hash'], key: ['person_id', 'code_hash'] },
    ],
    plain: ['session.token_hash', 'sign_in_attempt.key_hash'],
  },
};

/** SQL: the levels of units at which each role exists, for a grant `g` in a unit `u`. Must match `ROLE_LEVELS`. */
const AT_ITS_LEVEL = `(g.role = 'resident' AND u.level IN ('community','grid1','grid2','grid3')) OR g.role = 'volunteer' OR
  (g.role IN ('grid_worker','grid_leader') AND u.level IN ('community','grid1','grid2','grid3')) OR
  (g.role IN ('community_secretary','community_director','supervision_committee') AND u.level = 'community') OR
  (g.role = 'town_officer' AND u.level = 'town') OR (g.role = 'district_officer' AND u.level = 'district') OR
  (g.role = 'finance_clerk' AND u.level IN ('district','town','community')) OR
  (g.role = 'auditor' AND u.level IN ('district','town')) OR (g.role = 'administrator' AND u.level = 'district')`;

/** SQL: the duty of a role. One person must not hold different duties for one unit. Must match `conflict` in
 *  role-rules.ts. */
const DUTY = (grant: string): string =>
  `CASE WHEN ${grant}.role IN ('grid_worker','grid_leader') THEN 'ask'
     WHEN ${grant}.role IN ('community_secretary','community_director','town_officer','district_officer') THEN 'sign'
     WHEN ${grant}.role IN ('supervision_committee','finance_clerk','auditor','administrator') THEN ${grant}.role END`;

export const identityInvariants: Invariant[] = [
  {
    name: 'person.level',
    rule: 'Every role that is in force stands in a unit of its level',
    sql: `SELECT g.id FROM role_grant g JOIN unit u ON u.id = g.unit_id
      WHERE g.revoked_at IS NULL AND (u.level <> g.unit_level OR NOT (${AT_ITS_LEVEL}))`,
  },
  {
    name: 'person.confirmed',
    rule: 'Who signs, pays, supervises or manages accounts was appointed by one person and confirmed by another, and by neither for themselves',
    sql: `SELECT g.id FROM role_grant g WHERE g.in_force = 1 AND g.origin = 'office' AND (g.granted_by = g.person_id OR
        (g.role NOT IN ('resident','volunteer','grid_worker','grid_leader') AND
          (g.confirmed_by IS NULL OR g.confirmed_by IN (g.granted_by, g.person_id))))`,
  },
  {
    name: 'person.duties',
    rule: 'In one unit a person has at most one of these duties: request, sign, supervise, pay, audit',
    sql: `SELECT g.person_id FROM role_grant g JOIN unit u ON u.id = g.unit_id
      JOIN role_grant o ON o.person_id = g.person_id AND o.id > g.id AND o.in_force = 1 JOIN unit ou ON ou.id = o.unit_id
      WHERE g.in_force = 1 AND g.origin = 'office' AND o.origin = 'office' AND ${DUTY('g')} <> ${DUTY('o')}
        AND (u.path LIKE CONCAT(ou.path, '%') OR ou.path LIKE CONCAT(u.path, '%'))`,
  },
  {
    name: 'person.recovered',
    rule: 'After a recovery, the money permissions of a person who signs, pays, supervises or manages accounts are suspended',
    sql: `SELECT r.id FROM account_recovery r JOIN person p ON p.id = r.person_id
      WHERE r.suspended_until > UTC_TIMESTAMP(3) AND r.stopped_at IS NULL
        AND (p.money_suspended_until IS NULL OR p.money_suspended_until < r.suspended_until)`,
  },
  {
    name: 'person.activationCode',
    rule: 'No activation code is older than the last change of the person’s roles of staff',
    sql: `SELECT c.person_id FROM activation_code c JOIN role_grant g ON g.person_id = c.person_id AND g.role NOT IN ('volunteer','resident')
      WHERE GREATEST(g.granted_at, COALESCE(g.confirmed_at, g.granted_at), COALESCE(g.revoked_at, g.granted_at)) > c.given_at`,
  },
  {
    name: 'delegation.once',
    rule: 'On any day a role has at most one deputy, who is not its holder',
    sql: `SELECT d.id FROM delegation d JOIN role_grant g ON g.id = d.grant_id
      LEFT JOIN delegation o ON o.grant_id = d.grant_id AND o.id <> d.id AND o.ended_at IS NULL AND d.ended_at IS NULL
        AND o.from_on <= d.until_on AND o.until_on >= d.from_on
      WHERE o.id IS NOT NULL OR g.person_id = d.deputy_id`,
  },
  {
    name: 'unit.path',
    rule: 'Every unit lies on the path of its parent',
    sql: `SELECT u.code FROM unit u JOIN unit p ON p.id = u.parent_id WHERE u.path <> CONCAT(p.path, u.code, '/')`,
  },
  {
    name: 'person.erased',
    rule: 'Nothing by which a person can be found or can sign in is left of a deleted account',
    sql: `SELECT p.id FROM person p WHERE p.erased_at IS NOT NULL AND (
        p.name IS NOT NULL OR p.phone IS NOT NULL OR p.password_hash IS NOT NULL OR p.disabled_at IS NULL
        OR EXISTS (SELECT 1 FROM session s WHERE s.person_id = p.id)
        OR EXISTS (SELECT 1 FROM known_address a WHERE a.person_id = p.id)
        OR EXISTS (SELECT 1 FROM second_factor f WHERE f.person_id = p.id)
        OR EXISTS (SELECT 1 FROM recovery_code c WHERE c.person_id = p.id)
        OR EXISTS (SELECT 1 FROM activation_code c WHERE c.person_id = p.id)
        OR EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id AND g.revoked_at IS NULL))`,
  },
  {
    name: 'person.erasureLate',
    rule: 'No deletion of an account waits two days longer than it was told',
    sql: `SELECT id FROM account_erasure WHERE status = 'waiting' AND due_at < UTC_TIMESTAMP(3) - INTERVAL 2 DAY`,
  },
  {
    name: 'person.disabled',
    rule: 'A disabled person has no open session',
    sql: `SELECT s.id FROM session s JOIN person p ON p.id = s.person_id WHERE p.disabled_at IS NOT NULL AND s.ended_at IS NULL`,
  },
];
