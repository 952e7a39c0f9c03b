import type { Migration } from '#libs/platform';

export const createWechatConsent: Migration = {
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
};
