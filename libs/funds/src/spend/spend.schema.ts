import { encryptedColumns, type Invariant, type Schema } from '#libs/platform';
import { SPEND_OPEN } from './spend.lifecycle.js';

const list = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(',');

export const spendSchema = {
  rights: [
    { table: 'spend_wish', rights: 'append', mayUpdate: ['is_held', 'left_at'] },
    { table: 'spend_participation', rights: 'append' },
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
    columns: [
      ...encryptedColumns('spend_request', ['payee_account']),
      ...encryptedColumns('spend_objection', ['text']),
    ],
  },
} satisfies Omit<Schema, 'migrations'>;

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
    rule: 'Requester, signers and payer are different people, and the person who accepts has no other part',
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
    rule: 'Nothing is spent during the public notice or before an objection is answered, unless the request was urgent',
    sql: `SELECT r.id FROM spend_request r LEFT JOIN fund_payment p ON p.spend_request_id = r.id
      WHERE NOT r.is_urgent AND ((r.status = 'on_notice' AND (p.id IS NOT NULL OR r.committed_at IS NOT NULL))
         OR (r.status IN ('approved','settled') AND EXISTS (SELECT 1 FROM spend_objection o WHERE o.spend_request_id = r.id AND o.answered_at IS NULL))
         OR (p.paid_at < r.notice_until))`,
  },
  {
    // Reversals of older releases have no act, and their pauses no role: other rules applied.
    name: 'spend.renewed',
    rule: 'After a reversal nothing is paid until a signer has released the request again',
    sql: `SELECT p.id FROM fund_payment p JOIN fund_reversal v ON v.spend_request_id = p.spend_request_id AND v.is_agreed AND v.act IS NOT NULL
      WHERE p.paid_at > v.decided_at AND (v.renewed_at IS NULL OR v.renewed_at > p.paid_at)`,
  },
  {
    name: 'spend.pause',
    rule: 'A pause is lifted only by a person without a part in the request, other than later answers to objections',
    sql: `SELECT s.id FROM spend_pause s JOIN spend_participation h ON h.spend_request_id = s.spend_request_id AND h.person_id = s.lifted_by
      WHERE s.paused_as IS NOT NULL AND (h.act <> 'answer' OR h.at < s.lifted_at)`,
  },
  {
    name: 'spend.accepted',
    rule: 'Before anything was accepted, no more than the advance was paid',
    sql: `SELECT r.id FROM spend_request r WHERE r.paid_fen > r.advance_fen AND r.accepted_at IS NULL`,
  },
];
