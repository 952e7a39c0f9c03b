import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  UNREADABLE,
  defineJob,
  given,
  problem,
  sayIn,
  type Actor,
  type HeadingChoices,
  type Reader,
  type Tx,
} from '#libs/platform';
import {
  Authority,
  PERSON_MANAGE,
  PeopleBelow,
  RegisterPerson,
  RevokeRole,
  actorOf,
  joinGrant,
  type PersonBelow,
  type Unit,
} from '#libs/identity';
import {
  FileImports,
  ImportTools,
  defineImportEvents,
  type ImportHead,
  type JudgedRow,
  type Outcome,
  type StoredRow,
  type Verdict,
} from '#libs/imports';
import { STAFF_ROW } from '../organization.personal-data.js';
import { explainStaffDoubt } from './explain-staff-doubt.js';
import {
  EMPTY_ROW,
  STAFF_FIELDS,
  doubtsOf,
  staffVerdict,
  type StaffDoubt,
  type StaffRow,
  type StaffValues,
} from './read-staff.js';
import { StaffImportGrant } from './staff-import-grant.entity.js';
import type { StaffTask, parse } from './staff.parser.js';
import { StaffImportFile } from './staff-import-file.entity.js';
import { StaffImportRow } from './staff-import-row.entity.js';
import { StaffImport } from './staff-import.entity.js';

const StaffImportNotFound = problem('STAFF_IMPORT_NOT_FOUND', 404, {
  zh: '没有这次人员导入，或不在您的范围内。',
  en: 'There is no such staff import, or it is outside your scope.',
});
const StaffImportState = problem('STAFF_IMPORT_STATE', 409, {
  zh: '这次人员导入现在的状态是“{state}”，或这一行已经录入，不能这样操作。',
  en: 'The staff import is {state}, or this row is already imported; it cannot take this step.',
});

export const STAFF_IMPORTS = {
  table: 'staff_import',
  entities: { head: StaffImport, row: StaffImportRow, file: StaffImportFile },
  form: 'staff',
  fields: STAFF_FIELDS,
  permission: PERSON_MANAGE,
  parser: new URL('./staff.parser.js', import.meta.url),
  /** Including titles, headings and signatures of all sheets. */
  mostSheetRows: 12_000,
  mostRows: 10_000,
  batch: 20,
  jobs: {
    read: defineJob('staffImport.read', 'interactive'),
    commit: defineJob('staffImport.commit', 'interactive'),
    takeBack: defineJob('staffImport.takeBack', 'interactive'),
  },
  period: STAFF_ROW,
  events: defineImportEvents({
    started: 'StaffRead',
    corrected: 'StaffRowCorrected',
    takenBack: 'StaffTakenBack',
    attention: 'StaffAttentionExported',
  }),
  notFound: StaffImportNotFound,
  wrongState: StaffImportState,
  workbook: {
    sheet: '工作人员',
    headings: ['姓名', '手机', '单位', '角色'],
    example: ['示例（请删除本行）', '', '沥苑社区', '网格员'],
    widths: [16, 16, 26, 30],
  },
} as const;

export type KeptStaff = Pick<StaffRow, 'values' | 'typed'>;

/** Imports of staff lists. Each person gets the roles that the committing person may give, by the same rules as for roles
 *  given one by one: appointed roles wait for confirmation by a second person above. */
@Injectable()
export class StaffImports extends FileImports<KeptStaff, typeof parse> {
  constructor(
    tools: ImportTools,
    private readonly people: RegisterPerson,
    private readonly below: PeopleBelow,
    private readonly authority: Authority,
    private readonly roles: RevokeRole,
  ) {
    super(STAFF_IMPORTS, tools);
  }

  protected async task(head: ImportHead, choices: HeadingChoices): Promise<StaffTask> {
    const { transactions, units } = this.tools;
    const { level, code } = await units.get(transactions, head.unitId);
    const isOneOffice = level !== 'district' && level !== 'town';
    return { units: await units.named(transactions, head.unitPath), home: isOneOffice ? code : null, choices };
  }

  protected async judge(reader: Reader, head: ImportHead, rows: StaffRow[]): Promise<JudgedRow<KeptStaff>[]> {
    const actor = await actorOf(reader, head.createdBy);
    const doubts = await this.doubtsAbout(reader, { actor, head, units: await this.unitsBelow(reader, head) }, rows);
    return rows.map(({ sheet, row, values, typed }, at) => ({
      sheet,
      row,
      verdict: staffVerdict(doubts[at]!),
      doubts: doubts[at]!,
      kept: { values, typed },
    }));
  }

  /** Corrects the fields of a row that are in doubt. `isSame`: the person registered under another name is the same person.
   *  Throws STAFF_IMPORT_NOT_FOUND, STAFF_IMPORT_STATE, INVALID_INPUT. */
  async correct(
    actor: Actor,
    row: { importId: string; rowNo: number; reading: number },
    said: Partial<StaffValues> & { isSame?: boolean },
  ): Promise<{ rowNo: number; verdict: Verdict; doubts: string[] }> {
    const { isSame, ...values } = said;
    const changes = given(values);
    return this.correctRow(actor, { ...row, fields: Object.keys(given(said)) }, async (tx, head, before) => {
      const units = await this.unitsBelow(tx, head);
      if (changes.unitCode) assertBelow(units, changes.unitCode, actor.locale);
      const kept = { ...before.kept, values: { ...before.kept.values, ...changes } };
      const own = doubtsOf(kept.values, units.get(kept.values.unitCode ?? ''));
      const lasting = (before.doubts as StaffDoubt[]).filter((doubt) => isLasting(doubt, Object.keys(changes)));
      const [about] = await this.doubtsAbout(tx, { actor, head, units }, [
        { doubts: [...new Set([...own, ...lasting])], values: kept.values },
      ]);
      const doubts = about!.filter((doubt) => !isSame || (doubt !== 'otherName' && doubt !== 'twoNames'));
      return { kept, doubts, verdict: staffVerdict(doubts) };
    });
  }

  protected async takeIn(
    tx: Tx,
    head: ImportHead,
    rows: StoredRow<KeptStaff>[],
    units: ReadonlyMap<string, Unit>,
  ): Promise<Outcome[]> {
    const actor = await actorOf(tx, head.committedBy!);
    const outcomes: Outcome[] = [];
    for (const { kept } of rows) {
      const { name, phone, unitCode, roles } = kept.values;
      const unit = units.get(unitCode ?? '');
      if (!unit || name === null || phone === null) throw new Error('an accepted row that is not whole');
      const taken = await this.people.appoint(tx, actor, { name, phone, roles, unit, within: head.unitPath });
      if ('refused' in taken) {
        outcomes.push(taken);
        continue;
      }
      await tx.insert(
        StaffImportGrant,
        taken.grantIds.map((grantId) => ({ importId: head.id, grantId })),
      );
      outcomes.push({ id: taken.id, isKnown: taken.grantIds.length === 0 });
    }
    return outcomes;
  }

  /** Revokes the roles given by this import, for people who have not opened their accounts yet, as far as the actor may
   *  revoke them. */
  protected async undo(
    tx: Tx,
    head: ImportHead,
    personIds: string[],
    { actorId }: { actorId: string },
  ): Promise<string[]> {
    const grants = await tx.rows<{ id: string }>(
      `SELECT g.id FROM staff_import_grant s ${joinGrant('s.grant_id')}
       WHERE s.import_id = ? AND g.person_id IN (?)`,
      [head.id, personIds],
    );
    const taken = await this.roles.executeWhereNotOpened(
      tx,
      await actorOf(tx, actorId),
      grants.map(({ id }) => id),
    );
    return personIds.filter((id) => taken.includes(id));
  }

  /** The roles given by these imports that wait for confirmation, each with the person who holds it. */
  async awaiting(importIds: string[]): Promise<{ importId: string; personId: string }[]> {
    if (importIds.length === 0) return [];
    return this.tools.transactions.rows(
      `SELECT s.import_id, g.person_id FROM staff_import_grant s ${joinGrant('s.grant_id')}
       WHERE s.import_id IN (?) AND g.confirmed_at IS NULL AND g.revoked_at IS NULL`,
      [importIds],
    );
  }

  protected readonly unreadable: KeptStaff = { ...EMPTY_ROW, values: { ...EMPTY_ROW.values, name: UNREADABLE } };

  protected lineOf({ kept: { values, typed } }: StoredRow<KeptStaff>): (string | null | undefined)[] {
    return [
      values.name ?? typed.name,
      values.phone ?? typed.phone,
      values.unitCode ?? typed.unit,
      typed.role ?? values.roles.join('、'),
    ];
  }

  explain(doubts: readonly string[], locale: Actor['locale']): string[] {
    return doubts.map((doubt) => explainStaffDoubt(doubt as StaffDoubt, locale));
  }

  /** The row's own doubts, and those that follow from the roles that people already hold below the import's unit and from
   *  what the actor may give. About people registered elsewhere nothing is revealed before the commit. */
  private async doubtsAbout(
    reader: Reader,
    { actor, head, units }: { actor: Actor; head: ImportHead; units: ReadonlyMap<string, Unit> },
    rows: Pick<StaffRow, 'doubts' | 'values'>[],
  ): Promise<StaffDoubt[][]> {
    const personBy = await this.below.byPhone(
      reader,
      head.unitPath,
      rows.map(({ values }) => values.phone),
    );
    return Promise.all(
      rows.map(async ({ doubts, values }) => {
        const person = personBy(values.phone);
        if (person?.isDisabled) return [...doubts, 'closed'];
        const isOther = person && values.name !== null && !person.isCalled(values.name);
        const found: StaffDoubt[] = isOther ? [...doubts, 'otherName'] : doubts;
        const unit = units.get(values.unitCode ?? '');
        if (!unit || doubts.length > 0) return found;
        const about = await this.doubtAboutRoles(reader, { actor, unit, person }, values);
        return about ? [...found, about] : found;
      }),
    );
  }

  private async doubtAboutRoles(
    reader: Reader,
    { actor, unit, person }: { actor: Actor; unit: Unit; person: PersonBelow | undefined },
    { roles }: StaffValues,
  ): Promise<StaffDoubt | undefined> {
    const held = person ? await this.authority.rolesOf(reader, person.id) : [];
    const lacking = roles.filter(
      (role) => !held.some((one) => !one.isRevoked && one.role === role && one.unitId === unit.id),
    );
    if (lacking.length === 0) return 'held';
    const wanted = lacking.map((role) => ({ role, unit, path: unit.path }));
    return this.people.refusalToGive(reader, actor, wanted, person && { personId: person.id, roles: held });
  }
}

/** Whether a doubt comes from other rows of the file and none of its fields was changed. */
function isLasting(doubt: StaffDoubt, changed: string[]): boolean {
  const about: Partial<Record<StaffDoubt, string[]>> = {
    twice: ['phone', 'unitCode', 'roles'],
    twoNames: ['phone', 'name'],
    conflict: ['phone', 'unitCode', 'roles'],
  };
  return about[doubt]?.every((field) => !changed.includes(field)) ?? false;
}

function assertBelow(units: ReadonlyMap<string, Unit>, code: string, locale: Actor['locale']): void {
  if (units.has(code)) return;
  const reason = sayIn(locale)('不在所选单位的范围内', 'is outside the chosen unit');
  throw InvalidInput({ faults: [{ field: 'unitCode', reason }] });
}
