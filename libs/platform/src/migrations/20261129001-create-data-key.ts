import type { Migration } from '../database/migrations.js';

export const createDataKey: Migration = {
  version: 20261129001,
  name: 'CreateDataKey',
  sql: `CREATE TABLE IF NOT EXISTS data_key (
    purpose VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    key_no SMALLINT UNSIGNED NOT NULL,
    state ENUM('active','retiring','retired') NOT NULL,
    check_value BINARY(32) NOT NULL,
    secret VARBINARY(100) NULL,
    public_key VARBINARY(64) NULL,
    created_at DATETIME(3) NOT NULL,
    changed_at DATETIME(3) NOT NULL,
    active TINYINT AS (IF(state = 'active', 1, NULL)) PERSISTENT,
    PRIMARY KEY (purpose, key_no),
    UNIQUE KEY uq_data_key_active (purpose, active))`,
};
