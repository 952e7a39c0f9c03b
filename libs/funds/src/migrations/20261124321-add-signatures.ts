import type { Migration } from '#libs/platform';

export const addSignatures: Migration = {
  version: 20261124321,
  name: 'AddSignatures',
  sql: `ALTER TABLE spend_request
    ADD COLUMN IF NOT EXISTS policy_version INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS signers VARCHAR(200) CHARACTER SET ascii NOT NULL DEFAULT '["community_secretary"]',
    ADD COLUMN IF NOT EXISTS signatures TINYINT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS next_role VARCHAR(32) CHARACTER SET ascii NULL`,
};
