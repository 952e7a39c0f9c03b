import { Injectable } from '@nestjs/common';
import {
  Events,
  Transactions,
  Vault,
  keyed,
  maskName,
  maskPhone,
  readCursor,
  shanghaiDay,
  toPage,
  toWorkbook,
  type Actor,
  type Page,
} from '#libs/platform';
import { Access, StartCodes } from '#libs/identity';
import type { RosterAnswer, RosterRowAnswer } from './roster.dto.js';
import { Roster, type RosterHead, type RosterVerdict } from './roster.js';
import type { RosterDoubt } from './read-roster.js';

const HEADINGS = ['姓名', '手机', '居住社区（村）', '党小组', '党支部', '工作单位', '特长'];
const EXAMPLE = ['示例（请删除本行）', '', '沥苑社区', '第三党小组', '沥苑第一党支部', '区教育局', '电工、理发'];
const WIDTHS = [16, 16, 20, 20, 24, 24, 30];
const CODES_AT_ONCE = 500;

/** What screens and files show of rosters. */
@Injectable()
export class RosterQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly roster: Roster,
    private readonly startCodes: StartCodes,
    private readonly events: Events,
    private readonly vault: Vault,
  ) {}

  /** Newest first. */
  async list(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<RosterAnswer>> {
    const scope = this.access.scope(actor, 'person.manage').where('r.unit_path');
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<RosterHead>(
      `SELECT r.id, r.unit_id, r.unit_path, r.file_name, r.status, r.created_at, r.finished_at FROM roster r
       WHERE ${scope.sql}${after ? ' AND r.id < ?' : ''} ORDER BY r.id DESC LIMIT ?`,
      [...scope.values, ...(after ?? []), query.limit + 1],
    );
    const counts = await this.counts(rows.map(({ id }) => id));
    return toPage(
      rows,
      query.limit,
      ({ id }) => [id],
      (row) => show(row, counts.get(row.id)),
    );
  }

  /** Throws ROSTER_NOT_FOUND. */
  async get(actor: Actor, rosterId: string): Promise<RosterAnswer> {
    const row = await this.roster.load(this.transactions, actor, rosterId);
    return show(row, (await this.counts([rosterId])).get(rosterId));
  }

  /** Names and telephones masked. Throws ROSTER_NOT_FOUND. */
  async rows(
    actor: Actor,
    rosterId: string,
    query: { limit: number; cursor?: string; verdict?: RosterVerdict },
  ): Promise<Page<RosterRowAnswer>> {
    await this.roster.load(this.transactions, actor, rosterId);
    const after = readCursor(query.cursor, ['integer']);
    const rows = await this.transactions.rows<KeptRosterRow>(
      `SELECT row_no, sheet, sheet_row, verdict, doubts, cells, person_id, is_known FROM roster_row
       WHERE roster_id = ? AND row_no > ?${query.verdict ? ' AND verdict = ?' : ''} ORDER BY row_no LIMIT ?`,
      [rosterId, after?.[0] ?? 0, ...(query.verdict ? [query.verdict] : []), query.limit + 1],
    );
    return toPage(
      rows,
      query.limit,
      ({ rowNo }) => [String(rowNo)],
      ({ cells, doubts, personId, isKnown, sheetRow, ...row }) => {
        const { values, unknownStrengths, typed } = this.roster.show(rosterId, row.rowNo, cells);
        return {
          ...row,
          row: sheetRow,
          doubts: JSON.parse(doubts) as RosterDoubt[],
          values: { ...values, name: maskName(values.name), phone: maskPhone(values.phone) },
          unknownStrengths,
          typed,
          isTaken: personId !== null,
          isKnown: Boolean(isKnown),
        };
      },
    );
  }

  template(): Promise<Buffer> {
    return toWorkbook('党员名册', HEADINGS, [EXAMPLE], WIDTHS);
  }

  /** A workbook with a code for everybody of the roster whose account was never opened, to be handed to each of them: codes that were
   *  given before are void. Nobody who works in an office gets hers in this way. That it was made is recorded. Throws
   *  ROSTER_NOT_FOUND. */
  async startCodesWorkbook(actor: Actor, rosterId: string): Promise<Buffer> {
    const head = await this.roster.load(this.transactions, actor, rosterId);
    const lines: string[][] = [];
    for (let after = 0; ;) {
      const people = await this.transactions.rows<{ rowNo: number; id: string; name: Buffer; phone: Buffer }>(
        `SELECT r.row_no, p.id, ${keyed('p', 'name', 'phone')} FROM roster_row r JOIN person p ON p.id = r.person_id
         WHERE r.roster_id = ? AND r.row_no > ? AND p.password_hash IS NULL AND p.activated_at IS NULL AND p.disabled_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id
             WHERE g.person_id = p.id AND (g.revoked_at IS NULL OR g.revoked_at > UTC_TIMESTAMP(3) - INTERVAL 30 DAY)
               AND (g.role NOT IN ('volunteer','resident') OR u.path NOT LIKE ?))
         ORDER BY r.row_no LIMIT ${CODES_AT_ONCE}`,
        [rosterId, after, `${head.unitPath}%`],
      );
      if (people.length === 0) break;
      const codes = await this.transactions.run((tx) =>
        this.startCodes.giveAll(
          tx,
          people.map(({ id }) => id),
          actor.personId,
        ),
      );
      for (const { id, name, phone } of people) {
        const { code, validUntil } = codes.get(id)!;
        lines.push([
          this.vault.show('person.name', id, name),
          maskPhone(this.vault.show('person.phone', id, phone)) ?? '',
          code,
          shanghaiDay(validUntil),
        ]);
      }
      after = people.at(-1)!.rowNo;
    }
    await this.transactions.run((tx) =>
      this.events.record(tx, {
        name: 'StartCodesGiven',
        unitId: head.unitId,
        subjectId: rosterId,
        actorId: actor.personId,
        visibility: 'internal',
        data: { people: lines.length },
      }),
    );
    return toWorkbook('启用码', ['姓名', '手机', '启用码', '有效期至'], lines, [16, 16, 20, 14]);
  }

  private async counts(rosterIds: string[]): Promise<Map<string, Counts>> {
    const counts = new Map<string, Counts>();
    if (rosterIds.length === 0) return counts;
    const rows = await this.transactions.rows<
      { rosterId: string; verdict: RosterVerdict } & Record<'n' | 'taken' | 'known', number>
    >(
      `SELECT roster_id, verdict, COUNT(*) AS n, COUNT(person_id) AS taken, SUM(is_known) AS known
       FROM roster_row WHERE roster_id IN (?) GROUP BY roster_id, verdict`,
      [rosterIds],
    );
    for (const { rosterId, verdict, n, taken, known } of rows) {
      const sum = counts.get(rosterId) ?? { ...NOTHING };
      counts.set(rosterId, {
        ...sum,
        [verdict]: Number(n),
        taken: sum.taken + Number(taken),
        known: sum.known + Number(known),
      });
    }
    return counts;
  }
}

type Counts = RosterAnswer['counts'];
const NOTHING: Counts = { accept: 0, review: 0, duplicate: 0, reject: 0, taken: 0, known: 0 };

interface KeptRosterRow {
  rowNo: number;
  sheet: string;
  sheetRow: number;
  verdict: RosterVerdict;
  doubts: string;
  cells: Buffer;
  personId: string | null;
  isKnown: number;
}

const show = ({ unitPath: _, ...head }: RosterHead, counts: Counts = NOTHING): RosterAnswer => ({ ...head, counts });
