import type { Migration } from '#libs/platform';

export const createContactPoint: Migration = {
  version: 20261126522,
  name: 'CreateContactPoint',
  sql: `CREATE TABLE IF NOT EXISTS contact_point (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL,
    channel ENUM('email','push','sms','wechat','wecom','webhook') NOT NULL,
    address VARBINARY(2048) NOT NULL,
    address_hash BINARY(32) NOT NULL,
    label VARCHAR(60) NOT NULL,
    code_hash BINARY(32) NULL,
    code_until DATETIME(3) NULL,
    confirmed_at DATETIME(3) NULL,
    ended_at DATETIME(3) NULL,
    created_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_contact_point (person_id, channel, address_hash))`,
};
