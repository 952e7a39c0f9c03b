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
import { PERSON_MANAGE, PeopleBelow, RegisterPerson, RevokeRole, type Unit } from '#libs/identity';
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
import type { GroupKind } from '../groups/group-codes.js';
import { Groups } from '../groups/groups.js';
import { Skills } from '../skills/skills.js';
import { DEFAULT_MAX_OPEN_CLAIMS } from '../volunteers.js';
import { ROSTER_ROW } from '../volunteers.personal-data.js';
import { explainDoubt } from './explain-doubt.js';
import {
  NOTHING_READ,
  ROSTER_FIELDS,
  homeOf,
  verdictOf,
  type RosterDoubt,
  type RosterRow,
  type RosterValues,
} from './read-roster.js';
import type { RosterTask, parse } from './roster.parser.js';
import { RosterFile } from './roster-file.entity.js';
import { RosterRow as RosterRowTable } from './roster-row.entity.js';
import { Roster } from './roster.entity.js';

const RosterNotFound = problem('ROSTER_NOT_FOUND', 404, {
  zh: '没有这份名册，或不在您的范围内。',
  en: 'There is no such roster, or it is outside your scope.',
});
const RosterState = problem('ROSTER_STATE', 409, {
  zh: '这份名册现在的状态是“{state}”，或这一行已经录入，不能这样操作。',
  en: 'The roster is {state}, or this row is already imported; it cannot take this step.',
});

export const ROSTER_PARSER = new URL('./roster.parser.js', import.meta.url);

export const ROSTERS = {
  table: 'roster',
  entities: { head: Roster, row: RosterRowTable, file: RosterFile },
  form: 'roster',
  fields: ROSTER_FIELDS,
  permission: PERSON_MANAGE,
  parser: ROSTER_PARSER,
  /** Includes titles, headings and signatures of every sheet. */
  mostSheetRows: 12_000,
  /** A town of the district has about six thousand party members. */
  mostRows: 10_000,
  batch: 20,
  jobs: {
    read: defineJob('roster.read', 'interactive'),
    commit: defineJob('roster.commit', 'interactive'),
    takeBack: defineJob('roster.takeBack', 'interactive'),
  },
  period: ROSTER_ROW,
  events: defineImportEvents({
    started: 'RosterRead',
    corrected: 'RosterRowCorrected',
    takenBack: 'RosterTakenBack',
    attention: 'RosterAttentionExported',
  }),
  notFound: RosterNotFound,
  wrongState: RosterState,
  workbook: {
    sheet: '党员名册',
    headings: ['姓名', '手机', '居住社区（村）', '党小组', '党支部', '工作单位', '特长'],
    example: ['示例（请删除本行）', '', '沥苑社区', '第三党小组', '沥苑第一党支部', '区教育局', '电工、理发'],
    widths: [16, 16, 20, 20, 24, 24, 30],
  },
} as const;

export type KeptMember = Pick<RosterRow, 'values' | 'unknownSkills' | 'typed'>;

/** Imports rosters of party members. Each member becomes a volunteer where they live and joins their groups. People who
 *  are already known are not registered again, even if they come from another file. */
@Injectable()
export class Rosters extends FileImports<KeptMember, typeof parse> {
  constructor(
    tools: ImportTools,
    private readonly people: RegisterPerson,
    private readonly below: PeopleBelow,
    private readonly roles: RevokeRole,
    private readonly groups: Groups,
    private readonly skills: Skills,
  ) {
    super(ROSTERS, tools);
  }

  protected async task(head: ImportHead, choices: HeadingChoices): Promise<RosterTask> {
    const { transactions, units } = this.tools;
    return {
      units: await units.named(transactions, head.unitPath),
      skills: await this.skills.current(),
      home: homeOf(await units.get(transactions, head.unitId)),
      choices,
    };
  }

  protected async judge(reader: Reader, head: ImportHead, rows: RosterRow[]): Promise<JudgedRow<KeptMember>[]> {
    const doubts = await this.doubtsAbout(reader, head.unitPath, rows);
    return rows.map(({ sheet, row, values, unknownSkills, typed }, at) => ({
      sheet,
      row,
      verdict: verdictOf(doubts[at]!),
      doubts: doubts[at]!,
      kept: { values, unknownSkills, typed },
    }));
  }

  /** Corrects the doubtful fields of a row. `isSame`: the person registered under another name is the same person.
   *  Throws ROSTER_NOT_FOUND, ROSTER_STATE, INVALID_INPUT. */
  async correct(
    actor: Actor,
    { rosterId, ...row }: { rosterId: string; rowNo: number; reading: number },
    said: Partial<Pick<RosterValues, 'name' | 'phone' | 'unitCode'>> & { isSame?: boolean },
  ): Promise<{ rowNo: number; verdict: Verdict; doubts: string[] }> {
    const { isSame, ...values } = said;
    const changes = given(values);
    const fields = Object.keys(given(said));
    return this.correctRow(actor, { importId: rosterId, ...row, fields }, async (tx, head, before) => {
      if (changes.unitCode) await this.assertHome(tx, head, changes.unitCode, actor.locale);
      const kept = { ...before.kept, values: { ...before.kept.values, ...changes } };
      const missing = missingIn(kept.values);
      const twice: RosterDoubt[] = before.doubts.includes('twice') && !changes.phone ? ['twice'] : [];
      const [about] = await this.doubtsAbout(tx, head.unitPath, [
        { doubts: [...missing, ...twice], values: kept.values },
      ]);
      const doubts = about!.filter((doubt) => doubt !== 'otherName' || !isSame);
      return { kept, doubts, verdict: verdictOf(doubts) };
    });
  }

  protected async takeIn(
    tx: Tx,
    head: ImportHead,
    rows: StoredRow<KeptMember>[],
    homes: ReadonlyMap<string, Unit>,
  ): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const { kept } of rows) {
      // Queried for each row: an earlier row may have registered the same person.
      const personBy = await this.below.byPhone(tx, head.unitPath, [kept.values.phone]);
      const wasKnown = personBy(kept.values.phone) !== undefined;
      const home = homes.get(kept.values.unitCode ?? '');
      const taken = await this.findOrRegister(tx, head.committedBy!, kept.values, { home, within: head.unitPath });
      outcomes.push('refused' in taken ? taken : { id: taken.id, isKnown: !taken.isNew && wasKnown });
    }
    return outcomes;
  }

  /** Revokes the role and the group memberships of imported people who have not opened their accounts. */
  protected async undo(
    tx: Tx,
    head: ImportHead,
    personIds: string[],
    { actorId }: { actorId: string },
  ): Promise<string[]> {
    const place = { within: head.unitPath, since: head.createdAt };
    const unopened = await this.roles.revokeWhereNotOpened(tx, actorId, personIds, { role: 'volunteer', ...place });
    await this.groups.leaveAll(tx, actorId, unopened, place);
    return unopened;
  }

  protected readonly unreadable: KeptMember = {
    ...NOTHING_READ,
    values: { ...NOTHING_READ.values, name: UNREADABLE },
  };

  protected lineOf({ kept: { values, typed } }: StoredRow<KeptMember>): (string | null | undefined)[] {
    return [
      values.name ?? typed.name,
      values.phone ?? typed.phone,
      values.unitCode ?? typed.unit,
      values.partyGroup,
      values.partyBranch,
      values.workUnit,
      values.skills.join('、'),
    ];
  }

  explain(doubts: readonly string[], locale: Actor['locale']): string[] {
    return doubts.map((doubt) => explainDoubt(doubt as RosterDoubt, locale));
  }

  /** Registers one row. Skills from a roster are stored only if the person has no profile of their own yet. */
  private async findOrRegister(
    tx: Tx,
    by: string,
    values: RosterValues,
    { home, within }: { home: Unit | undefined; within: string },
  ): ReturnType<RegisterPerson['findOrRegister']> {
    if (!home || values.name === null || values.phone === null) throw new Error('an accepted row that is not whole');
    const { name, phone } = values;
    const person = await this.people.findOrRegister(tx, by, { name, phone, role: 'volunteer', unit: home, within });
    if ('refused' in person) return person;
    // Skills may have been merged since the roster was read.
    const skills = await this.skills.afterMerges(tx, values.skills);
    if (skills.length > 0)
      await tx.execute(
        `INSERT IGNORE INTO volunteer (person_id, skills, max_open_claims, updated_at) VALUES (?,?,?,UTC_TIMESTAMP(3))`,
        [person.id, JSON.stringify(skills), DEFAULT_MAX_OPEN_CLAIMS],
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

  /** The row's own doubts, plus those about people who already hold a role below the roster's unit. Before the import
   *  this reveals nothing about people registered elsewhere: neither that they are registered, nor whether a name matches
   *  their telephone. */
  private async doubtsAbout(
    reader: Reader,
    unitPath: string,
    rows: Pick<RosterRow, 'doubts' | 'values'>[],
  ): Promise<RosterDoubt[][]> {
    const personBy = await this.below.byPhone(
      reader,
      unitPath,
      rows.map(({ values }) => values.phone),
    );
    return rows.map(({ doubts, values: { name, phone } }) => {
      const person = personBy(phone);
      if (!person) return doubts;
      if (person.isDisabled) return [...doubts, 'closed'];
      return name !== null && !person.isCalled(name) ? [...doubts, 'otherName'] : doubts;
    });
  }

  private async assertHome(reader: Reader, head: ImportHead, code: string, locale: Actor['locale']): Promise<void> {
    const home = (await this.unitsBelow(reader, head)).get(code);
    if (home && home.level !== 'town' && home.level !== 'district') return;
    const reason = sayIn(locale)('不是本单位的村（社区）或网格', 'is not a community or grid of this unit');
    throw InvalidInput({ faults: [{ field: 'unitCode', reason }] });
  }
}

const missingIn = ({ name, phone, unitCode }: RosterValues): RosterDoubt[] => [
  ...(name === null ? (['name'] as const) : []),
  ...(phone === null ? (['phone'] as const) : []),
  ...(unitCode === null ? (['unit'] as const) : []),
];
