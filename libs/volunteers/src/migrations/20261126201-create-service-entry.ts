import type { Migration } from '#libs/platform';

export const createServiceEntry: Migration = {
  version: 20261126201,
  name: 'CreateServiceEntry',
  sql: `CREATE TABLE IF NOT EXISTS service_entry (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL,
    claim_id UUID NOT NULL,
    wish_id UUID NOT NULL,
    wish_code VARCHAR(20) CHARACTER SET ascii NOT NULL,
    category VARCHAR(24) NOT NULL,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    hours DECIMAL(6,1) NOT NULL,
    done_on DATE NOT NULL,
    confirmed_by UUID NOT NULL,
    confirmed_at DATETIME(3) NOT NULL,
    reverses UUID NULL,
    reason VARCHAR(300) NULL,
    served_claim UUID AS (IF(reverses IS NULL, claim_id, NULL)) STORED,
    UNIQUE KEY uq_service_claim (served_claim),
    UNIQUE KEY uq_service_reversal (reverses),
    KEY ix_service_person (person_id, id),
    CONSTRAINT ck_service_hands CHECK (confirmed_by <> person_id),
    CONSTRAINT ck_service_sign CHECK ((hours > 0) = (reverses IS NULL)))`,
};
