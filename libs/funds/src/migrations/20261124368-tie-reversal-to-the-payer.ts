import type { Migration } from '#libs/platform';

export const tieReversalToThePayer: Migration = {
  version: 20261124368,
  name: 'TieReversalToThePayer',
  sql: `ALTER TABLE fund_reversal
    MODIFY paid_by UUID NOT NULL,
    DROP CONSTRAINT IF EXISTS ck_reversal_payer,
    ADD CONSTRAINT ck_reversal_payer CHECK (decided_by IS NULL OR decided_by <> paid_by),
    DROP FOREIGN KEY IF EXISTS fk_reversal_payer,
    ADD CONSTRAINT fk_reversal_payer FOREIGN KEY (payment_id, paid_by) REFERENCES fund_payment (id, paid_by)`,
};
