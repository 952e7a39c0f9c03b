import type { Migration } from '#libs/platform';

export const createClaim: Migration = {
  version: 20261123403,
  name: 'CreateClaim',
  sql: `CREATE TABLE IF NOT EXISTS claim (
    id UUID PRIMARY KEY,
    wish_id UUID NOT NULL,
    volunteer_id UUID NOT NULL,
    place_no TINYINT UNSIGNED NOT NULL,
    status ENUM('active','begun','fulfilled','released','expired','cancelled') NOT NULL,
    promised_at DATETIME(3) NOT NULL,
    claimed_at DATETIME(3) NOT NULL,
    begun_at DATETIME(3) NULL,
    ended_at DATETIME(3) NULL,
    end_reason VARCHAR(300) NULL,
    hours DECIMAL(5,1) NULL,
    active_place TINYINT UNSIGNED AS (IF(status IN ('active','begun'), place_no, NULL)) PERSISTENT,
    active_volunteer UUID AS (IF(status IN ('active','begun'), volunteer_id, NULL)) PERSISTENT,
    UNIQUE KEY uq_claim_place (wish_id, active_place),
    UNIQUE KEY uq_claim_volunteer (wish_id, active_volunteer),
    KEY ix_claim_volunteer (volunteer_id, status, id),
    CONSTRAINT fk_claim_wish FOREIGN KEY (wish_id) REFERENCES wish (id))`,
};
