import type { Migration } from '#libs/platform';

export const createGroupMember: Migration = {
  version: 20261126204,
  name: 'CreateGroupMember',
  sql: `CREATE TABLE IF NOT EXISTS group_member (
    group_id UUID NOT NULL,
    person_id UUID NOT NULL,
    joined_at DATETIME(3) NOT NULL,
    PRIMARY KEY (group_id, person_id),
    KEY ix_member_person (person_id),
    CONSTRAINT fk_member_group FOREIGN KEY (group_id) REFERENCES volunteer_group (id))`,
};
