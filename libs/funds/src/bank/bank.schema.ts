import { encryptedColumns, type Invariant, type Schema } from '#libs/platform';

export const bankSchema = {
  rights: [
    { table: 'bank_statement', rights: 'append', mayUpdate: ['retracted_at'] },
    { table: 'bank_line', rights: 'append', mayUpdate: ['match_id', 'aside_reason', 'aside_by', 'retracted_at'] },
    { table: 'bank_retraction', rights: 'append', mayUpdate: ['is_agreed', 'decided_by', 'decided_at'] },
    { table: 'bank_overlap', rights: 'append' },
    { table: 'bank_break', rights: 'append', mayUpdate: ['reason', 'confirmed_by', 'confirmed_at'] },
    { table: 'bank_match', rights: 'append', mayUpdate: ['undone_by', 'undone_at'] },
    { table: 'bank_match_entry', rights: 'append', mayUpdate: ['undone_at'] },
  ],
  encrypted: {
    columns: encryptedColumns('bank_line', ['told']),
    indexed: [{ table: 'bank_line', columns: ['line_hash'], key: ['id'] }],
    plain: ['bank_statement.file_hash'],
  },
} satisfies Omit<Schema, 'migrations'>;

export const bankInvariants: Invariant[] = [
  {
    name: 'bank.retracted',
    rule: 'A statement is retracted exactly when two people agreed, all its movements with it, and no standing statement rests on it',
    sql: `SELECT s.id FROM bank_statement s
      LEFT JOIN bank_retraction r ON r.statement_id = s.id AND r.is_agreed
      WHERE (s.retracted_at IS NULL) <> (r.id IS NULL)
        OR EXISTS (SELECT 1 FROM bank_line l WHERE l.statement_id = s.id AND NOT (l.retracted_at <=> s.retracted_at))
        OR s.retracted_at IS NOT NULL AND EXISTS (SELECT 1 FROM bank_overlap o JOIN bank_statement t ON t.id = o.later_id
          WHERE o.earlier_id = s.id AND t.retracted_at IS NULL)`,
  },
  {
    name: 'bank.matches',
    rule: 'The movements of a standing match and its entries add up to the same sum; an undone one holds none',
    sql: `SELECT m.id FROM bank_match m
      LEFT JOIN (SELECT match_id, SUM(amount_fen) s FROM bank_line WHERE match_id IS NOT NULL GROUP BY 1) l ON l.match_id = m.id
      LEFT JOIN (SELECT match_id, SUM(amount_fen) s FROM bank_match_entry WHERE undone_at IS NULL GROUP BY 1) e ON e.match_id = m.id
      WHERE IF(m.undone_at IS NULL, NOT (l.s <=> m.amount_fen AND e.s <=> m.amount_fen), l.s IS NOT NULL OR e.s IS NOT NULL)`,
  },
  {
    name: 'bank.reversed',
    rule: 'No movement of the account is matched with a payment that was reversed',
    sql: `SELECT e.entry_id FROM bank_match_entry e JOIN fund_reversal v ON v.payment_id = e.entry_id AND v.is_agreed
      WHERE e.kind = 'payment' AND e.undone_at IS NULL`,
  },
];
