import type { Migration } from '#libs/platform';

export const createDataRequest: Migration = {
  version: 20261129221,
  name: 'CreateDataRequest',
  sql: `CREATE TABLE IF NOT EXISTS data_request (
    id UUID PRIMARY KEY,
    wish_id UUID NOT NULL,
    beneficiary_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind ENUM('copy','correction','erasure') NOT NULL,
    asker ENUM('self','guardian','family','proxy') NOT NULL,
    identity_check ENUM('id_card','known_person','call_back','guardian_papers','written_authority') NOT NULL,
    status ENUM('open','accepted','done','refused','withdrawn') NOT NULL,
    opened_by UUID NOT NULL,
    opened_at DATETIME(3) NOT NULL,
    due_at DATETIME(3) NOT NULL,
    decided_by UUID NULL,
    decided_at DATETIME(3) NULL,
    ended_at DATETIME(3) NULL,
    reason VARCHAR(300) NULL,
    pending_erasure UUID AS (IF(kind = 'erasure' AND status IN ('open','accepted'), beneficiary_id, NULL)) PERSISTENT,
    UNIQUE KEY uq_data_request_erasure (pending_erasure),
    KEY ix_data_request_list (unit_path, id),
    KEY ix_data_request_open (status, unit_path, due_at),
    KEY ix_data_request_wish (wish_id),
    KEY ix_data_request_person (beneficiary_id, id),
    CONSTRAINT fk_data_request_wish FOREIGN KEY (wish_id) REFERENCES wish (id),
    CONSTRAINT ck_data_request_hands CHECK (kind <> 'erasure' OR decided_by IS NULL OR decided_by <> opened_by),
    CONSTRAINT ck_data_request_ended CHECK ((status IN ('open','accepted')) = (ended_at IS NULL)
      AND (status <> 'refused' OR reason IS NOT NULL) AND (status IN ('open','withdrawn') OR decided_by IS NOT NULL)))`,
};
