import { encryptedColumns, subjectColumns, type Invariant, type Schema } from '#libs/platform';

/** SQL: the levels of units at which each role exists, as the database checks them. Must match `ROLE_LEVELS`. */
const AT_ITS_LEVEL = `(role = 'resident' AND unit_level IN ('community','grid1','grid2','grid3')) OR role = 'volunteer' OR
  (role IN ('grid_worker','grid_leader') AND unit_level IN ('community','grid1','grid2','grid3')) OR
  (role IN ('community_secretary','community_director','supervision_committee') AND unit_level = 'community') OR
  (role = 'town_officer' AND unit_level = 'town') OR (role = 'district_officer' AND unit_level = 'district') OR
  (role = 'finance_clerk' AND unit_level IN ('district','town','community')) OR
  (role = 'auditor' AND unit_level IN ('district','town')) OR (role = 'administrator' AND unit_level = 'district')`;

export const identitySchema: Schema = {
  migrations: [
    {
      version: 20261123101,
      name: 'CreateUnit',
      sql: `CREATE TABLE IF NOT EXISTS unit (
        id UUID PRIMARY KEY,
        code VARCHAR(24) NOT NULL,
        name VARCHAR(60) NOT NULL,
        level ENUM('district','town','community','grid1','grid2','grid3') NOT NULL,
        kind VARCHAR(20) NOT NULL,
        parent_id UUID NULL,
        path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        UNIQUE KEY uq_unit_code (code),
        UNIQUE KEY uq_unit_path (path),
        CONSTRAINT fk_unit_parent FOREIGN KEY (parent_id) REFERENCES unit (id))`,
    },
    {
      version: 20261123102,
      name: 'CreatePerson',
      sql: `CREATE TABLE IF NOT EXISTS person (
        id UUID PRIMARY KEY,
        name VARBINARY(300) NOT NULL,
        phone VARBINARY(100) NOT NULL,
        phone_hash BINARY(32) NOT NULL,
        password_hash VARCHAR(120) NOT NULL,
        created_at DATETIME(3) NOT NULL,
        disabled_at DATETIME(3) NULL,
        UNIQUE KEY uq_person_phone (phone_hash))`,
    },
    {
      version: 20261123103,
      name: 'CreateRoleGrant',
      sql: `CREATE TABLE IF NOT EXISTS role_grant (
        id UUID PRIMARY KEY,
        person_id UUID NOT NULL,
        unit_id UUID NOT NULL,
        role VARCHAR(32) NOT NULL,
        granted_by UUID NOT NULL,
        granted_at DATETIME(3) NOT NULL,
        revoked_at DATETIME(3) NULL,
        active TINYINT AS (IF(revoked_at IS NULL, 1, NULL)) PERSISTENT,
        UNIQUE KEY uq_role_grant_active (person_id, unit_id, role, active),
        KEY ix_role_grant_unit (unit_id, role),
        CONSTRAINT fk_grant_person FOREIGN KEY (person_id) REFERENCES person (id),
        CONSTRAINT fk_grant_unit FOREIGN KEY (unit_id) REFERENCES unit (id))`,
    },
    {
      version: 20261123104,
      name: 'CreateSession',
      sql: `CREATE TABLE IF NOT EXISTS session (
        id UUID PRIMARY KEY,
        token_hash BINARY(32) NOT NULL,
        person_id UUID NOT NULL,
        device VARCHAR(120) NOT NULL,
        created_at DATETIME(3) NOT NULL,
        seen_at DATETIME(3) NOT NULL,
        idle_minutes INT UNSIGNED NOT NULL,
        expires_at DATETIME(3) NOT NULL,
        ended_at DATETIME(3) NULL,
        UNIQUE KEY uq_session_token (token_hash),
        KEY ix_session_person (person_id, ended_at))`,
    },
    {
      version: 20261123105,
      name: 'CreateSignInAttempt',
      sql: `CREATE TABLE IF NOT EXISTS sign_in_attempt (
        attempt_id UUID NOT NULL,
        key_hash BINARY(32) NOT NULL,
        attempted_at DATETIME(3) NOT NULL,
        PRIMARY KEY (attempt_id, key_hash),
        KEY ix_attempt_key (key_hash, attempted_at))`,
    },
    {
      version: 20261124106,
      name: 'CreateSecondFactor',
      sql: `CREATE TABLE IF NOT EXISTS second_factor (
        person_id UUID PRIMARY KEY,
        secret VARBINARY(100) NULL,
        set_at DATETIME(3) NULL,
        pending VARBINARY(100) NULL,
        last_step BIGINT UNSIGNED NOT NULL DEFAULT 0,
        CONSTRAINT fk_factor_person FOREIGN KEY (person_id) REFERENCES person (id),
        CONSTRAINT ck_factor CHECK ((secret IS NULL) = (set_at IS NULL)))`,
    },
    {
      version: 20261124107,
      name: 'CreateRecoveryCode',
      sql: `CREATE TABLE IF NOT EXISTS recovery_code (
        person_id UUID NOT NULL,
        code_hash BINARY(32) NOT NULL,
        used_at DATETIME(3) NULL,
        PRIMARY KEY (person_id, code_hash),
        CONSTRAINT fk_recovery_person FOREIGN KEY (person_id) REFERENCES person (id))`,
    },
    {
      version: 20261124108,
      name: 'ProveSession',
      sql: `ALTER TABLE session ADD COLUMN IF NOT EXISTS proven_at DATETIME(3) NULL`,
    },
    {
      version: 20261124109,
      name: 'CreateDelegation',
      sql: `CREATE TABLE IF NOT EXISTS delegation (
        id UUID PRIMARY KEY,
        grant_id UUID NOT NULL,
        deputy_id UUID NOT NULL,
        from_on DATE NOT NULL,
        until_on DATE NOT NULL,
        reason VARCHAR(200) NOT NULL,
        given_by UUID NOT NULL,
        given_at DATETIME(3) NOT NULL,
        ended_at DATETIME(3) NULL,
        ended_by UUID NULL,
        KEY ix_delegation_deputy (deputy_id, until_on),
        KEY ix_delegation_grant (grant_id, until_on),
        CONSTRAINT fk_delegation_grant FOREIGN KEY (grant_id) REFERENCES role_grant (id),
        CONSTRAINT fk_delegation_deputy FOREIGN KEY (deputy_id) REFERENCES person (id),
        CONSTRAINT ck_delegation CHECK (until_on >= from_on AND (ended_at IS NULL) = (ended_by IS NULL)))`,
    },
    {
      version: 20261130141,
      name: 'EndDelegationsToOneself',
      sql: `UPDATE delegation SET ended_at = UTC_TIMESTAMP(3), ended_by = given_by WHERE given_by = deputy_id AND ended_at IS NULL`,
    },
    {
      version: 20261130142,
      name: 'RefuseDelegationToOneself',
      sql: `ALTER TABLE delegation
        DROP CONSTRAINT IF EXISTS ck_delegation_other,
        ADD CONSTRAINT ck_delegation_other CHECK (given_by <> deputy_id OR ended_at IS NOT NULL)`,
    },
    {
      version: 20261126110,
      name: 'AllowNoPassword',
      sql: `ALTER TABLE person MODIFY password_hash VARCHAR(120) NULL`,
    },
    {
      version: 20261126111,
      name: 'CreateStartCode',
      sql: `CREATE TABLE IF NOT EXISTS start_code (
        person_id UUID PRIMARY KEY,
        code_hash BINARY(32) NOT NULL,
        given_at DATETIME(3) NOT NULL,
        valid_until DATETIME(3) NOT NULL,
        CONSTRAINT fk_start_code_person FOREIGN KEY (person_id) REFERENCES person (id))`,
    },
    {
      version: 20261129101,
      name: 'NameUnitLevel',
      sql: `ALTER TABLE unit ADD UNIQUE KEY IF NOT EXISTS uq_unit_level (id, level)`,
    },
    {
      version: 20261129102,
      name: 'RememberWhoRegistered',
      sql: `ALTER TABLE person
        ADD COLUMN IF NOT EXISTS registered_by UUID NULL,
        ADD COLUMN IF NOT EXISTS activated_at DATETIME(3) NULL,
        ADD COLUMN IF NOT EXISTS money_rests_until DATETIME(3) NULL`,
    },
    {
      version: 20261129103,
      name: 'AccountsInUseAreActivated',
      sql: `UPDATE person SET activated_at = created_at WHERE password_hash IS NOT NULL AND activated_at IS NULL`,
    },
    {
      version: 20261129104,
      name: 'ConfirmRoleGrant',
      sql: `ALTER TABLE role_grant
        ADD COLUMN IF NOT EXISTS unit_level ENUM('district','town','community','grid1','grid2','grid3') NULL AFTER unit_id,
        ADD COLUMN IF NOT EXISTS origin ENUM('earlier','server','office') NOT NULL DEFAULT 'earlier',
        ADD COLUMN IF NOT EXISTS confirmed_by UUID NULL,
        ADD COLUMN IF NOT EXISTS confirmed_at DATETIME(3) NULL`,
    },
    {
      version: 20261129105,
      name: 'EarlierRolesAreInForce',
      sql: `UPDATE role_grant g JOIN unit u ON u.id = g.unit_id SET g.unit_level = u.level, g.confirmed_at = g.granted_at
        WHERE g.unit_level IS NULL`,
    },
    {
      version: 20261129106,
      name: 'EndRolesAtAnotherLevel',
      sql: `UPDATE role_grant SET revoked_at = UTC_TIMESTAMP(3) WHERE revoked_at IS NULL AND NOT (${AT_ITS_LEVEL})`,
    },
    {
      version: 20261129107,
      name: 'KeepRolesAtTheirLevel',
      sql: `ALTER TABLE role_grant
        MODIFY unit_level ENUM('district','town','community','grid1','grid2','grid3') NOT NULL,
        MODIFY origin ENUM('earlier','server','office') NOT NULL DEFAULT 'office',
        ADD COLUMN IF NOT EXISTS in_force TINYINT AS (IF(revoked_at IS NULL AND confirmed_at IS NOT NULL, 1, NULL)) PERSISTENT,
        ADD CONSTRAINT FOREIGN KEY IF NOT EXISTS fk_grant_level (unit_id, unit_level) REFERENCES unit (id, level),
        ADD CONSTRAINT IF NOT EXISTS ck_grant_level CHECK (revoked_at IS NOT NULL OR (${AT_ITS_LEVEL})),
        ADD CONSTRAINT IF NOT EXISTS ck_grant_confirmed CHECK (origin <> 'office' OR confirmed_at IS NULL OR
          role IN ('resident','volunteer','grid_worker','grid_leader') OR
          (confirmed_by IS NOT NULL AND confirmed_by <> granted_by AND confirmed_by <> person_id)),
        ADD CONSTRAINT IF NOT EXISTS ck_grant_own CHECK (origin <> 'office' OR granted_by <> person_id)`,
    },
    {
      version: 20261129108,
      name: 'CreateAccountRecovery',
      sql: `CREATE TABLE IF NOT EXISTS account_recovery (
        id UUID PRIMARY KEY,
        person_id UUID NOT NULL,
        kind ENUM('password','second_factor') NOT NULL,
        given_by UUID NULL,
        given_at DATETIME(3) NOT NULL,
        used_at DATETIME(3) NULL,
        rests_until DATETIME(3) NULL,
        stopped_at DATETIME(3) NULL,
        stopped_by UUID NULL,
        KEY ix_recovery_person (person_id, used_at),
        CONSTRAINT fk_recovery_of FOREIGN KEY (person_id) REFERENCES person (id),
        CONSTRAINT ck_recovery CHECK ((given_by IS NULL OR given_by <> person_id) AND (rests_until IS NULL OR used_at IS NOT NULL)))`,
    },
    {
      version: 20261129109,
      name: 'VoidEarlierStartCodes',
      sql: `DELETE FROM start_code`,
    },
    {
      version: 20261129110,
      name: 'TieStartCodeToRecovery',
      sql: `ALTER TABLE start_code ADD COLUMN IF NOT EXISTS recovery_id UUID NOT NULL`,
    },
    {
      version: 20261129150,
      name: 'CreateKnownAddress',
      sql: `CREATE TABLE IF NOT EXISTS known_address (
        person_id UUID NOT NULL,
        address_hash BINARY(32) NOT NULL,
        index_key_no SMALLINT UNSIGNED NOT NULL,
        seen_at DATETIME(3) NOT NULL,
        PRIMARY KEY (person_id, address_hash),
        KEY ix_known_address_seen (seen_at),
        CONSTRAINT fk_known_address_person FOREIGN KEY (person_id) REFERENCES person (id))`,
    },
    {
      version: 20261129205,
      name: 'AllowErasedPerson',
      sql: `ALTER TABLE person
        MODIFY name VARBINARY(300) NULL,
        MODIFY phone VARBINARY(100) NULL,
        ADD COLUMN IF NOT EXISTS erased_at DATETIME(3) NULL,
        ADD KEY IF NOT EXISTS ix_person_closed (erased_at, disabled_at),
        ADD CONSTRAINT IF NOT EXISTS ck_person_erased CHECK (IF(erased_at IS NULL, name IS NOT NULL AND phone IS NOT NULL,
          name IS NULL AND phone IS NULL AND password_hash IS NULL AND disabled_at IS NOT NULL))`,
    },
    {
      version: 20261129206,
      name: 'CreateAccountErasure',
      sql: `CREATE TABLE IF NOT EXISTS account_erasure (
        id UUID PRIMARY KEY,
        person_id UUID NOT NULL,
        status ENUM('waiting','done','withdrawn','refused') NOT NULL,
        asked_at DATETIME(3) NOT NULL,
        due_at DATETIME(3) NOT NULL,
        ended_at DATETIME(3) NULL,
        refused_for JSON NULL,
        waiting_person UUID AS (IF(status = 'waiting', person_id, NULL)) PERSISTENT,
        UNIQUE KEY uq_account_erasure_waiting (waiting_person),
        KEY ix_account_erasure_person (person_id, id),
        CONSTRAINT fk_erasure_person FOREIGN KEY (person_id) REFERENCES person (id),
        CONSTRAINT ck_account_erasure CHECK ((status = 'waiting') = (ended_at IS NULL)
          AND (status = 'refused') = (refused_for IS NOT NULL)))`,
    },
    {
      version: 20261129207,
      name: 'IndexSessionExpiry',
      sql: `CREATE INDEX IF NOT EXISTS ix_session_expiry ON session (expires_at)`,
    },
    {
      version: 20261129208,
      name: 'IndexDelegationEnd',
      sql: `CREATE INDEX IF NOT EXISTS ix_delegation_until ON delegation (until_on)`,
    },
    {
      version: 20261129003,
      name: 'AddPersonIndexKey',
      sql: 'ALTER TABLE person ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
    },
    {
      version: 20261129004,
      name: 'AddStartCodeIndexKey',
      sql: 'ALTER TABLE start_code ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
    },
    {
      version: 20261129005,
      name: 'AddRecoveryCodeIndexKey',
      sql: 'ALTER TABLE recovery_code ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
    },
  ],
  rights: [
    { table: 'account_erasure', rights: 'append', mayUpdate: ['status', 'ended_at', 'refused_for'] },
    { table: 'delegation', rights: 'append', mayUpdate: ['ended_at', 'ended_by', 'reason'] },
    { table: 'role_grant', rights: 'append', mayUpdate: ['revoked_at', 'confirmed_at', 'confirmed_by'] },
    {
      table: 'account_recovery',
      rights: 'append',
      mayUpdate: ['used_at', 'rests_until', 'stopped_at', 'stopped_by'],
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
      { table: 'start_code', columns: ['code_hash'], key: ['person_id'] },
      { table: 'recovery_code', columns: ['code_hash'], key: ['person_id', 'code_hash'] },
    ],
    plain: ['session.token_hash', 'sign_in_attempt.key_hash'],
  },
};

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
      WHERE g.revoked_at IS NULL AND (u.level <> g.unit_level OR NOT (${AT_ITS_LEVEL.replaceAll('unit_level', 'u.level')}))`,
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
    rule: 'Nobody asks, signs, supervises, pays or audits for one unit in two of these duties',
    sql: `SELECT g.person_id FROM role_grant g JOIN unit u ON u.id = g.unit_id
      JOIN role_grant o ON o.person_id = g.person_id AND o.id > g.id AND o.in_force = 1 JOIN unit ou ON ou.id = o.unit_id
      WHERE g.in_force = 1 AND g.origin = 'office' AND o.origin = 'office' AND ${DUTY('g')} <> ${DUTY('o')}
        AND (u.path LIKE CONCAT(ou.path, '%') OR ou.path LIKE CONCAT(u.path, '%'))`,
  },
  {
    name: 'person.recovered',
    rule: 'The account of a person who signs, pays, supervises or manages accounts rests after it was recovered',
    sql: `SELECT r.id FROM account_recovery r JOIN person p ON p.id = r.person_id
      WHERE r.rests_until > UTC_TIMESTAMP(3) AND r.stopped_at IS NULL
        AND (p.money_rests_until IS NULL OR p.money_rests_until < r.rests_until)`,
  },
  {
    name: 'person.startCode',
    rule: 'No start code is older than the last change of the person’s roles of staff',
    sql: `SELECT c.person_id FROM start_code c JOIN role_grant g ON g.person_id = c.person_id AND g.role NOT IN ('volunteer','resident')
      WHERE GREATEST(g.granted_at, COALESCE(g.confirmed_at, g.granted_at), COALESCE(g.revoked_at, g.granted_at)) > c.given_at`,
  },
  {
    name: 'delegation.once',
    rule: 'On no day two people stand in for one role of a person, and nobody stands in for themselves',
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
        OR EXISTS (SELECT 1 FROM start_code c WHERE c.person_id = p.id)
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
