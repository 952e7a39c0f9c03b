import type { Migration } from '#libs/platform';

export const createInvitation: Migration = {
  version: 20261126504,
  name: 'CreateInvitation',
  sql: `CREATE TABLE IF NOT EXISTS invitation (
    id UUID PRIMARY KEY,
    plan_id UUID NOT NULL,
    wish_id UUID NOT NULL,
    volunteer_id UUID NOT NULL,
    status ENUM('open','accepted','declined','lapsed','withdrawn') NOT NULL,
    sent_at DATETIME(3) NOT NULL,
    answer_by DATETIME(3) NOT NULL,
    answered_at DATETIME(3) NULL,
    claim_id UUID NULL,
    open_volunteer UUID AS (IF(status = 'open', volunteer_id, NULL)) STORED,
    UNIQUE KEY uq_invitation_open (wish_id, open_volunteer),
    UNIQUE KEY uq_invitation_once (plan_id, wish_id, volunteer_id),
    KEY ix_invitation_own (volunteer_id, status, id),
    CONSTRAINT fk_invitation_pair FOREIGN KEY (plan_id, wish_id) REFERENCES plan_wish (plan_id, wish_id))`,
};
