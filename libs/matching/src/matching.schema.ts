import type { Invariant, Schema } from '#libs/platform';
import { CLAIMS } from '#libs/wishes';
import { hasPendingJob } from '#libs/platform';

export const matchingSchema: Schema = {
  migrations: [
    {
      version: 20261125501,
      name: 'CreateFeedView',
      sql: `CREATE TABLE IF NOT EXISTS feed_view (
        id UUID PRIMARY KEY,
        person_id UUID NOT NULL,
        made_at DATETIME(3) NOT NULL,
        wish_ids JSON NOT NULL,
        KEY ix_feed_view_age (made_at))`,
    },
    {
      version: 20261126501,
      name: 'CreateMatchPlan',
      sql: `CREATE TABLE IF NOT EXISTS match_plan (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        status ENUM('waiting','computing','ready','sending','sent','cancelled','failed') NOT NULL,
        version INT UNSIGNED NOT NULL DEFAULT 1,
        policy JSON NOT NULL,
        computed_at DATETIME(3) NULL,
        done INT UNSIGNED NOT NULL DEFAULT 0,
        total INT UNSIGNED NOT NULL DEFAULT 0,
        wishes INT UNSIGNED NOT NULL DEFAULT 0,
        volunteers INT UNSIGNED NOT NULL DEFAULT 0,
        asked_by UUID NOT NULL,
        asked_at DATETIME(3) NOT NULL,
        sent_by UUID NULL,
        sent_at DATETIME(3) NULL,
        KEY ix_plan_unit (unit_path, id))`,
    },
    {
      version: 20261126502,
      name: 'CreatePlanWish',
      sql: `CREATE TABLE IF NOT EXISTS plan_wish (
        plan_id UUID NOT NULL,
        wish_id UUID NOT NULL,
        places TINYINT UNSIGNED NOT NULL,
        candidates JSON NOT NULL,
        shortage ENUM('nobody','needed_elsewhere') NULL,
        hindered JSON NOT NULL,
        PRIMARY KEY (plan_id, wish_id),
        CONSTRAINT fk_plan_wish_plan FOREIGN KEY (plan_id) REFERENCES match_plan (id))`,
    },
    {
      version: 20261126503,
      name: 'CreatePlanPair',
      sql: `CREATE TABLE IF NOT EXISTS plan_pair (
        plan_id UUID NOT NULL,
        wish_id UUID NOT NULL,
        volunteer_id UUID NOT NULL,
        place_rank TINYINT UNSIGNED NOT NULL,
        parts JSON NOT NULL,
        chosen_by UUID NULL,
        sent_at DATETIME(3) NULL,
        PRIMARY KEY (plan_id, wish_id, volunteer_id),
        KEY ix_pair_volunteer (plan_id, volunteer_id),
        CONSTRAINT fk_pair_wish FOREIGN KEY (plan_id, wish_id) REFERENCES plan_wish (plan_id, wish_id))`,
    },
    {
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
    },
    {
      version: 20261126505,
      name: 'CreateNeedRadar',
      sql: `CREATE TABLE IF NOT EXISTS need_radar (
        unit_id UUID PRIMARY KEY,
        scanned_at DATETIME(3) NOT NULL,
        wishes INT UNSIGNED NOT NULL,
        clusters JSON NOT NULL)`,
    },
    {
      version: 20261129210,
      name: 'IndexFeedViewPerson',
      sql: 'CREATE INDEX IF NOT EXISTS ix_feed_view_person ON feed_view (person_id)',
    },
  ],
};

export const matchingInvariants: Invariant[] = [
  {
    name: 'invitation.claim',
    rule: 'Every accepted invitation became a claim of its volunteer, and no other did',
    sql: `SELECT i.id, i.status FROM invitation i LEFT JOIN ${CLAIMS} ON c.id = i.claim_id
      WHERE (i.status = 'accepted') <> (c.id IS NOT NULL) OR (c.id IS NOT NULL AND (c.wish_id <> i.wish_id OR c.volunteer_id <> i.volunteer_id))`,
  },
  {
    name: 'invitation.deadline',
    rule: 'Every open invitation has a pending deadline',
    sql: `SELECT i.id FROM invitation i WHERE i.status = 'open' AND NOT ${hasPendingJob(`'invitation.answer'`, 'i.id')}`,
  },
  {
    name: 'plan.places',
    rule: 'No plan gives a wish more helpers than it needed',
    sql: `SELECT w.plan_id, w.wish_id, w.places, COUNT(*) AS pairs FROM plan_wish w JOIN plan_pair p USING (plan_id, wish_id)
      GROUP BY w.plan_id, w.wish_id, w.places HAVING COUNT(*) > w.places`,
  },
];
