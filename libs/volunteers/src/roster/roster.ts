import { Injectable } from '@nestjs/common';
import {
  Events,
  InvalidInput,
  Jobs,
  Transactions,
  UNREADABLE,
  Vault,
  defineJob,
  given,
  keyed,
  maskText,
  newId,
  problem,
  readSheets,
  sayIn,
  type Actor,
  type DueJob,
  type Reader,
  type Tx,
} from '#libs/platform';
import { Access, RegisterPerson, UnitNotFound, Units, isSameName, type Unit } from '#libs/identity';
import { Groups, type GroupKind } from '../groups/groups.js';
import { StrengthWords } from '../strengths/strength-list.js';
import { Strengths } from '../strengths/strengths.js';
import { DEFAULT_MAX_OPEN_CLAIMS } from '../volunteers.js';
import { homeOf, readRoster, type RosterDoubt, type RosterRow, type RosterValues } from './read-roster.js';

export const COMMIT_ROSTER = defineJob('roster.commit', 'interactive');

export const RosterNotFound = problem('ROSTER_NOT_FOUND', 404, {
  zh: '没有这份名册，或不在您的范围内。',
  en: 'There is no such roster, or it is outside your scope.',
});
export const RosterState = problem('ROSTER_STATE', 409, {
  zh: '这份名册正在录入，或这一行已经录入，不能再改。',
  en: 'The roster is being taken in, or this row has been; it cannot be changed any more.',
});

/** A town of the district has some six thousand party members. */
const MOST_ROWS = 10_000;
/** With titles, headings and signatures of every sheet. */
const MOST_SHEET_ROWS = 12_000;
const ROWS_AT_ONCE = 500;
/** So many people are written in one transaction. */
const PEOPLE_AT_ONCE = 20;

export type RosterVerdict = 'accept' | 'review' | 'duplicate' | 'reject';
/** A row as it is kept, sealed whole, until it is forgotten. */
export type KeptRow = Pick<RosterRow, 'values' | 'unknownStrengths' | 'typed'>;

const UNREADABLE_ROW: KeptRow = {
  values: {
    name: UNREADABLE,
    phone: null,
    unitCode: null,
    partyGroup: null,
    partyBranch: null,
    workUnit: null,
    strengths: [],
  },
  unknownStrengths: [],
  typed: {},
};

/** `accept`: nothing is left to look at. */
export function verdictOf(doubts: readonly RosterDoubt[]): RosterVerdict {
  if (doubts.includes('closed') || doubts.includes('otherPerson')) return 'reject';
  if (doubts.includes('twice')) return 'duplicate';
  return doubts.length > 0 ? 'review' : 'accept';
}

/** A roster of party members, as an office keeps it: read into a preview, mended, then taken in. Whoever is on it becomes a
 *  volunteer where she lives and a member of her groups; whoever is known already is not registered again, whichever file she
 *  came in. */
@Injectable()
export class Roster {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly people: RegisterPerson,
    private readonly groups: Groups,
    private readonly strengths: Strengths,
    private readonly vault: Vault,
    private readonly jobs: Jobs,
    private readonly events: Events,
  ) {}

  /** Throws UNIT_NOT_FOUND, FORBIDDEN, ROSTER_NO_HEADINGS, INVALID_INPUT, and what tells that a file cannot be read. */
  async read(actor: Actor, input: { unitId: string; fileName: string; file: Buffer }): Promise<{ id: string }> {
    const unit = await this.units.get(this.transactions, input.unitId);
    this.access.require(actor, 'person.manage', unit.path, UnitNotFound);
    const rows = readRoster(await readSheets(input.file, input.fileName, { mostRows: MOST_SHEET_ROWS }), {
      units: await this.units.names(this.transactions, unit.path),
      words: new StrengthWords(await this.strengths.current()),
      home: homeOf(unit),
    });
    if (rows.length === 0 || rows.length > MOST_ROWS) {
      const say = sayIn(actor.locale);
      const reason =
        rows.length === 0
          ? say('表里没有人', 'has nobody in it')
          : say(`超过 ${MOST_ROWS} 人，请分成几份`, `has more than ${MOST_ROWS} people: split it`);
      throw InvalidInput({ faults: [{ field: 'file', reason }] });
    }
    const id = newId();
    return this.transactions.run(async (tx) => {
      const createdAt = await tx.now();
      await tx.insert('roster', {
        id,
        unitId: unit.id,
        unitPath: unit.path,
        fileName: maskText(input.fileName).slice(0, 120),
        status: 'ready',
        createdBy: actor.personId,
        createdAt,
      });
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        const part = rows.slice(from, from + ROWS_AT_ONCE);
        const doubts = await this.doubtsAbout(tx, unit.path, part);
        await tx.insert(
          'roster_row',
          part.map((row, at) => ({
            rosterId: id,
            rowNo: from + at + 1,
            sheet: row.sheet.slice(0, 60),
            sheetRow: row.row,
            verdict: verdictOf(doubts[at]!),
            doubts: JSON.stringify(doubts[at]),
            cells: this.seal(id, from + at + 1, row),
            createdAt,
          })),
        );
      }
      await this.events.record(tx, {
        name: 'RosterRead',
        unitId: unit.id,
        subjectId: id,
        actorId: actor.personId,
        visibility: 'internal',
        data: { rows: rows.length },
      });
      return { id };
    });
  }

  /** A person settles what was in doubt. `isSame`: the one who is registered under another name is she.
   *  Throws ROSTER_NOT_FOUND, ROSTER_STATE, INVALID_INPUT. */
  async settle(
    actor: Actor,
    rosterId: string,
    rowNo: number,
    told: Partial<Pick<RosterValues, 'name' | 'phone' | 'unitCode'>> & { isSame?: boolean },
  ): Promise<{ rowNo: number; verdict: RosterVerdict }> {
    return this.transactions.command(actor, async (tx) => {
      const roster = await this.load(tx, actor, rosterId);
      const row = await tx.row<{ cells: Buffer; doubts: string; personId: string | null }>(
        'SELECT cells, doubts, person_id FROM roster_row WHERE roster_id = ? AND row_no = ? FOR UPDATE',
        [rosterId, rowNo],
      );
      if (!row) throw RosterNotFound();
      if (row.personId || roster.status === 'committing') throw RosterState();
      const kept = this.open(rosterId, rowNo, row.cells);
      const { isSame, ...changes } = told;
      const values = { ...kept.values, ...given(changes) };
      if (changes.unitCode) await this.assertHome(tx, roster.unitPath, changes.unitCode, actor.locale);
      const before = JSON.parse(row.doubts) as RosterDoubt[];
      const missing = [
        ['name', values.name],
        ['phone', values.phone],
        ['unit', values.unitCode],
      ].flatMap(([doubt, value]) => (value === null ? [doubt as RosterDoubt] : []));
      const twice: RosterDoubt[] = before.includes('twice') && !changes.phone ? ['twice'] : [];
      const [about] = await this.doubtsAbout(tx, roster.unitPath, [{ doubts: [...missing, ...twice], values }]);
      const doubts = about!.filter((doubt) => doubt !== 'otherName' || !isSame);
      const verdict = verdictOf(doubts);
      await tx.execute('UPDATE roster_row SET cells = ?, doubts = ?, verdict = ? WHERE roster_id = ? AND row_no = ?', [
        this.seal(rosterId, rowNo, { ...kept, values }),
        JSON.stringify(doubts),
        verdict,
        rosterId,
        rowNo,
      ]);
      return { rowNo, verdict };
    });
  }

  /** May be asked again after rows were settled. Throws ROSTER_NOT_FOUND, ROSTER_STATE. */
  async commit(actor: Actor, rosterId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      await this.load(tx, actor, rosterId);
      const taken = await tx.execute(
        `UPDATE roster SET status = 'committing', committed_by = ? WHERE id = ? AND status <> 'committing'`,
        [actor.personId, rosterId],
      );
      if (taken === 0) throw RosterState();
      await this.jobs.schedule(tx, { kind: COMMIT_ROSTER, subjectId: rosterId, dueAt: await tx.now() });
      return { id: rosterId };
    });
  }

  /** The job that takes the accepted rows in. It may start over at any time. */
  async run({ subjectId: rosterId }: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const roster = await this.transactions.row<{ unitPath: string; committedBy: string }>(
      `SELECT unit_path, committed_by FROM roster WHERE id = ? AND status = 'committing'`,
      [rosterId],
    );
    if (!roster) return;
    const homes = new Map(
      (await this.units.below(this.transactions, roster.unitPath)).map((unit) => [unit.code, unit]),
    );
    for (let after = 0; ;) {
      const rows = await this.transactions.rows<{ rowNo: number; cells: Buffer }>(
        `SELECT row_no, cells FROM roster_row WHERE roster_id = ? AND verdict = 'accept' AND person_id IS NULL AND row_no > ?
         ORDER BY row_no LIMIT ${PEOPLE_AT_ONCE}`,
        [rosterId, after],
      );
      if (rows.length === 0) break;
      await this.transactions.run(async (tx) => {
        for (const { rowNo, cells } of rows) {
          const { values } = this.open(rosterId, rowNo, cells);
          const personBy = await this.peopleBelow(tx, roster.unitPath, [values]);
          const home = homes.get(values.unitCode ?? '');
          const taken = await this.enrol(tx, roster.committedBy, values, { home, within: roster.unitPath });
          const [change, outcome] =
            'refused' in taken
              ? [`verdict = 'reject', doubts = ?`, [JSON.stringify([taken.refused])]]
              : ['person_id = ?, is_known = ?', [taken.id, !taken.isNew && personBy(values.phone) !== undefined]];
          await tx.execute(`UPDATE roster_row SET ${change} WHERE roster_id = ? AND row_no = ?`, [
            ...outcome,
            rosterId,
            rowNo,
          ]);
        }
      });
      after = rows.at(-1)!.rowNo;
      await keepAlive();
    }
    await this.transactions.run((tx) =>
      tx.execute(
        `UPDATE roster SET status = 'committed', finished_at = UTC_TIMESTAMP(3) WHERE id = ? AND status = 'committing'`,
        [rosterId],
      ),
    );
  }

  /** What she says of herself counts: strengths from a roster are hers only as long as she has said nothing. */
  private async enrol(
    tx: Tx,
    by: string,
    values: RosterValues,
    { home, within }: { home: Unit | undefined; within: string },
  ): ReturnType<RegisterPerson['enrol']> {
    if (!home || values.name === null || values.phone === null) throw new Error('an accepted row that is not whole');
    const { name, phone } = values;
    const person = await this.people.enrol(tx, by, { name, phone, role: 'volunteer', unit: home, within });
    if ('refused' in person) return person;
    if (values.strengths.length > 0)
      await tx.execute(
        `INSERT IGNORE INTO volunteer (person_id, strengths, max_open_claims, updated_at) VALUES (?,?,?,UTC_TIMESTAMP(3))`,
        [person.id, JSON.stringify(values.strengths), DEFAULT_MAX_OPEN_CLAIMS],
      );
    const groups: [GroupKind, string | null][] = [
      ['party_group', values.partyGroup],
      ['party_branch', values.partyBranch],
      ['work_unit', values.workUnit],
    ];
    for (const [kind, named] of groups) {
      if (named === null) continue;
      const group = await this.groups.findOrOpen(tx, by, { kind, name: named, unit: home });
      await this.groups.enter(tx, by, group, person.id);
    }
    return person;
  }

  /** The doubts that a row has itself, and those that come of who holds a role below the roster's unit already. Of people
   *  registered elsewhere nothing is told before the roster is taken in: neither that they are, nor whether a name fits
   *  their telephone. */
  private async doubtsAbout(
    reader: Reader,
    unitPath: string,
    rows: Pick<RosterRow, 'doubts' | 'values'>[],
  ): Promise<RosterDoubt[][]> {
    const personBy = await this.peopleBelow(
      reader,
      unitPath,
      rows.map(({ values }) => values),
    );
    return rows.map(({ doubts, values: { name, phone } }) => {
      const person = personBy(phone);
      if (!person) return doubts;
      if (person.isDisabled) return [...doubts, 'closed'];
      const isOther = name !== null && !isSameName(this.vault.show('person.name', person.id, person.name), name);
      return isOther ? [...doubts, 'otherName'] : doubts;
    });
  }

  /** Those of these people who are known below a unit, by their telephones: they hold a role there, or held it when their
   *  account was closed. */
  private async peopleBelow(
    reader: Reader,
    unitPath: string,
    values: Pick<RosterValues, 'phone'>[],
  ): Promise<(phone: string | null) => KnownPerson | undefined> {
    const index = await this.vault.blindIndex(reader);
    const hashes = values.flatMap(({ phone }) => (phone ? index.candidates('phone', phone) : []));
    if (hashes.length === 0) return () => undefined;
    const people = await reader.rows<KnownPerson & { phoneHash: Buffer }>(
      `SELECT p.id, ${keyed('p', 'name')}, p.phone_hash, p.disabled_at IS NOT NULL AS is_disabled FROM person p
       WHERE p.phone_hash IN (?) AND EXISTS (SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id
         WHERE g.person_id = p.id AND g.revoked_at IS NULL AND u.path LIKE ?)`,
      [hashes, `${unitPath}%`],
    );
    const known = new Map(people.map(({ phoneHash, ...person }) => [phoneHash.toString('hex'), person]));
    return (phone) =>
      phone === null
        ? undefined
        : index
            .candidates('phone', phone)
            .map((hash) => known.get(hash.toString('hex')))
            .find((person) => person !== undefined);
  }

  /** Throws ROSTER_NOT_FOUND, FORBIDDEN. */
  async load(reader: Reader, actor: Actor, rosterId: string): Promise<RosterHead> {
    const roster = await reader.row<RosterHead>(
      'SELECT id, unit_id, unit_path, file_name, status, created_at, finished_at FROM roster WHERE id = ?',
      [rosterId],
    );
    if (!roster) throw RosterNotFound();
    this.access.require(actor, 'person.manage', roster.unitPath, RosterNotFound);
    return roster;
  }

  open(rosterId: string, rowNo: number, cells: Buffer): KeptRow {
    return JSON.parse(this.vault.open('roster_row.cells', `${rosterId}-${rowNo}`, cells)) as KeptRow;
  }

  /** For lists: a row that cannot be decrypted stands there without its values. */
  show(rosterId: string, rowNo: number, cells: Buffer): KeptRow {
    const kept = this.vault.tryOpen('roster_row.cells', `${rosterId}-${rowNo}`, cells);
    return kept === undefined ? UNREADABLE_ROW : (JSON.parse(kept) as KeptRow);
  }

  private seal(rosterId: string, rowNo: number, { values, unknownStrengths, typed }: KeptRow): Buffer {
    return this.vault.seal(
      'roster_row.cells',
      `${rosterId}-${rowNo}`,
      JSON.stringify({ values, unknownStrengths, typed }),
    );
  }

  private async assertHome(reader: Reader, path: string, code: string, locale: Actor['locale']): Promise<void> {
    const below = await this.units.below(reader, path);
    const home = below.find((unit) => unit.code === code && unit.level !== 'town' && unit.level !== 'district');
    if (home) return;
    const reason = sayIn(locale)('不是本单位的村（社区）或网格', 'is no community or grid of this unit');
    throw InvalidInput({ faults: [{ field: 'unitCode', reason }] });
  }
}

interface KnownPerson {
  id: string;
  name: Buffer;
  isDisabled: number;
}

export interface RosterHead {
  id: string;
  unitId: string;
  unitPath: string;
  fileName: string;
  status: 'ready' | 'committing' | 'committed';
  createdAt: Date;
  finishedAt: Date | null;
}
