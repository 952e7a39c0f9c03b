import type { Schema } from '#libs/platform';
import { GROUP_KINDS } from './groups.js';

export const groupsSchema: Pick<Schema, 'migrations'> = {
  migrations: [
    {
      version: 20261126203,
      name: 'CreateVolunteerGroup',
      sql: `CREATE TABLE IF NOT EXISTS volunteer_group (
        id UUID PRIMARY KEY,
        kind ENUM(${GROUP_KINDS.map((kind) => `'${kind}'`).join(',')}) NOT NULL,
        name VARCHAR(60) NOT NULL,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        opened_by UUID NOT NULL,
        opened_at DATETIME(3) NOT NULL,
        closed_at DATETIME(3) NULL,
        is_open TINYINT AS (IF(closed_at IS NULL, 1, NULL)) PERSISTENT,
        UNIQUE KEY uq_group_name (unit_id, kind, name, is_open),
        KEY ix_group_path (unit_path, name))`,
    },
    {
      version: 20261126204,
      name: 'CreateGroupMember',
      sql: `CREATE TABLE IF NOT EXISTS group_member (
        group_id UUID NOT NULL,
        person_id UUID NOT NULL,
        joined_at DATETIME(3) NOT NULL,
        PRIMARY KEY (group_id, person_id),
        KEY ix_member_person (person_id),
        CONSTRAINT fk_member_group FOREIGN KEY (group_id) REFERENCES volunteer_group (id))`,
    },
  ],
};
