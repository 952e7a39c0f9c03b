import { Injectable } from '@nestjs/common';
import {
  Events,
  Problem,
  Transactions,
  maskName,
  maskPhone,
  problemBody,
  problemKind,
  readCursor,
  toPage,
  toWorkbook,
  type Actor,
  type Page,
} from '#libs/platform';
import { Access } from '#libs/identity';
import { ImportNotFound } from './commit-import.js';
import { ImportRows } from './import-rows.js';
import type { ImportAnswer, ImportRowAnswer } from './imports.dto.js';
import type { ImportVerdict } from './read-form.js';
import { explain } from './words.js';

interface RowOfImport {
  rowNo: number;
  sheet: string;
  sheetRow: number;
  verdict: ImportVerdict;
  why: string;
  cells: Buffer;
  wishId: string | null;
  isKnown: number;
}

const HEADINGS = [
  '序号',
  '村（社区）',
  '姓名',
  '年龄',
  '困难类别',
  '联系电话',
  '家庭住址',
  '微心愿内容',
  '类别',
  '预计费用（元）',
  '受益人数',
  '期望完成时间',
];
const EXAMPLE = [
  '1',
  '沥苑社区',
  '示例（请删除本行）',
  '64',
  '残疾人家庭',
  '13800000000',
  '花园9号705房',
  '',
  '服务类',
  '100',
  '1',
  '2026-12-31',
];
const ATTENTION_LIMIT = 60_000;
const COLUMN_WIDTHS = [6, 16, 12, 8, 16, 16, 28, 48, 10, 14, 10, 16, 50];
const SHEET = '微心愿征集表';

/** What screens and files show of imports. */
@Injectable()
export class ImportQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly rows: ImportRows,
    private readonly events: Events,
  ) {}

  async list(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<ImportAnswer>> {
    const scope = this.access.scope(actor, 'wish.import').where('unit_path');
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<ImportRowOfList>(
      `SELECT * FROM wish_import WHERE ${scope.sql}${after ? ' AND id < ?' : ''} ORDER BY id DESC LIMIT ?`,
      [...scope.values, ...(after ?? []), query.limit + 1],
    );
    const counts = await this.counts(rows.map(({ id }) => id));
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => show(row, counts.get(row.id), actor),
    );
  }

  /** Throws IMPORT_NOT_FOUND. */
  async get(actor: Actor, importId: string): Promise<ImportAnswer> {
    const row = await this.load(actor, importId);
    return show(row, (await this.counts([importId])).get(importId), actor);
  }

  async page(
    actor: Actor,
    importId: string,
    query: { limit: number; cursor?: string; verdict?: ImportVerdict },
  ): Promise<Page<ImportRowAnswer>> {
    await this.load(actor, importId);
    const after = readCursor(query.cursor, ['integer']);
    const rows = await this.transactions.rows<RowOfImport>(
      `SELECT row_no, sheet, sheet_row, verdict, why, cells, wish_id, is_known FROM wish_import_row
       WHERE import_id = ? AND row_no > ?${query.verdict ? ' AND verdict = ?' : ''} ORDER BY row_no LIMIT ?`,
      [importId, after?.[0] ?? 0, ...(query.verdict ? [query.verdict] : []), query.limit + 1],
    );
    return toPage(
      rows,
      query.limit,
      (row) => [String(row.rowNo)],
      (row) => this.showRow(importId, row, actor),
    );
  }

  /** A workbook with the rows that need a person, as they were typed, and why; ready to be mended and sent again. It
   *  names people, so that it was made is recorded. */
  async attention(actor: Actor, importId: string): Promise<Buffer> {
    const started = await this.load(actor, importId);
    await this.transactions.run((tx) =>
      this.events.record(tx, {
        name: 'ImportAttentionExported',
        unitId: started.unitId,
        subjectId: importId,
        actorId: actor.personId,
        visibility: 'internal',
      }),
    );
    const rows = await this.transactions.rows<RowOfImport>(
      `SELECT row_no, sheet, sheet_row, verdict, why, cells, wish_id, is_known FROM wish_import_row
       WHERE import_id = ? AND verdict IN ('review','reject') AND wish_id IS NULL ORDER BY row_no LIMIT ${ATTENTION_LIMIT}`,
      [importId],
    );
    const lines = rows.map((row, at) => {
      const { typed, values } = this.rows.show(importId, row.rowNo, row.cells);
      const unit = row.why.includes('unit') ? typed.unit : (values.unitCode ?? typed.unit);
      const due = values.dueOn ?? typed.due;
      return [
        String(at + 1),
        unit,
        typed.name,
        typed.age,
        typed.hardship,
        typed.phone,
        typed.address,
        typed.text,
        typed.kind,
        typed.cost,
        typed.people,
        due,
        `${row.sheet} 第${row.sheetRow}行：${explain({ why: row.why.split('|') }, 'zh').join('；')}`,
      ];
    });
    return toWorkbook(SHEET, [...HEADINGS, '需要处理的原因'], lines, COLUMN_WIDTHS);
  }

  async template(): Promise<Buffer> {
    return toWorkbook(SHEET, HEADINGS, [EXAMPLE], COLUMN_WIDTHS);
  }

  private showRow(importId: string, row: RowOfImport, actor: Actor): ImportRowAnswer {
    const { values, typed, danger } = this.rows.show(importId, row.rowNo, row.cells);
    const why = row.why ? row.why.split('|') : [];
    const doubted = Object.entries(typed).filter(
      ([field]) => why.includes(field) || (field === 'text' && why.includes('formula')),
    );
    return {
      rowNo: row.rowNo,
      sheet: row.sheet,
      row: row.sheetRow,
      verdict: row.verdict,
      why,
      reasons: explain({ why }, actor.locale),
      values: { ...values, name: maskName(values.name), phone: maskPhone(values.phone) },
      typed: Object.fromEntries(doubted) as Record<string, string>,
      danger,
      wishId: row.wishId,
      isKnown: Boolean(row.isKnown),
    };
  }

  private async load(actor: Actor, importId: string): Promise<ImportRowOfList> {
    const row = await this.transactions.row<ImportRowOfList>('SELECT * FROM wish_import WHERE id = ?', [importId]);
    if (!row) throw ImportNotFound();
    this.access.require(actor, 'wish.import', row.unitPath, ImportNotFound);
    return row;
  }

  private async counts(importIds: string[]): Promise<Map<string, Record<ImportVerdict, number>>> {
    const result = new Map<string, Record<ImportVerdict, number>>();
    if (importIds.length === 0) return result;
    const rows = await this.transactions.rows<{ importId: string; verdict: ImportVerdict; n: number }>(
      'SELECT import_id, verdict, COUNT(*) AS n FROM wish_import_row WHERE import_id IN (?) GROUP BY import_id, verdict',
      [importIds],
    );
    for (const { importId, verdict, n } of rows) {
      const counts = result.get(importId) ?? { accept: 0, review: 0, reject: 0, duplicate: 0 };
      counts[verdict] = Number(n);
      result.set(importId, counts);
    }
    return result;
  }
}

interface ImportRowOfList extends Omit<ImportAnswer, 'counts' | 'problem'> {
  unitPath: string;
  problem: string | null;
  problemDetails: string | null;
}

function show(row: ImportRowOfList, counts: Record<ImportVerdict, number> | undefined, actor: Actor): ImportAnswer {
  const kind = row.problem ? problemKind(row.problem) : undefined;
  const details = JSON.parse(row.problemDetails ?? '{}') as Record<string, unknown>;
  return {
    id: row.id,
    unitId: row.unitId,
    fileName: row.fileName,
    status: row.status,
    problem:
      kind === undefined
        ? null
        : { code: kind.code, title: problemBody(new Problem(kind, details), actor.locale).title as string },
    rowsRead: row.rowsRead,
    rowsTotal: row.rowsTotal,
    counts: counts ?? { accept: 0, review: 0, reject: 0, duplicate: 0 },
    wishesAdded: row.wishesAdded,
    wishesKnown: row.wishesKnown,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}
