import type { Migration } from '#libs/platform';

export const createFormHeading: Migration = {
  version: 20261130301,
  name: 'CreateFormHeading',
  sql: `CREATE TABLE IF NOT EXISTS form_heading (
    form VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    heading VARCHAR(200) NOT NULL,
    field VARCHAR(20) CHARACTER SET ascii NULL,
    chosen_by UUID NOT NULL,
    chosen_at DATETIME(3) NOT NULL,
    PRIMARY KEY (form, unit_id, heading))`,
};
