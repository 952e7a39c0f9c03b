import type { Invariant, Schema } from '#libs/platform';

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
  ],
  rights: [{ table: 'delegation', rights: 'append', mayUpdate: ['ended_at', 'ended_by'] }],
};

export const identityInvariants: Invariant[] = [
  {
    name: 'delegation.once',
    law: 'On no day two people stand in for one role of a person, and nobody stands in for herself',
    sql: `SELECT d.id FROM delegation d JOIN role_grant g ON g.id = d.grant_id
      LEFT JOIN delegation o ON o.grant_id = d.grant_id AND o.id <> d.id AND o.ended_at IS NULL AND d.ended_at IS NULL
        AND o.from_on <= d.until_on AND o.until_on >= d.from_on
      WHERE o.id IS NOT NULL OR g.person_id = d.deputy_id`,
  },
  {
    name: 'unit.path',
    law: 'Every unit lies on the path of its parent',
    sql: `SELECT u.code FROM unit u JOIN unit p ON p.id = u.parent_id WHERE u.path <> CONCAT(p.path, u.code, '/')`,
  },
  {
    name: 'person.disabled',
    law: 'A disabled person has no open session',
    sql: `SELECT s.id FROM session s JOIN person p ON p.id = s.person_id WHERE p.disabled_at IS NOT NULL AND s.ended_at IS NULL`,
  },
];
