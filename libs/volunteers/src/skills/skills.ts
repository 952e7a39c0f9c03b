import { Injectable } from '@nestjs/common';
import {
  Events,
  FIRST_ID,
  InvalidInput,
  Jobs,
  Policies,
  Transactions,
  defineJob,
  parseFile,
  listIn,
  sayIn,
  type Actor,
  type DueJob,
  type Locale,
  type Reader,
  type Tx,
} from '#libs/platform';
import { POLICY_SET, DistrictPolicies } from '#libs/identity';
import type { parse } from './skills.parser.js';
import {
  DEFAULT_SKILLS,
  faultsOf,
  merge,
  skillsOf,
  type SkillCategory,
  type SkillList,
} from './skill-list.js';
import { mergeSkillRows } from './skills-sheet.js';
import { SkillMerged, SkillsSet } from '../volunteers.events.js';

const NAME = 'skills';
const AT_ONCE = 200;
/** Maximum rows of a workbook, many more than the skills that a list may have. */
const MOST_SHEET_ROWS = 5_000;
export const MERGE_VOLUNTEERS = defineJob('volunteers.mergeSkills', 'bulk');

export interface SkillsInForce extends SkillList {
  version: number;
}

/** The district's two-level list of skills that volunteers have and wishes ask for. */
@Injectable()
export class Skills {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
    private readonly policies: Policies,
    private readonly events: Events,
    private readonly jobs: Jobs,
  ) {}

  async current(reader: Reader = this.transactions): Promise<SkillsInForce> {
    const { version, body } = await this.policies.current<SkillList>(reader, NAME);
    return { version, ...(body ?? DEFAULT_SKILLS) };
  }

  /** Resolves codes to current ones, without duplicates. Locks the list until the transaction ends, so that a merge does
   *  not miss what it writes. `kept`: codes held before; a retired one among them may stay. Throws INVALID_INPUT. */
  async resolve(
    tx: Tx,
    codes: readonly string[],
    { field, locale, kept = [] }: { field: string; locale: Locale; kept?: readonly string[] },
  ): Promise<string[]> {
    if (codes.length === 0) return [];
    const list = await this.hold(tx);
    const resolved = afterMerges(codes, list);
    const known = new Map(skillsOf(list).map((one) => [one.code, one]));
    const isGood = (code: string): boolean => known.has(code) && (!known.get(code)!.isRetired || kept.includes(code));
    const unknown = resolved.filter((code) => !isGood(code));
    if (unknown.length > 0) {
      const names = listIn(locale, unknown);
      const reason = sayIn(locale)(`特长库里没有：${names}`, `not in the list of skills: ${names}`);
      throw InvalidInput({ faults: [{ field, reason }] });
    }
    return resolved;
  }

  /** Replaces merged codes with current ones, without duplicates. Locks the list until the transaction ends, so that a
   *  merge does not miss what it writes. */
  async afterMerges(tx: Tx, codes: readonly string[]): Promise<string[]> {
    return afterMerges(codes, await this.hold(tx));
  }

  private async hold(tx: Tx): Promise<SkillList> {
    await this.policies.hold(tx, NAME);
    return this.current(tx);
  }

  /** Previews the list with the rows of a workbook; nothing is stored. Throws INVALID_INPUT, and the errors for
   *  unreadable files. */
  async preview(
    actor: Actor,
    { fileName, file }: { fileName: string; file: Buffer },
  ): Promise<{ categories: SkillCategory[]; added: string[]; changed: string[] }> {
    const before = await this.current();
    const { rows } = await parseFile<typeof parse>(file, fileName, {
      parser: new URL('./skills.parser.js', import.meta.url),
      context: undefined,
      mostRows: MOST_SHEET_ROWS,
    });
    const categories = mergeSkillRows(rows, before, actor.locale);
    const known = new Map(skillsOf(before).map((one) => [one.code, JSON.stringify(one)]));
    const after = skillsOf({ categories });
    const added = after.filter(({ code }) => !known.has(code));
    const changed = after.filter((one) => known.has(one.code) && known.get(one.code) !== JSON.stringify(one));
    return { categories, added: added.map(({ code }) => code), changed: changed.map(({ code }) => code) };
  }

  /** Publishes a new list. It must contain every skill of the current list. Throws INVALID_INPUT, POLICY_OUTDATED. */
  async set(
    actor: Actor,
    { basedOn, categories }: { basedOn: number; categories: SkillCategory[] },
  ): Promise<SkillsInForce> {
    return this.transactions.command(actor, async (tx) => {
      const before = await this.current(tx);
      const faults = faultsOf(categories, before, actor.locale);
      if (faults.length > 0) throw InvalidInput({ faults });
      return this.putInForce(tx, actor, basedOn, { categories, merged: before.merged });
    });
  }

  /** Merges skill `from` into `into`. Jobs replace `from` in profiles and wishes.
   *  Throws INVALID_INPUT, POLICY_OUTDATED. */
  async merge(actor: Actor, input: { basedOn: number; from: string; into: string }): Promise<SkillsInForce> {
    const { basedOn, from, into } = input;
    return this.transactions.command(actor, async (tx) => {
      const before = await this.current(tx);
      const known = new Set(skillsOf(before).map(({ code }) => code));
      const say = sayIn(actor.locale);
      const faults = (['from', 'into'] as const).flatMap((field) =>
        known.has(input[field]) ? [] : [{ field, reason: say('特长库里没有', 'is not in the list of skills') }],
      );
      if (from === into) faults.push({ field: 'into', reason: say('不能与自己合并', 'must be another one') });
      if (faults.length > 0) throw InvalidInput({ faults });
      const list = await this.putInForce(tx, actor, basedOn, merge(before, from, into));
      const district = await this.district.require(tx, actor, POLICY_SET);
      await this.events.record(
        tx,
        SkillMerged({ unitId: district.id, subjectId: district.id, actorId: actor.personId, data: { from, into } }),
      );
      await this.jobs.schedule(tx, { kind: MERGE_VOLUNTEERS, subjectId: district.id, dueAt: await tx.now() });
      return list;
    });
  }

  /** The job that updates profiles after a merge. It may restart at any time. */
  async run(_: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const { merged } = await this.current();
    for (const [from, into] of Object.entries(merged))
      for (let after: string | undefined = FIRST_ID; after !== undefined;) {
        const last: string = after;
        after = await this.transactions.run((tx) => rename(tx, { from, into, after: last }));
        await keepAlive();
      }
  }

  private async putInForce(tx: Tx, actor: Actor, basedOn: number, list: SkillList): Promise<SkillsInForce> {
    const version = await this.district.putInForce(tx, actor, {
      event: SkillsSet,
      basedOn,
      rules: { [NAME]: list },
    });
    return { version, ...list };
  }
}

/** Updates the next batch of profiles. Returns the id to continue after; undefined at the end. */
async function rename(
  tx: Tx,
  { from, into, after }: { from: string; into: string; after: string },
): Promise<string | undefined> {
  const rows = await tx.rows<{ personId: string; skills: string }>(
    `SELECT person_id, skills FROM volunteer WHERE person_id > ? AND JSON_CONTAINS(skills, JSON_QUOTE(?))
     ORDER BY person_id LIMIT ? FOR UPDATE`,
    [after, from, AT_ONCE],
  );
  for (const { personId, skills } of rows) {
    const codes = (JSON.parse(skills) as string[]).map((code) => (code === from ? into : code));
    await tx.execute('UPDATE volunteer SET skills = ? WHERE person_id = ?', [
      JSON.stringify([...new Set(codes)]),
      personId,
    ]);
  }
  return rows.length === AT_ONCE ? rows.at(-1)!.personId : undefined;
}

const afterMerges = (codes: readonly string[], { merged }: SkillList): string[] => [
  ...new Set(codes.map((code) => merged[code] ?? code)),
];
