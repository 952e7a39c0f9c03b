import {
  IMPORT_COLUMNS,
  IMPORT_READING_COLUMNS,
  IMPORT_ROW_COLUMNS,
  IMPORT_ROW_CORRECTION_COLUMNS,
  importEncrypted,
} from '#libs/imports';
import {
  EVENT_LOG,
  FILES,
  hasKeptPassage,
  hasPendingJob,
  joinJob,
  subjectColumns,
  type Invariant,
  type Schema,
} from '#libs/platform';
import { SERVICE_ENTRIES, WIDER_RINGS } from '#libs/volunteers';
import { SPEND_REQUESTS, SPEND_WISHES } from '#libs/funds';
import { ASKERS, IDENTITY_CHECKS, REQUEST_KINDS } from './erasure/data-request-codes.js';
import { LAPSE_REASONS, QUESTION_STATUSES } from './question/question-codes.js';
import { hasEnded, WISH_STATUSES } from './wish/wish.lifecycle.js';

const list = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(',');
const LIVE_CLAIM = `status IN ('active','begun')`;

export const wishesSchema: Schema = {
  migrations: [
    {
      version: 20261123401,
      name: 'CreateBeneficiary',
      sql: `CREATE TABLE IF NOT EXISTS beneficiary (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        identity_hash BINARY(32) NOT NULL,
        name VARBINARY(300) NULL,
        phone VARBINARY(120) NULL,
        phone_hash BINARY(32) NULL,
        address VARBINARY(800) NULL,
        hardship VARBINARY(300) NULL,
        age TINYINT UNSIGNED NULL,
        UNIQUE KEY uq_beneficiary (unit_id, identity_hash),
        KEY ix_beneficiary_phone (phone_hash))`,
    },
    {
      version: 20261123402,
      name: 'CreateWish',
      sql: `CREATE TABLE IF NOT EXISTS wish (
        id UUID PRIMARY KEY,
        code VARCHAR(20) CHARACTER SET ascii NOT NULL,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        status ENUM(${WISH_STATUSES.map((status) => `'${status}'`).join(',')}) NOT NULL,
        outcome ENUM('full','partial','none','transferred') NULL,
        version INT UNSIGNED NOT NULL DEFAULT 1,
        source ENUM('resident','proxy','grid_worker','import') NOT NULL,
        entered_by UUID NOT NULL,
        requester_id UUID NULL,
        beneficiary_id UUID NOT NULL,
        proxy VARBINARY(500) NULL,
        need VARBINARY(4000) NOT NULL,
        need_hash BINARY(32) NOT NULL,
        fingerprint BINARY(32) NULL,
        public_text VARCHAR(1000) NOT NULL,
        category VARCHAR(24) NOT NULL,
        kind ENUM('goods','service') NOT NULL,
        urgency ENUM('normal','urgent') NOT NULL DEFAULT 'normal',
        strength VARCHAR(24) NULL,
        licence VARCHAR(24) NULL,
        helpers_needed TINYINT UNSIGNED NOT NULL DEFAULT 1,
        places_taken TINYINT UNSIGNED NOT NULL DEFAULT 0,
        cost_class ENUM('none','fund','donation') NULL,
        estimated_fen BIGINT NOT NULL DEFAULT 0,
        people_helped SMALLINT UNSIGNED NOT NULL DEFAULT 1,
        due_on DATE NULL,
        consent_kind ENUM('spoken','written','phone','form') NOT NULL,
        consent_by_guardian TINYINT NOT NULL DEFAULT 0,
        consent_recorded_by UUID NOT NULL,
        consented_at DATETIME(3) NOT NULL,
        verified_by UUID NULL,
        published_by UUID NULL,
        merged_into_id UUID NULL,
        transferred_to VARCHAR(24) NULL,
        reopen_count TINYINT UNSIGNED NOT NULL DEFAULT 0,
        created_at DATETIME(3) NOT NULL,
        opened_at DATETIME(3) NULL,
        fulfilled_at DATETIME(3) NULL,
        closed_at DATETIME(3) NULL,
        UNIQUE KEY uq_wish_code (code),
        UNIQUE KEY uq_wish_fingerprint (fingerprint),
        KEY ix_wish_scope (unit_path, id),
        KEY ix_wish_status (status, id),
        KEY ix_wish_status_scope (status, unit_path, id),
        KEY ix_wish_unit (unit_id, status, id),
        KEY ix_wish_likeness (unit_id, need_hash),
        KEY ix_wish_beneficiary (beneficiary_id),
        KEY ix_wish_requester (requester_id),
        CONSTRAINT ck_wish_places CHECK (places_taken <= helpers_needed AND helpers_needed >= 1),
        CONSTRAINT ck_wish_publisher CHECK (published_by IS NULL OR published_by <> entered_by),
        CONSTRAINT ck_wish_merge CHECK (merged_into_id IS NULL OR merged_into_id <> id))`,
    },
    {
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
        active_place TINYINT UNSIGNED AS (IF(${LIVE_CLAIM}, place_no, NULL)) PERSISTENT,
        active_volunteer UUID AS (IF(${LIVE_CLAIM}, volunteer_id, NULL)) PERSISTENT,
        UNIQUE KEY uq_claim_place (wish_id, active_place),
        UNIQUE KEY uq_claim_volunteer (wish_id, active_volunteer),
        KEY ix_claim_volunteer (volunteer_id, status, id),
        CONSTRAINT fk_claim_wish FOREIGN KEY (wish_id) REFERENCES wish (id))`,
    },
    {
      version: 20261123404,
      name: 'CreateClaimLoad',
      sql: `CREATE TABLE IF NOT EXISTS claim_load (
        volunteer_id UUID PRIMARY KEY, open_claims SMALLINT UNSIGNED NOT NULL)`,
    },
    {
      version: 20261123405,
      name: 'CreateFulfilment',
      sql: `CREATE TABLE IF NOT EXISTS fulfilment (
        id UUID PRIMARY KEY,
        wish_id UUID NOT NULL,
        round TINYINT UNSIGNED NOT NULL,
        what VARBINARY(4000) NOT NULL,
        evidence VARBINARY(1200) NULL,
        done_on DATE NOT NULL,
        hours DECIMAL(5,1) NOT NULL,
        recorded_by UUID NOT NULL,
        recorded_at DATETIME(3) NOT NULL,
        UNIQUE KEY uq_fulfilment_round (wish_id, round))`,
    },
    {
      version: 20261123406,
      name: 'CreateConfirmation',
      sql: `CREATE TABLE IF NOT EXISTS confirmation (
        id UUID PRIMARY KEY,
        wish_id UUID NOT NULL,
        fulfilment_id UUID NOT NULL,
        via ENUM('resident','visit') NOT NULL,
        solved ENUM('yes','partly','no') NOT NULL,
        rating TINYINT UNSIGNED NULL,
        comment VARBINARY(2000) NULL,
        fulfilled_by UUID NOT NULL,
        confirmed_by UUID NOT NULL,
        confirmed_at DATETIME(3) NOT NULL,
        UNIQUE KEY uq_confirmation (fulfilment_id),
        KEY ix_confirmation_wish (wish_id),
        CONSTRAINT ck_confirmation_rating CHECK (rating IS NULL OR rating BETWEEN 1 AND 5),
        CONSTRAINT ck_confirmation_hands CHECK (confirmed_by <> fulfilled_by))`,
    },
    {
      version: 20261123407,
      name: 'CreateWishImport',
      sql: `CREATE TABLE IF NOT EXISTS wish_import (
        id UUID PRIMARY KEY,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        file_name VARCHAR(120) NOT NULL,
        file_hash BINARY(32) NOT NULL,
        status ENUM('reading','ready','committing','committed','failed') NOT NULL,
        problem VARCHAR(40) NULL,
        rows_read INT UNSIGNED NOT NULL DEFAULT 0,
        rows_total INT UNSIGNED NOT NULL DEFAULT 0,
        wishes_added INT UNSIGNED NOT NULL DEFAULT 0,
        wishes_known INT UNSIGNED NOT NULL DEFAULT 0,
        created_by UUID NOT NULL,
        created_at DATETIME(3) NOT NULL,
        finished_at DATETIME(3) NULL,
        KEY ix_import_scope (unit_path, id))`,
    },
    {
      version: 20261123408,
      name: 'CreateWishImportFile',
      sql: `CREATE TABLE IF NOT EXISTS wish_import_file (
        import_id UUID NOT NULL, part SMALLINT UNSIGNED NOT NULL, body MEDIUMBLOB NOT NULL, PRIMARY KEY (import_id, part))`,
    },
    {
      version: 20261123409,
      name: 'CreateWishImportRow',
      sql: `CREATE TABLE IF NOT EXISTS wish_import_row (
        import_id UUID NOT NULL,
        row_no INT UNSIGNED NOT NULL,
        sheet VARCHAR(100) NOT NULL,
        sheet_row INT UNSIGNED NOT NULL,
        verdict ENUM('accept','review','reject','duplicate') NOT NULL,
        why VARCHAR(300) NOT NULL,
        cells VARBINARY(12000) NOT NULL,
        settled_by UUID NULL,
        wish_id UUID NULL,
        is_known TINYINT NOT NULL DEFAULT 0,
        PRIMARY KEY (import_id, row_no),
        KEY ix_import_row_verdict (import_id, verdict, row_no))`,
    },
    {
      version: 20261124411,
      name: 'FillSpendCategory',
      sql: `UPDATE spend_request r JOIN wish w ON w.id = r.wish_id SET r.category = w.category WHERE r.category = 'other'`,
    },
    {
      version: 20261125421,
      name: 'IndexOpenWishes',
      sql: `ALTER TABLE wish
        ADD KEY IF NOT EXISTS ix_wish_open (status, id, unit_path),
        ADD KEY IF NOT EXISTS ix_wish_open_strength (status, strength, id, unit_path),
        ADD KEY IF NOT EXISTS ix_wish_open_category (status, category, id, unit_path),
        ADD KEY IF NOT EXISTS ix_wish_open_urgency (status, urgency, id, unit_path),
        DROP KEY IF EXISTS ix_wish_status`,
    },
    {
      version: 20261126421,
      name: 'AddClaimExtension',
      sql: 'ALTER TABLE claim ADD COLUMN IF NOT EXISTS extended_at DATETIME(3) NULL',
    },
    {
      version: 20261126422,
      name: 'AddWishTimes',
      sql: `ALTER TABLE wish ADD COLUMN IF NOT EXISTS language VARCHAR(16) CHARACTER SET ascii NULL,
        ADD COLUMN IF NOT EXISTS windows JSON NOT NULL DEFAULT '[]'`,
    },
    {
      version: 20261126423,
      name: 'AddWishShownTo',
      sql: `ALTER TABLE wish ADD COLUMN IF NOT EXISTS shown_to ENUM(${WIDER_RINGS.map((ring) => `'${ring}'`).join(',')}) NULL`,
    },
    {
      version: 20261129030,
      name: 'TellWhatIsTooMuchOfAnImport',
      sql: `ALTER TABLE wish_import ADD COLUMN IF NOT EXISTS problem_details JSON NULL AFTER problem`,
    },
    {
      version: 20261129006,
      name: 'AddBeneficiaryIndexKey',
      sql: 'ALTER TABLE beneficiary ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
    },
    {
      version: 20261129007,
      name: 'AddWishIndexKey',
      sql: 'ALTER TABLE wish ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
    },
    {
      version: 20261129215,
      name: 'AllowErasedWish',
      sql: `ALTER TABLE wish
        MODIFY need VARBINARY(4000) NULL,
        ADD COLUMN IF NOT EXISTS erased_at DATETIME(3) NULL,
        ADD KEY IF NOT EXISTS ix_wish_erasure (erased_at, closed_at),
        ADD CONSTRAINT IF NOT EXISTS ck_wish_erased CHECK (IF(erased_at IS NULL, need IS NOT NULL,
          need IS NULL AND proxy IS NULL AND fingerprint IS NULL AND ${hasEnded('status')}))`,
    },
    {
      version: 20261129216,
      name: 'AllowErasedBeneficiary',
      sql: `ALTER TABLE beneficiary
        ADD COLUMN IF NOT EXISTS erased_at DATETIME(3) NULL,
        ADD CONSTRAINT IF NOT EXISTS ck_beneficiary_erased CHECK (erased_at IS NULL OR (name IS NULL AND phone IS NULL
          AND phone_hash IS NULL AND address IS NULL AND hardship IS NULL AND age IS NULL))`,
    },
    {
      version: 20261129217,
      name: 'AllowErasedFulfilment',
      sql: `ALTER TABLE fulfilment MODIFY what VARBINARY(4000) NULL, ADD KEY IF NOT EXISTS ix_fulfilment_recorder (recorded_by)`,
    },
    {
      version: 20261129218,
      name: 'IndexConfirmationPerson',
      sql: 'CREATE INDEX IF NOT EXISTS ix_confirmation_person ON confirmation (confirmed_by)',
    },
    {
      version: 20261129219,
      name: 'IndexImportRowWish',
      sql: 'CREATE INDEX IF NOT EXISTS ix_import_row_wish ON wish_import_row (wish_id)',
    },
    {
      version: 20261129220,
      name: 'IndexImportAge',
      sql: 'CREATE INDEX IF NOT EXISTS ix_import_age ON wish_import (created_at)',
    },
    {
      version: 20261129221,
      name: 'CreateDataRequest',
      sql: `CREATE TABLE IF NOT EXISTS data_request (
        id UUID PRIMARY KEY,
        wish_id UUID NOT NULL,
        beneficiary_id UUID NOT NULL,
        unit_id UUID NOT NULL,
        unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
        kind ENUM(${list(REQUEST_KINDS)}) NOT NULL,
        asker ENUM(${list(ASKERS)}) NOT NULL,
        identity_check ENUM(${list(IDENTITY_CHECKS)}) NOT NULL,
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
    },
    {
      version: 20261130501,
      name: 'RenameWishImportColumns',
      sql: `ALTER TABLE wish_import
        CHANGE COLUMN IF EXISTS wishes_added added INT UNSIGNED NOT NULL DEFAULT 0,
        CHANGE COLUMN IF EXISTS wishes_known known INT UNSIGNED NOT NULL DEFAULT 0`,
    },
    {
      version: 20261130502,
      name: 'AddWishImportColumns',
      sql: `ALTER TABLE wish_import ${IMPORT_COLUMNS}`,
    },
    {
      version: 20261130503,
      name: 'RenameWishImportRowColumns',
      sql: `ALTER TABLE wish_import_row
        CHANGE COLUMN IF EXISTS why doubts VARCHAR(1000) NOT NULL,
        CHANGE COLUMN IF EXISTS wish_id subject_id UUID NULL`,
    },
    {
      version: 20261130504,
      name: 'WriteWishImportDoubtsAsJson',
      sql: `UPDATE wish_import_row SET doubts = IF(doubts = '', '[]', CONCAT('[', REPLACE(JSON_QUOTE(doubts), '|', '","'), ']'))
        WHERE NOT JSON_VALID(doubts)`,
    },
    {
      version: 20261130505,
      name: 'AddWishImportRowColumns',
      sql: `ALTER TABLE wish_import_row MODIFY doubts JSON NOT NULL, ${IMPORT_ROW_COLUMNS}`,
    },
    {
      version: 20261130601,
      name: 'CountReadingsOfWishImport',
      sql: `ALTER TABLE wish_import ${IMPORT_READING_COLUMNS}`,
    },
    {
      version: 20261130602,
      name: 'KeepWhatWishImportRowRepeats',
      sql: `ALTER TABLE wish_import_row ${IMPORT_ROW_CORRECTION_COLUMNS}`,
    },
    {
      version: 20261130805,
      name: 'RenameWishSkill',
      sql: `ALTER TABLE wish
        RENAME COLUMN IF EXISTS strength TO skill,
        RENAME INDEX IF EXISTS ix_wish_open_strength TO ix_wish_open_skill`,
    },
    {
      version: 20261130811,
      name: 'CreateWishQuestion',
      sql: `CREATE TABLE IF NOT EXISTS wish_question (
        id UUID PRIMARY KEY,
        wish_id UUID NOT NULL,
        asked_by UUID NOT NULL,
        question_no TINYINT UNSIGNED NOT NULL,
        status ENUM(${list(QUESTION_STATUSES)}) NOT NULL,
        question VARBINARY(1400) NULL,
        answer VARBINARY(2200) NULL,
        asked_at DATETIME(3) NOT NULL,
        answered_by UUID NULL,
        ended_at DATETIME(3) NULL,
        lapse_reason ENUM(${list(LAPSE_REASONS)}) NULL,
        open_asker UUID AS (IF(status = 'open', asked_by, NULL)) PERSISTENT,
        UNIQUE KEY uq_wish_question_open (wish_id, open_asker),
        UNIQUE KEY uq_wish_question_no (wish_id, asked_by, question_no),
        KEY ix_wish_question_asker (asked_by),
        KEY ix_wish_question_open (status, wish_id),
        CONSTRAINT fk_wish_question_wish FOREIGN KEY (wish_id) REFERENCES wish (id),
        CONSTRAINT ck_wish_question_no CHECK (question_no BETWEEN 1 AND 3),
        CONSTRAINT ck_wish_question_ended CHECK ((status = 'open') = (ended_at IS NULL)
          AND (status = 'lapsed') = (lapse_reason IS NOT NULL)),
        CONSTRAINT ck_wish_question_answered CHECK ((status = 'answered') = (answered_by IS NOT NULL)
          AND (answer IS NOT NULL) = (status = 'answered' AND question IS NOT NULL)),
        CONSTRAINT ck_wish_question_hands CHECK (answered_by <> asked_by))`,
    },
  ],
  rights: [
    {
      table: 'data_request',
      rights: 'append',
      mayUpdate: ['status', 'decided_by', 'decided_at', 'ended_at', 'reason'],
    },
    {
      table: 'wish_question',
      rights: 'append',
      mayUpdate: ['status', 'question', 'answer', 'answered_by', 'ended_at', 'lapse_reason'],
    },
  ],
  encrypted: {
    columns: [
      ...subjectColumns('beneficiary', ['name', 'phone', 'address', 'hardship']),
      ...subjectColumns('wish', ['proxy', 'need']),
      ...subjectColumns('fulfilment', ['what', 'evidence'], 'wish_id'),
      ...subjectColumns('confirmation', ['comment'], 'wish_id'),
      ...subjectColumns('wish_question', ['question', 'answer'], 'wish_id'),
      ...importEncrypted('wish_import').columns,
    ],
    indexed: [
      { table: 'beneficiary', columns: ['identity_hash', 'phone_hash'], key: ['id'] },
      { table: 'wish', columns: ['need_hash', 'fingerprint'], key: ['id'] },
    ],
    plain: importEncrypted('wish_import').plain,
  },
};

export const wishesInvariants: Invariant[] = [
  {
    name: 'wish.erased',
    rule: 'Nothing that tells about its person is left of an erased wish, in words or in photos',
    sql: `SELECT w.id FROM wish w WHERE w.erased_at IS NOT NULL AND (w.need IS NOT NULL OR w.proxy IS NOT NULL
        OR EXISTS (SELECT 1 FROM fulfilment f WHERE f.wish_id = w.id AND (f.what IS NOT NULL OR f.evidence IS NOT NULL))
        OR EXISTS (SELECT 1 FROM confirmation k WHERE k.wish_id = w.id AND k.comment IS NOT NULL)
        OR EXISTS (SELECT 1 FROM claim c WHERE c.wish_id = w.id AND c.end_reason IS NOT NULL)
        OR EXISTS (SELECT 1 FROM wish_question q WHERE q.wish_id = w.id AND q.question IS NOT NULL)
        OR EXISTS (SELECT 1 FROM wish_import_row r WHERE r.subject_id = w.id)
        OR ${hasKeptPassage('w.id')}
        OR EXISTS (SELECT 1 FROM ${FILES} WHERE f.subject_id = w.id AND f.purpose IN ('need','done')))`,
  },
  {
    name: 'beneficiary.erased',
    rule: 'A person is erased when all of the own wishes are, and has no readable column then',
    sql: `SELECT b.id FROM beneficiary b WHERE
        (b.erased_at IS NOT NULL AND (b.name IS NOT NULL OR b.phone IS NOT NULL OR b.phone_hash IS NOT NULL
          OR b.address IS NOT NULL OR b.hardship IS NOT NULL OR b.age IS NOT NULL
          OR EXISTS (SELECT 1 FROM wish w WHERE w.beneficiary_id = b.id AND w.erased_at IS NULL)))
        OR (b.erased_at IS NULL AND EXISTS (SELECT 1 FROM wish w WHERE w.beneficiary_id = b.id)
          AND NOT EXISTS (SELECT 1 FROM wish w WHERE w.beneficiary_id = b.id AND w.erased_at IS NULL))`,
  },
  {
    name: 'dataRequest.hands',
    rule: 'Two people erase a person: one opens the request, another accepts it',
    sql: `SELECT id FROM data_request WHERE kind = 'erasure' AND status IN ('accepted','done') AND (decided_by IS NULL OR decided_by = opened_by)`,
  },
  {
    name: 'dataRequest.accepted',
    rule: 'An accepted erasure is tried every day until nothing of the wishes is open any more',
    sql: `SELECT d.id FROM data_request d WHERE d.status = 'accepted'
      AND NOT ${hasPendingJob(`'dataRequest.erase'`, 'd.id', 'j.due_at > UTC_TIMESTAMP(3) - INTERVAL 1 DAY')}`,
  },
  {
    name: 'service.claim',
    rule: 'Every hour of service was spent on a claim that its volunteer fulfilled, and on that claim once',
    sql: `SELECT e.id FROM ${SERVICE_ENTRIES} LEFT JOIN claim c ON c.id = e.claim_id AND c.volunteer_id = e.person_id AND c.status = 'fulfilled'
      WHERE c.id IS NULL OR (e.reverses IS NULL AND e.hours <> c.hours)`,
  },
  {
    name: 'claim.place',
    rule: 'A place of a wish has at most one live claim',
    sql: `SELECT wish_id, place_no, COUNT(*) n FROM claim WHERE ${LIVE_CLAIM} GROUP BY 1, 2 HAVING n > 1`,
  },
  {
    name: 'claim.wish',
    rule: 'A wish counts as many places taken as it has live claims, and is claimed or under way only when all are taken',
    sql: `SELECT w.id, w.status, w.places_taken, IFNULL(c.n, 0) n FROM wish w
      LEFT JOIN (SELECT wish_id, COUNT(*) n FROM claim WHERE ${LIVE_CLAIM} GROUP BY 1) c ON c.wish_id = w.id
      WHERE (w.status IN ('open','claimed','in_progress') AND w.places_taken <> IFNULL(c.n, 0))
         OR (w.status IN ('claimed','in_progress') AND w.places_taken < w.helpers_needed)
         OR (w.status NOT IN ('open','claimed','in_progress') AND c.n IS NOT NULL)`,
  },
  {
    name: 'claim.load',
    rule: 'The stored number of open claims of a volunteer is correct',
    sql: `SELECT l.volunteer_id, l.open_claims, IFNULL(c.n, 0) n FROM claim_load l
      LEFT JOIN (SELECT volunteer_id, COUNT(*) n FROM claim WHERE ${LIVE_CLAIM} GROUP BY 1) c ON c.volunteer_id = l.volunteer_id
      WHERE l.open_claims <> IFNULL(c.n, 0)`,
  },
  {
    name: 'claim.deadline',
    rule: 'Every live claim has a pending deadline that ends it',
    sql: `SELECT c.id FROM claim c WHERE c.status = 'active' AND NOT ${hasPendingJob(`'claim.expire'`, 'c.id')}`,
  },
  {
    name: 'claim.ended-deadline',
    rule: 'An ended claim has no pending deadline',
    sql: `SELECT c.id FROM claim c ${joinJob("j.subject_id = c.id AND j.status = 'scheduled'")} WHERE NOT c.${LIVE_CLAIM}`,
  },
  {
    name: 'question.open',
    rule: 'An open question belongs to an open wish and has its words',
    sql: `SELECT q.id FROM wish_question q JOIN wish w ON w.id = q.wish_id
      WHERE q.status = 'open' AND (w.status <> 'open' OR q.question IS NULL)`,
  },
  {
    name: 'question.answered',
    rule: 'An answered question has an answer, an author other than the asker, and a time',
    sql: `SELECT id FROM wish_question WHERE status = 'answered'
      AND (answered_by IS NULL OR answered_by = asked_by OR ended_at IS NULL OR (answer IS NULL AND question IS NOT NULL))`,
  },
  {
    name: 'wish.closed',
    rule: 'A closed wish was fulfilled and confirmed, and has an outcome',
    sql: `SELECT w.id FROM wish w LEFT JOIN fulfilment f ON f.wish_id = w.id AND f.round = w.reopen_count
      LEFT JOIN confirmation k ON k.fulfilment_id = f.id WHERE w.status = 'closed' AND (k.id IS NULL OR w.outcome IS NULL)`,
  },
  {
    name: 'wish.other-hands',
    rule: 'Confirmer and helper of a wish are different people, and so are publisher and submitter',
    sql: `SELECT k.wish_id FROM confirmation k JOIN fulfilment f ON f.id = k.fulfilment_id WHERE k.confirmed_by = f.recorded_by
      UNION ALL SELECT id FROM wish WHERE published_by = entered_by`,
  },
  {
    name: 'wish.consent',
    rule: 'Nothing of a person under fourteen is published without the guardian',
    sql: `SELECT w.id FROM wish w JOIN beneficiary b ON b.id = w.beneficiary_id
      WHERE w.opened_at IS NOT NULL AND b.age < 14 AND NOT w.consent_by_guardian`,
  },
  {
    name: 'wish.public-text',
    rule: 'No published text holds a telephone or identity number',
    sql: `SELECT id FROM wish WHERE opened_at IS NOT NULL AND public_text REGEXP '1[3-9][0-9]{9}|[0-9]{15}'`,
  },
  {
    name: 'wish.money',
    rule: 'No money is held for a wish that has ended unfulfilled, nor for one of another community',
    sql: `SELECT r.id FROM ${SPEND_WISHES} JOIN ${SPEND_REQUESTS} ON r.id = s.spend_request_id JOIN wish w ON w.id = s.wish_id
      WHERE (s.is_held AND w.status IN ('cancelled','merged','rejected','transferred')) OR w.unit_id <> r.unit_id`,
  },
  {
    name: 'wish.trail',
    rule: 'Every wish has an event for where it stands',
    sql: `SELECT w.id, w.status FROM wish w LEFT JOIN ${EVENT_LOG} ON e.subject_id = w.id WHERE e.id IS NULL`,
  },
];
