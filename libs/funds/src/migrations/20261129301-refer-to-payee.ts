import type { Migration } from '#libs/platform';

export const referToPayee: Migration = {
  version: 20261129301,
  name: 'ReferToPayee',
  sql: `ALTER TABLE spend_request
    MODIFY payee VARCHAR(80) NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS payee_id UUID NULL AFTER payee,
    ADD KEY IF NOT EXISTS ix_spend_payee_id (payee_id, requested_at),
    DROP FOREIGN KEY IF EXISTS fk_spend_payee,
    ADD CONSTRAINT fk_spend_payee FOREIGN KEY (payee_id) REFERENCES payee (id)`,
};
