import type { Migration } from '#libs/platform';

export const createPerson: Migration = {
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
};
