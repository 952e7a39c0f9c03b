import { Injectable } from '@nestjs/common';
import { Transactions } from '#libs/platform';
import { joinUnit } from '#libs/identity';

interface RegisterRow {
  id: string;
  unit: string;
  fileHash: Buffer;
  fromOn: string;
  untilOn: string;
  lines: number;
  added: number;
  closingFen: number | null;
  importedAt: Date;
  breaks: number;
  confirmedBreaks: number;
  proposedAt: Date | null;
  retractedAt: Date | null;
}

const STEP = 500;

/** Register of imported bank statements: files, breaks and retractions. */
@Injectable()
export class StatementRegister {
  constructor(private readonly transactions: Transactions) {}

  /** The statements below a unit as JSON lines, in the order of import. They contain neither names nor texts that people
   *  wrote. */
  async *lines(unitPath: string): AsyncGenerator<string> {
    for (let id = '', more = true; more;) {
      const rows = await this.transactions.rows<RegisterRow>(
        `SELECT s.id, u.code AS unit, s.file_hash, DATE_FORMAT(s.from_on, '%Y-%m-%d') AS from_on,
           DATE_FORMAT(s.until_on, '%Y-%m-%d') AS until_on, s.line_count AS \`lines\`, s.added_count AS added, s.closing_fen,
           s.imported_at, r.proposed_at, s.retracted_at,
           (SELECT COUNT(*) FROM bank_break b WHERE b.statement_id = s.id) AS breaks,
           (SELECT COUNT(*) FROM bank_break b WHERE b.statement_id = s.id AND b.confirmed_at IS NOT NULL) AS confirmed_breaks
         FROM bank_statement s ${joinUnit('s.unit_id')}
         LEFT JOIN bank_retraction r ON r.standing_id = s.id
         WHERE s.unit_path LIKE ? ${id ? 'AND s.id > ?' : ''} ORDER BY s.id LIMIT ${STEP}`,
        [`${unitPath}%`, ...(id ? [id] : [])],
      );
      for (const { fileHash, proposedAt, retractedAt, ...row } of rows)
        yield `${JSON.stringify({
          ...row,
          fileHash: fileHash.toString('hex'),
          retraction: proposedAt && { proposedAt, agreedAt: retractedAt },
        })}\n`;
      id = rows.at(-1)?.id ?? id;
      more = rows.length === STEP;
    }
  }
}
