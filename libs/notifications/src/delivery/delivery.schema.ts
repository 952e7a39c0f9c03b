import { encryptedColumns, subjectColumns, type Invariant, type Schema } from '#libs/platform';
import { CHANNELS } from '../channels/index.js';

const CHANNEL = `ENUM(${CHANNELS.map((name) => `'${name}'`).join(',')}) NOT NULL`;

export const deliveryMigrations: Schema['migrations'] = [
  {
    version: 20261126521,
    name: 'CreateChannelSetting',
    sql: `CREATE TABLE IF NOT EXISTS channel_setting (
      channel ${CHANNEL} PRIMARY KEY,
      is_on BOOLEAN NOT NULL,
      settings VARBINARY(8192) NOT NULL,
      per_minute SMALLINT UNSIGNED NOT NULL,
      window_at DATETIME(3) NULL,
      window_sent SMALLINT UNSIGNED NOT NULL DEFAULT 0,
      faults SMALLINT UNSIGNED NOT NULL DEFAULT 0,
      closed_until DATETIME(3) NULL,
      set_by UUID NOT NULL,
      set_at DATETIME(3) NOT NULL)`,
  },
  {
    version: 20261126522,
    name: 'CreateContactPoint',
    sql: `CREATE TABLE IF NOT EXISTS contact_point (
      id UUID PRIMARY KEY,
      person_id UUID NOT NULL,
      channel ${CHANNEL},
      address VARBINARY(2048) NOT NULL,
      address_hash BINARY(32) NOT NULL,
      label VARCHAR(60) NOT NULL,
      code_hash BINARY(32) NULL,
      code_until DATETIME(3) NULL,
      confirmed_at DATETIME(3) NULL,
      ended_at DATETIME(3) NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY uq_contact_point (person_id, channel, address_hash))`,
  },
  {
    version: 20261126523,
    name: 'CreateWechatConsent',
    sql: `CREATE TABLE IF NOT EXISTS wechat_consent (
      id UUID PRIMARY KEY,
      contact_point_id UUID NOT NULL,
      given_at DATETIME(3) NOT NULL,
      used_by UUID NULL,
      UNIQUE KEY uq_consent_used (used_by),
      KEY ix_consent_free (contact_point_id, used_by, given_at),
      CONSTRAINT fk_consent_point FOREIGN KEY (contact_point_id) REFERENCES contact_point (id))`,
  },
  {
    version: 20261126524,
    name: 'CreateUnitHook',
    sql: `CREATE TABLE IF NOT EXISTS unit_hook (
      id UUID PRIMARY KEY,
      unit_id UUID NOT NULL,
      unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      channel ${CHANNEL},
      label VARCHAR(60) NOT NULL,
      address VARBINARY(2048) NOT NULL,
      created_by UUID NOT NULL,
      created_at DATETIME(3) NOT NULL,
      ended_at DATETIME(3) NULL,
      KEY ix_hook_unit (unit_path))`,
  },
  {
    version: 20261126525,
    name: 'CreateNotificationPreference',
    sql: `CREATE TABLE IF NOT EXISTS notification_preference (
      person_id UUID PRIMARY KEY, body JSON NOT NULL, updated_at DATETIME(3) NOT NULL)`,
  },
  {
    version: 20261126526,
    name: 'CreateDelivery',
    sql: `CREATE TABLE IF NOT EXISTS delivery (
      id UUID PRIMARY KEY,
      channel ${CHANNEL},
      class VARCHAR(16) NOT NULL,
      target_id UUID NOT NULL,
      person_id UUID NULL,
      notification_id UUID NULL,
      digest_at DATETIME(3) NULL,
      status ENUM('waiting','sending','sent','failed','uncertain','dropped') NOT NULL DEFAULT 'waiting',
      due_at DATETIME(3) NOT NULL,
      lease_until DATETIME(3) NULL,
      attempts SMALLINT UNSIGNED NOT NULL DEFAULT 0,
      cause VARCHAR(100) NULL,
      reference VARCHAR(100) NULL,
      created_at DATETIME(3) NOT NULL,
      ended_at DATETIME(3) NULL,
      UNIQUE KEY uq_delivery_once (notification_id, channel, target_id),
      UNIQUE KEY uq_delivery_digest (target_id, channel, digest_at),
      KEY ix_delivery_due (status, due_at),
      KEY ix_delivery_channel (channel, status, id))`,
  },
  {
    version: 20261126527,
    name: 'AddDeliverySample',
    sql: 'ALTER TABLE delivery ADD COLUMN IF NOT EXISTS sample JSON NULL',
  },
  {
    version: 20261129212,
    name: 'AllowErasedContactPoint',
    sql: `ALTER TABLE contact_point MODIFY address VARBINARY(2048) NULL, ADD KEY IF NOT EXISTS ix_contact_ended (ended_at)`,
  },
  {
    version: 20261129213,
    name: 'IndexDeliveryPerson',
    sql: 'CREATE INDEX IF NOT EXISTS ix_delivery_person ON delivery (person_id)',
  },
  {
    version: 20261129008,
    name: 'AddContactPointIndexKey',
    sql: 'ALTER TABLE contact_point ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
  },
];

export const deliveryEncrypted: Schema['encrypted'] = {
  columns: [
    ...encryptedColumns('channel_setting', ['settings'], ['channel']),
    ...subjectColumns('contact_point', ['address'], 'person_id'),
    ...encryptedColumns('unit_hook', ['address']),
  ],
  indexed: [{ table: 'contact_point', columns: ['address_hash'], key: ['id'] }],
  plain: ['contact_point.code_hash'],
};

export const deliveryInvariants: Invariant[] = [
  {
    name: 'delivery.stuck',
    rule: 'Nothing has been on its way out for longer than five minutes',
    sql: `SELECT id, channel FROM delivery WHERE status = 'sending' AND lease_until < UTC_TIMESTAMP(3) - INTERVAL 5 MINUTE`,
  },
  {
    name: 'delivery.confirmed',
    rule: 'Nothing was sent to an address that its owner had not confirmed',
    sql: `SELECT d.id FROM delivery d JOIN contact_point p ON p.id = d.target_id WHERE d.status = 'sent' AND p.confirmed_at IS NULL`,
  },
  {
    name: 'delivery.consent',
    rule: 'Every message by WeChat used up a consent of the person that it went to',
    sql: `SELECT d.id FROM delivery d LEFT JOIN wechat_consent c ON c.used_by = d.id AND c.contact_point_id = d.target_id
      WHERE d.channel = 'wechat' AND d.status = 'sent' AND c.id IS NULL`,
  },
];
