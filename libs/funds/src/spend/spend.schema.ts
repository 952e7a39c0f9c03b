import { encryptedColumns, type Invariant, type Schema } from '#libs/platform';
import { SPEND_OPEN, SPEND_STATUSES } from './spend.lifecycle.js';

const list = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(',');

export const spendSchema: Schema = {
  migrations: [
    {
      version: 20261124331,
      name: 'WidenSpendRequest',
      sql: `ALTER TABLE spend_request
        MODIFY status ENUM(${list(SPEND_STATUSES)}) NOT NULL,
        ADD COLUMN IF NOT EXISTS kind ENUM('goods','service','works') NOT NULL DEFAULT 'goods' AFTER wish_id,
        ADD COLUMN IF NOT EXISTS version SMALLINT UNSIGNED NOT NULL DEFAULT 1,
        ADD COLUMN IF NOT EXISTS items JSON NOT NULL DEFAULT '[]',
        ADD COLUMN IF NOT EXISTS quotes JSON NOT NULL DEFAULT '[]',
        ADD COLUMN IF NOT EXISTS co_funded_fen BIGINT NOT NULL DEFAULT 0,
        ADD COLUMN IF NOT EXISTS justification VARCHAR(500) NULL,
        ADD COLUMN IF NOT EXISTS payee_relation VARCHAR(200) NULL,
        ADD COLUMN IF NOT EXISTS payee_account VARBINARY(512) NULL,
        ADD COLUMN IF NOT EXISTS is_urgent BOOLEAN NOT NULL DEFAULT FALSE,
        ADD COLUMN IF NOT EXISTS advance_fen BIGINT NOT NULL DEFAULT 0,
        ADD COLUMN IF NOT EXISTS notice VARCHAR(60) CHARACTER SET ascii NULL,
        ADD COLUMN IF NOT EXISTS notice_from DATETIME(3) NULL,
        ADD COLUMN IF NOT EXISTS notice_until DATETIME(3) NULL,
        ADD COLUMN IF NOT EXISTS notice_left VARCHAR(60) CHARACTER SET ascii NULL,
        ADD COLUMN IF NOT EXISTS contract_no VARCHAR(40) NULL,
        ADD COLUMN IF NOT EXISTS contract_on DATE NULL,
        ADD COLUMN IF NOT EXISTS committed_by UUID NULL,
        ADD COLUMN IF NOT EXISTS committed_at DATETIME(3) NULL,
        ADD COLUMN IF NOT EXISTS retention_fen BIGINT NOT NULL DEFAULT 0,
        ADD COLUMN IF NOT EXISTS retention_until DATE NULL,
        ADD COLUMN IF NOT EXISTS accepted_at DATETIME(3) NULL,
        ADD COLUMN IF NOT EXISTS refunded_fen BIGINT NOT NULL DEFAULT 0,
        MODIFY open_wish_id UUID AS (IF(status IN (${list(SPEND_OPEN)}), wish_id, NULL)) PERSISTENT,
        ADD KEY IF NOT EXISTS ix_spend_kind_amount (kind, amount_fen),
        ADD KEY IF NOT EXISTS ix_spend_payee (payee),
        ADD KEY IF NOT EXISTS ix_spend_notice (notice_from),
        DROP CONSTRAINT IF EXISTS ck_spend_later,
        ADD CONSTRAINT ck_spend_later CHECK (co_funded_fen >= 0 AND advance_fen >= 0 AND retention_fen >= 0 AND refunded_fen BETWEEN 0 AND paid_fen
          AND (retention_fen > 0) = (retention_until IS NOT NULL) AND (committed_at IS NULL) = (contract_no IS NULL))`,
    },
    {
      version: 20261124332,
      name: 'AcceptWhatIsApproved',
      sql: `UPDATE spend_request SET accepted_at = decided_at WHERE status IN ('approved','settled') AND accepted_at IS NULL AND paid_fen > 0`,
    },
    {
      version: 20261124333,
      name: 'CreateSpendVersion',
      sql: `CREATE TABLE IF NOT EXISTS spend_version (
        spend_request_id UUID NOT NULL,
        version SMALLINT UNSIGNED NOT NULL,
        body JSON NOT NULL,
        made_by UUID NOT NULL,
        made_at DATETIME(3) NOT NULL,
        PRIMARY KEY (spend_request_id, version))`,
    },
    {
      version: 20261124334,
      name: 'CreateSpendSignature',
      sql: `CREATE TABLE IF NOT EXISTS spend_signature (
        spend_request_id UUID NOT NULL,
        version SMALLINT UNSIGNED NOT NULL,
        place TINYINT UNSIGNED NOT NULL,
        role VARCHAR(32) CHARACTER SET ascii NOT NULL,
        person_id UUID NOT NULL,
        act VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'sign' CHECK (act = 'sign'),
        signed_at DATETIME(3) NOT NULL,
        PRIMARY KEY (spend_request_id, version, place),
        UNIQUE KEY uq_signature_person (spend_request_id, version, person_id),
        CONSTRAINT fk_signature_hand FOREIGN KEY (spend_request_id, person_id, act) REFERENCES spend_hand (spend_request_id, person_id, act))`,
    },
    {
      version: 20261124335,
      name: 'MoveSignatures',
      sql: `INSERT IGNORE INTO spend_signature (spend_request_id, version, place, role, person_id, signed_at)
        SELECT spend_request_id, 1, place, role, person_id, at FROM spend_hand WHERE act = 'sign'`,
    },
    {
      version: 20261124336,
      name: 'WidenSpendHand',
      sql: `ALTER TABLE spend_hand
        DROP CONSTRAINT IF EXISTS ck_hand,
        DROP KEY IF EXISTS uq_hand_place,
        DROP COLUMN IF EXISTS place,
        DROP COLUMN IF EXISTS role,
        DROP CONSTRAINT IF EXISTS ck_hand_act,
        ADD CONSTRAINT ck_hand_act CHECK (act IN ('ask','sign','order','accept','pay','answer'))`,
    },
    {
      version: 20261124337,
      name: 'CreateSpendObjection',
      sql: `CREATE TABLE IF NOT EXISTS spend_objection (
        id UUID PRIMARY KEY,
        spend_request_id UUID NOT NULL,
        text VARBINARY(2048) NOT NULL,
        raised_by UUID NOT NULL,
        raised_at DATETIME(3) NOT NULL,
        answer VARCHAR(500) NULL,
        is_upheld BOOLEAN NULL,
        answered_by UUID NULL,
        answered_at DATETIME(3) NULL,
        act VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'answer' CHECK (act = 'answer'),
        KEY ix_objection_request (spend_request_id, answered_at),
        KEY ix_objection_hand (spend_request_id, answered_by, act),
        CONSTRAINT fk_objection_hand FOREIGN KEY (spend_request_id, answered_by, act) REFERENCES spend_hand (spend_request_id, person_id, act),
        CONSTRAINT ck_objection CHECK ((answered_at IS NULL) = (answer IS NULL) AND (answered_at IS NULL) = (is_upheld IS NULL)
          AND (answered_at IS NULL) = (answered_by IS NULL) AND (answered_by IS NULL OR answered_by <> raised_by)))`,
    },
    {
      version: 20261124338,
      name: 'CreateSpendPause',
      sql: `CREATE TABLE IF NOT EXISTS spend_pause (
        id UUID PRIMARY KEY,
        spend_request_id UUID NOT NULL,
        reason VARCHAR(300) NOT NULL,
        paused_by UUID NOT NULL,
        paused_at DATETIME(3) NOT NULL,
        lift_reason VARCHAR(300) NULL,
        lifted_by UUID NULL,
        lifted_at DATETIME(3) NULL,
        open_request_id UUID AS (IF(lifted_at IS NULL, spend_request_id, NULL)) PERSISTENT,
        UNIQUE KEY uq_pause_open (open_request_id),
        KEY ix_pause_request (spend_request_id))`,
    },
    {
      version: 20261124339,
      name: 'CreateSpendAcceptance',
      sql: `CREATE TABLE IF NOT EXISTS spend_acceptance (
        spend_request_id UUID PRIMARY KEY,
        received VARCHAR(300) NOT NULL,
        received_on DATE NOT NULL,
        accepted_by UUID NOT NULL,
        accepted_at DATETIME(3) NOT NULL,
        act VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT 'accept' CHECK (act = 'accept'),
        CONSTRAINT fk_acceptance_hand FOREIGN KEY (spend_request_id, accepted_by, act) REFERENCES spend_hand (spend_request_id, person_id, act))`,
    },
    {
      version: 20261124340,
      name: 'WidenFundPayment',
      sql: `ALTER TABLE fund_payment
        ADD COLUMN IF NOT EXISTS invoice_no VARCHAR(40) NULL,
        ADD KEY IF NOT EXISTS ix_payment_invoice (invoice_no)`,
    },
    {
      version: 20261124341,
      name: 'CreateFundRefund',
      sql: `CREATE TABLE IF NOT EXISTS fund_refund (
        id UUID PRIMARY KEY,
        spend_request_id UUID NOT NULL,
        payment_id UUID NOT NULL,
        amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
        voucher_no VARCHAR(40) NOT NULL,
        reason VARCHAR(300) NOT NULL,
        recorded_by UUID NOT NULL,
        recorded_at DATETIME(3) NOT NULL,
        UNIQUE KEY uq_refund_voucher (voucher_no),
        KEY ix_refund_request (spend_request_id),
        CONSTRAINT fk_refund_payment FOREIGN KEY (payment_id) REFERENCES fund_payment (id))`,
    },
    {
      version: 20261124342,
      name: 'CreateFundReversal',
      sql: `CREATE TABLE IF NOT EXISTS fund_reversal (
        id UUID PRIMARY KEY,
        spend_request_id UUID NOT NULL,
        payment_id UUID NOT NULL,
        reason VARCHAR(300) NOT NULL,
        proposed_by UUID NOT NULL,
        proposed_at DATETIME(3) NOT NULL,
        is_agreed BOOLEAN NULL,
        decided_by UUID NULL,
        decided_at DATETIME(3) NULL,
        standing_id UUID AS (IF(is_agreed IS NULL OR is_agreed, payment_id, NULL)) PERSISTENT,
        UNIQUE KEY uq_reversal_standing (standing_id),
        KEY ix_reversal_request (spend_request_id),
        CONSTRAINT fk_reversal_payment FOREIGN KEY (payment_id) REFERENCES fund_payment (id),
        CONSTRAINT ck_reversal CHECK ((decided_by IS NULL) = (is_agreed IS NULL) AND (decided_by IS NULL OR decided_by <> proposed_by)))`,
    },
    {
      version: 20261124343,
      name: 'AddCommittedAccount',
      sql: `ALTER TABLE fund_account
        MODIFY kind ENUM('allotted','available','reserved','paid','topped_up','donated','co_funded','carried_in','returned','carried_out','committed') NOT NULL`,
    },
    {
      version: 20261124344,
      name: 'OpenCommittedAccounts',
      sql: `INSERT IGNORE INTO fund_account (id, unit_id, year, kind) SELECT UUID(), unit_id, year, 'committed' FROM fund_year`,
    },
    {
      version: 20261124345,
      name: 'WidenTransferKinds',
      sql: `ALTER TABLE fund_transfer
        MODIFY kind ENUM('allot','reserve','pay','release','top_up','donate','co_fund','return','carry_out','carry_in','commit','refund','reverse') NOT NULL`,
    },
    {
      version: 20261124347,
      name: 'ObjectOnce',
      sql: `ALTER TABLE spend_objection ADD UNIQUE KEY IF NOT EXISTS uq_objection_person (spend_request_id, raised_by)`,
    },
    {
      version: 20261124361,
      name: 'SignOnBehalf',
      sql: `ALTER TABLE spend_signature
        ADD COLUMN IF NOT EXISTS behalf_of UUID NULL,
        ADD COLUMN IF NOT EXISTS principal_id UUID AS (IFNULL(behalf_of, person_id)) PERSISTENT,
        ADD UNIQUE KEY IF NOT EXISTS uq_signature_principal (spend_request_id, version, principal_id),
        DROP CONSTRAINT IF EXISTS ck_signature_behalf,
        ADD CONSTRAINT ck_signature_behalf CHECK (behalf_of <> person_id),
        DROP FOREIGN KEY IF EXISTS fk_signature_behalf,
        ADD CONSTRAINT fk_signature_behalf FOREIGN KEY (spend_request_id, behalf_of, act) REFERENCES spend_hand (spend_request_id, person_id, act)`,
    },
    {
      version: 20261124362,
      name: 'AddOrderAct',
      sql: `ALTER TABLE spend_request ADD COLUMN IF NOT EXISTS order_act VARCHAR(8) CHARACTER SET ascii NULL`,
    },
    {
      version: 20261124363,
      name: 'FillOrderAct',
      sql: `UPDATE spend_request r JOIN spend_hand h ON h.spend_request_id = r.id AND h.person_id = r.committed_by
        SET r.order_act = h.act WHERE r.order_act IS NULL`,
    },
    {
      version: 20261124364,
      name: 'TieOrderToItsHand',
      sql: `ALTER TABLE spend_request
        DROP CONSTRAINT IF EXISTS ck_spend_order,
        ADD CONSTRAINT ck_spend_order CHECK ((committed_by IS NULL) = (order_act IS NULL) AND (order_act IS NULL OR order_act IN ('ask','sign','order'))),
        DROP FOREIGN KEY IF EXISTS fk_spend_order,
        ADD CONSTRAINT fk_spend_order FOREIGN KEY (id, committed_by, order_act) REFERENCES spend_hand (spend_request_id, person_id, act)`,
    },
    {
      version: 20261124365,
      name: 'KeyPaymentByPayer',
      sql: `ALTER TABLE fund_payment ADD UNIQUE KEY IF NOT EXISTS uq_payment_payer (id, paid_by)`,
    },
    {
      version: 20261124366,
      name: 'AddPayerToReversal',
      sql: `ALTER TABLE fund_reversal ADD COLUMN IF NOT EXISTS paid_by UUID NULL`,
    },
    {
      version: 20261124367,
      name: 'FillPayerOfReversal',
      sql: `UPDATE fund_reversal v JOIN fund_payment p ON p.id = v.payment_id SET v.paid_by = p.paid_by WHERE v.paid_by IS NULL`,
    },
    {
      version: 20261124368,
      name: 'TieReversalToThePayer',
      sql: `ALTER TABLE fund_reversal
        MODIFY paid_by UUID NOT NULL,
        DROP CONSTRAINT IF EXISTS ck_reversal_payer,
        ADD CONSTRAINT ck_reversal_payer CHECK (decided_by IS NULL OR decided_by <> paid_by),
        DROP FOREIGN KEY IF EXISTS fk_reversal_payer,
        ADD CONSTRAINT fk_reversal_payer FOREIGN KEY (payment_id, paid_by) REFERENCES fund_payment (id, paid_by)`,
    },
    {
      version: 20261125391,
      name: 'CreateSpendWish',
      sql: `CREATE TABLE IF NOT EXISTS spend_wish (
        spend_request_id UUID NOT NULL,
        wish_id UUID NOT NULL,
        place TINYINT UNSIGNED NOT NULL,
        is_held BOOLEAN NOT NULL,
        left_at DATETIME(3) NULL,
        held_wish_id UUID AS (IF(is_held, wish_id, NULL)) PERSISTENT,
        PRIMARY KEY (spend_request_id, wish_id),
        UNIQUE KEY uq_spend_wish_place (spend_request_id, place),
        UNIQUE KEY uq_spend_wish_held (held_wish_id),
        KEY ix_spend_wish (wish_id),
        CONSTRAINT ck_spend_wish CHECK (left_at IS NULL OR NOT is_held),
        CONSTRAINT fk_spend_wish_request FOREIGN KEY (spend_request_id) REFERENCES spend_request (id))`,
    },
    {
      version: 20261125392,
      name: 'FillSpendWish',
      sql: `INSERT IGNORE INTO spend_wish (spend_request_id, wish_id, place, is_held)
        SELECT id, wish_id, 1, status IN (${list(SPEND_OPEN)}) FROM spend_request`,
    },
    {
      version: 20261125393,
      name: 'DropOpenWish',
      sql: `ALTER TABLE spend_request DROP KEY IF EXISTS uq_spend_open_wish, DROP COLUMN IF EXISTS open_wish_id`,
    },
    {
      version: 20261124346,
      name: 'CreateSpendPolicyDraft',
      sql: `CREATE TABLE IF NOT EXISTS spend_policy_draft (
        id UUID PRIMARY KEY,
        based_on INT UNSIGNED NOT NULL,
        body JSON NOT NULL,
        updated_by UUID NOT NULL,
        updated_at DATETIME(3) NOT NULL)`,
    },
    {
      version: 20261129214,
      name: 'AllowErasedObjection',
      sql: `ALTER TABLE spend_objection MODIFY text VARBINARY(2048) NULL, ADD KEY IF NOT EXISTS ix_objection_answered (answered_at),
        ADD KEY IF NOT EXISTS ix_objection_raised (raised_by)`,
    },
    {
      version: 20261130311,
      name: 'DecideReversalByHand',
      sql: `ALTER TABLE spend_hand
        DROP CONSTRAINT IF EXISTS ck_hand_act,
        ADD CONSTRAINT ck_hand_act CHECK (act IN ('ask','sign','order','accept','pay','answer','reverse'))`,
    },
    {
      version: 20261130312,
      name: 'RenewAfterReversal',
      sql: `ALTER TABLE fund_reversal
        ADD COLUMN IF NOT EXISTS act VARCHAR(8) CHARACTER SET ascii NULL DEFAULT 'reverse' CHECK (act = 'reverse'),
        ADD COLUMN IF NOT EXISTS renewed_by UUID NULL,
        ADD COLUMN IF NOT EXISTS renewed_version SMALLINT UNSIGNED NULL,
        ADD COLUMN IF NOT EXISTS renewed_at DATETIME(3) NULL,
        DROP CONSTRAINT IF EXISTS ck_reversal_renewal,
        ADD CONSTRAINT ck_reversal_renewal CHECK ((renewed_by IS NULL) = (renewed_at IS NULL) AND (renewed_by IS NULL) = (renewed_version IS NULL)
          AND (renewed_by IS NULL OR (is_agreed IS TRUE AND renewed_by <> proposed_by AND renewed_by <> decided_by)))`,
    },
    {
      // Before the act `reverse` existed, signers could decide: those reversals have no act and no foreign key.
      version: 20261130313,
      name: 'LeaveOldReversals',
      sql: `UPDATE fund_reversal v LEFT JOIN spend_hand h ON h.spend_request_id = v.spend_request_id AND h.person_id = v.decided_by AND h.act = 'reverse'
        SET v.act = NULL WHERE v.decided_by IS NOT NULL AND h.act IS NULL`,
    },
    {
      version: 20261130314,
      name: 'TieReversalToItsHands',
      sql: `ALTER TABLE fund_reversal
        DROP FOREIGN KEY IF EXISTS fk_reversal_hand,
        ADD CONSTRAINT fk_reversal_hand FOREIGN KEY (spend_request_id, decided_by, act) REFERENCES spend_hand (spend_request_id, person_id, act),
        DROP FOREIGN KEY IF EXISTS fk_reversal_signature,
        ADD CONSTRAINT fk_reversal_signature FOREIGN KEY (spend_request_id, renewed_version, renewed_by)
          REFERENCES spend_signature (spend_request_id, version, person_id)`,
    },
    {
      version: 20261130315,
      name: 'KeepRoleOfPause',
      sql: `ALTER TABLE spend_pause ADD COLUMN IF NOT EXISTS paused_as VARCHAR(32) CHARACTER SET ascii NULL`,
    },
  ],
  rights: [
    { table: 'spend_wish', rights: 'append', mayUpdate: ['is_held', 'left_at'] },
    { table: 'spend_hand', rights: 'append' },
    { table: 'spend_signature', rights: 'append' },
    // Erasure masks people's names; amounts and ids stay as signed.
    { table: 'spend_version', rights: 'append', mayUpdate: ['body'] },
    {
      table: 'spend_objection',
      rights: 'append',
      mayUpdate: ['answer', 'is_upheld', 'answered_by', 'answered_at', 'text'],
    },
    { table: 'spend_pause', rights: 'append', mayUpdate: ['lift_reason', 'lifted_by', 'lifted_at'] },
    { table: 'spend_acceptance', rights: 'append' },
    { table: 'fund_refund', rights: 'append' },
    {
      table: 'fund_reversal',
      rights: 'append',
      mayUpdate: ['is_agreed', 'decided_by', 'decided_at', 'renewed_by', 'renewed_version', 'renewed_at'],
    },
  ],
  encrypted: {
    columns: [...encryptedColumns('spend_request', ['payee_account']), ...encryptedColumns('spend_objection', ['text'])],
  },
};

export const spendInvariants: Invariant[] = [
  {
    name: 'spend.wishes',
    rule: 'Every request names the first wish that it is for, and holds those that have not left it for as long as it is open',
    sql: `SELECT r.id FROM spend_request r JOIN spend_wish s ON s.spend_request_id = r.id
      WHERE s.is_held <> (r.status IN (${list(SPEND_OPEN)}) AND s.left_at IS NULL)
      UNION SELECT r.id FROM spend_request r LEFT JOIN (SELECT spend_request_id, MIN(IF(left_at IS NULL, place, NULL)) AS place
          FROM spend_wish GROUP BY 1) f ON f.spend_request_id = r.id
        LEFT JOIN spend_wish s ON s.spend_request_id = r.id AND s.wish_id = r.wish_id
      WHERE s.place IS NULL OR s.place <> IFNULL(f.place, s.place)`,
  },
  {
    name: 'spend.held',
    rule: 'What is reserved or committed equals the open rest of the requests that hold it',
    sql: `SELECT a.id, a.kind, a.balance_fen, r.o FROM fund_account a
      LEFT JOIN (SELECT unit_id, year, IF(committed_at IS NULL, 'reserved', 'committed') AS held, SUM(amount_fen - paid_fen - released_fen) o
                 FROM spend_request WHERE year IS NOT NULL GROUP BY 1, 2, 3) r ON r.unit_id = a.unit_id AND r.year = a.year AND r.held = a.kind
      WHERE a.kind IN ('reserved','committed') AND a.balance_fen <> IFNULL(r.o, 0)`,
  },
  {
    name: 'spend.transfers',
    rule: 'Every decided request was reserved once, for its amount, and its figures equal its transfers; no other has any',
    sql: `SELECT r.id FROM spend_request r LEFT JOIN (SELECT spend_request_id,
        SUM(IF(kind = 'reserve', amount_fen, 0)) reserved, SUM(IF(kind = 'pay', amount_fen, IF(kind = 'reverse', -amount_fen, 0))) paid,
        SUM(IF(kind = 'release', amount_fen, 0)) released, SUM(IF(kind = 'refund', amount_fen, 0)) refunded, SUM(kind = 'commit') commits
        FROM fund_transfer WHERE spend_request_id IS NOT NULL GROUP BY 1) t ON t.spend_request_id = r.id
      WHERE (r.year IS NOT NULL AND (IFNULL(t.reserved, 0) <> r.amount_fen OR t.paid <> r.paid_fen OR t.released <> r.released_fen
             OR t.refunded <> r.refunded_fen OR t.commits <> (r.committed_at IS NOT NULL)))
         OR (r.year IS NULL AND t.spend_request_id IS NOT NULL)`,
  },
  {
    name: 'spend.payments',
    rule: 'What a request has paid is its payments without those that were reversed; what came back is its refunds',
    sql: `SELECT r.id FROM spend_request r
      LEFT JOIN (SELECT p.spend_request_id, SUM(p.amount_fen) s FROM fund_payment p LEFT JOIN fund_reversal v ON v.payment_id = p.id AND v.is_agreed
                 WHERE v.id IS NULL GROUP BY 1) p ON p.spend_request_id = r.id
      LEFT JOIN (SELECT spend_request_id, SUM(amount_fen) s FROM fund_refund GROUP BY 1) f ON f.spend_request_id = r.id
      WHERE r.paid_fen <> IFNULL(p.s, 0) OR r.refunded_fen <> IFNULL(f.s, 0)`,
  },
  {
    name: 'spend.four-eyes',
    rule: 'Whoever asks does not approve, whoever approves does not pay, and whoever accepts has done nothing else',
    sql: `SELECT r.id FROM spend_request r LEFT JOIN fund_payment p ON p.spend_request_id = r.id
      LEFT JOIN spend_acceptance a ON a.spend_request_id = r.id
      WHERE r.decided_by = r.requested_by OR p.paid_by IN (r.decided_by, r.requested_by)
         OR a.accepted_by IN (r.decided_by, r.requested_by, p.paid_by, r.committed_by)`,
  },
  {
    name: 'spend.signatures',
    rule: 'Every approved request was signed by all whom its policy names, each in the role that was due',
    sql: `SELECT r.id FROM spend_request r LEFT JOIN (SELECT spend_request_id, version, COUNT(*) n,
        CONCAT('[', GROUP_CONCAT(CONCAT('"', role, '"') ORDER BY place SEPARATOR ','), ']') signed, MAX(place) last
        FROM spend_signature GROUP BY 1, 2) h ON h.spend_request_id = r.id AND h.version = r.version
      WHERE r.signatures <> IFNULL(h.n, 0) OR IFNULL(h.last, 0) <> IFNULL(h.n, 0)
         OR (r.year IS NOT NULL AND IFNULL(h.signed, '') <> r.signers)
         OR (r.status = 'submitted') <> (r.next_role IS NOT NULL)`,
  },
  {
    name: 'spend.notice',
    rule: 'Nothing is spent while it hangs out, and no objection ends unanswered, unless it was urgent',
    sql: `SELECT r.id FROM spend_request r LEFT JOIN fund_payment p ON p.spend_request_id = r.id
      WHERE NOT r.is_urgent AND ((r.status = 'noticed' AND (p.id IS NOT NULL OR r.committed_at IS NOT NULL))
         OR (r.status IN ('approved','settled') AND EXISTS (SELECT 1 FROM spend_objection o WHERE o.spend_request_id = r.id AND o.answered_at IS NULL))
         OR (p.paid_at < r.notice_until))`,
  },
  {
    // Reversals of older releases have no act, and their pauses no role: other rules applied.
    name: 'spend.renewed',
    rule: 'After a reversal nothing is paid until somebody who signed has released the request again',
    sql: `SELECT p.id FROM fund_payment p JOIN fund_reversal v ON v.spend_request_id = p.spend_request_id AND v.is_agreed AND v.act IS NOT NULL
      WHERE p.paid_at > v.decided_at AND (v.renewed_at IS NULL OR v.renewed_at > p.paid_at)`,
  },
  {
    name: 'spend.pause',
    rule: 'Nobody lifts a pause who has a hand in the request, but to answer objections to it later',
    sql: `SELECT s.id FROM spend_pause s JOIN spend_hand h ON h.spend_request_id = s.spend_request_id AND h.person_id = s.lifted_by
      WHERE s.paused_as IS NOT NULL AND (h.act <> 'answer' OR h.at < s.lifted_at)`,
  },
  {
    name: 'spend.accepted',
    rule: 'Before anything was accepted, no more than the advance was paid',
    sql: `SELECT r.id FROM spend_request r WHERE r.paid_fen > r.advance_fen AND r.accepted_at IS NULL`,
  },
];
