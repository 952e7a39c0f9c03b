import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  UNREADABLE,
  defineJob,
  given,
  problem,
  sayIn,
  yuanToFen,
  type Actor,
  type HeadingChoices,
  type Reader,
  type Tx,
} from '#libs/platform';
import type { NamedUnit, Unit } from '#libs/identity';
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
import { needsGuardian } from '../resident/beneficiaries.js';
import { SubmitWish } from '../wish/submit-wish.js';
import { WishDeadlines } from '../wish/wish-deadlines.js';
import { WishStore } from '../wish/wish-store.js';
import { correctedRow } from './correct-row.js';
import { WISH_FIELDS } from './headings.js';
import { NOTHING_READ, type ImportRow, type ImportValues } from './read-form.js';
import type { WishFormTask, parse } from './wish-form.parser.js';
import { explain } from './words.js';
import { WishCancelled, WishSubmitted } from '../wishes.events.js';
import { WISH_IMPORT } from '../wishes.permissions.js';
import { IMPORT_ROW } from '../wishes.personal-data.js';
import { WishImportFile } from './wish-import-file.entity.js';
import { WishImportRow } from './wish-import-row.entity.js';
import { WishImport } from './wish-import.entity.js';

const ImportNotFound = problem('IMPORT_NOT_FOUND', 404, {
  zh: '没有这次导入，或不在您的范围内。',
  en: 'There is no such import, or it is outside your scope.',
});
const ImportState = problem('IMPORT_STATE', 409, {
  zh: '这次导入现在的状态是“{state}”，不能这样操作。',
  en: 'The import is {state} and cannot take this step.',
});

export const WISH_FORM_PARSER = new URL('./wish-form.parser.js', import.meta.url);

export const WISH_IMPORTS = {
  table: 'wish_import',
  entities: { head: WishImport, row: WishImportRow, file: WishImportFile },
  form: 'wish',
  fields: WISH_FIELDS,
  permission: WISH_IMPORT,
  parser: WISH_FORM_PARSER,
  mostRows: 60_000,
  batch: 50,
  jobs: {
    read: defineJob('wishImport.read', 'interactive'),
    commit: defineJob('wishImport.commit', 'interactive'),
    takeBack: defineJob('wishImport.takeBack', 'interactive'),
  },
  period: IMPORT_ROW,
  events: defineImportEvents({
    started: 'WishImportStarted',
    corrected: 'ImportRowCorrected',
    takenBack: 'WishImportTakenBack',
    attention: 'ImportAttentionExported',
  }),
  notFound: ImportNotFound,
  wrongState: ImportState,
  workbook: {
    sheet: '微心愿征集表',
    headings: [
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
    ],
    example: [
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
    ],
    widths: [6, 16, 12, 8, 16, 16, 28, 48, 10, 14, 10, 16],
  },
} as const;

export type KeptWish = Pick<ImportRow, 'values' | 'extra' | 'danger' | 'typed'>;

/** Imports the workbooks of wishes that towns and communities keep anyway. A wish that exists already is not added again,
 *  from any file. */
@Injectable()
export class WishImports extends FileImports<KeptWish, typeof parse> {
  constructor(
    tools: ImportTools,
    private readonly wishes: SubmitWish,
    private readonly store: WishStore,
    private readonly deadlines: WishDeadlines,
  ) {
    super(WISH_IMPORTS, tools);
  }

  protected async task(head: ImportHead, choices: HeadingChoices): Promise<WishFormTask> {
    const units = await this.tools.units.named(this.tools.transactions, head.unitPath);
    return { units, asOf: head.createdAt, fileName: head.fileName, choices };
  }

  protected judge(_: Reader, __: ImportHead, rows: ImportRow[]): JudgedRow<KeptWish>[] {
    return rows.map(({ sheet, row, verdict, doubts, sameAs, values, extra, danger, typed }) => ({
      sheet,
      row,
      verdict,
      doubts,
      sameAs,
      kept: { values, extra, danger, typed },
    }));
  }

  /** `dueOn: null` and `age: null` mean that there is none. A row without remaining doubts is accepted. Throws
   *  IMPORT_NOT_FOUND, IMPORT_STATE, INVALID_INPUT. */
  async correct(
    actor: Actor,
    { importId, ...row }: { importId: string; rowNo: number; reading: number },
    said: Partial<ImportValues>,
  ): Promise<{ rowNo: number; verdict: Verdict; doubts: string[] }> {
    const changes = given(said);
    const fields = Object.keys(changes);
    return this.correctRow(actor, { importId, ...row, fields }, async (tx, head, { kept, ...before }) => {
      if (changes.unitCode && !isCommunity((await this.unitsBelow(tx, head)).get(changes.unitCode)))
        throw noCommunity(actor);
      const values = { ...kept.values, ...changes };
      return { kept: { ...kept, values }, ...correctedRow(before, changes, values) };
    });
  }

  protected async takeIn(
    tx: Tx,
    head: ImportHead,
    rows: StoredRow<KeptWish>[],
    units: ReadonlyMap<string, Unit>,
  ): Promise<Outcome[]> {
    const personId = head.createdBy;
    const outcomes: Outcome[] = [];
    const added: { id: string; unitId: string }[] = [];
    for (const { kept } of rows) {
      const unit = units.get(kept.values.unitCode ?? '');
      if (!unit) throw new Error('an accepted row without its community');
      const fingerprints = await this.wishes.fingerprints(tx, unit.id, kept.values, kept.values.text);
      const present = await tx.row<{ id: string }>('SELECT id FROM wish WHERE fingerprint IN (?)', [fingerprints]);
      const wish = present ?? (await this.wishes.write(tx, { personId }, unit, toInput(kept, fingerprints[0]!)));
      if (!present) added.push({ id: wish.id, unitId: unit.id });
      outcomes.push({ id: wish.id, isKnown: present !== undefined });
    }
    if (added.length === 0) return outcomes;
    await this.tools.events.record(
      tx,
      ...added.map(({ id, unitId }) =>
        WishSubmitted({
          unitId,
          subjectId: id,
          actorId: personId,
          data: { from: null, to: 'submitted', importId: head.id },
        }),
      ),
    );
    await this.deadlines.waitForVerification(
      tx,
      added.map(({ id }) => id),
      'normal',
    );
    return outcomes;
  }

  /** Withdraws wishes that are not verified yet; they may be submitted again. */
  protected async undo(
    tx: Tx,
    head: ImportHead,
    wishIds: string[],
    { actorId }: { actorId: string },
  ): Promise<string[]> {
    const locked = await this.store.lock(tx, wishIds);
    const wishes = locked.filter(({ status, erasedAt }) => ['submitted', 'returned'].includes(status) && !erasedAt);
    const ids = wishes.map(({ id }) => id);
    if (ids.length === 0) return [];
    await tx.execute(
      `UPDATE wish SET status = 'cancelled', outcome = 'none', fingerprint = NULL, closed_at = ?, version = version + 1 WHERE id IN (?)`,
      [await tx.now(), ids],
    );
    await this.deadlines.stopAll(tx, ids);
    await this.tools.events.record(
      tx,
      ...wishes.map(({ id, unitId, status }) =>
        WishCancelled({ unitId, subjectId: id, actorId, data: { from: status, to: 'cancelled', importId: head.id } }),
      ),
    );
    return ids;
  }

  protected readonly unreadable: KeptWish = {
    ...NOTHING_READ,
    values: { ...NOTHING_READ.values, name: UNREADABLE, text: UNREADABLE },
    typed: { name: UNREADABLE, text: UNREADABLE },
  };

  protected lineOf({ rowNo, doubts, kept: { typed, values } }: StoredRow<KeptWish>): (string | null | undefined)[] {
    return [
      String(rowNo),
      doubts.includes('unit') ? typed.unit : (values.unitCode ?? typed.unit),
      typed.name,
      typed.age,
      typed.hardship,
      typed.phone,
      typed.address,
      typed.text,
      typed.kind,
      typed.cost,
      typed.people,
      values.dueOn ?? typed.due,
    ];
  }

  explain(doubts: readonly string[], locale: Actor['locale']): string[] {
    return explain(doubts, locale);
  }
}

const isCommunity = (unit: Pick<NamedUnit, 'level'> | undefined): boolean => unit?.level === 'community';
const noCommunity = ({ locale }: Actor): Error =>
  InvalidInput({
    faults: [{ field: 'unitCode', reason: sayIn(locale)('不是本单位的村（社区）', 'is not a community of this unit') }],
  });

/** The paper form documents the resident's consent; for a child the guardian signed it. */
function toInput({ values, extra }: KeptWish, fingerprint: Buffer): Parameters<SubmitWish['write']>[3] {
  return {
    need: values.text,
    kind: values.kind ?? 'service',
    urgency: 'normal',
    helpersNeeded: 1,
    estimatedFen: yuanToFen(values.costYuan ?? 0),
    peopleHelped: Math.min(values.people ?? 1, 65_535),
    dueOn: values.dueOn ?? undefined,
    beneficiary: {
      name: values.name,
      phone: values.phone,
      address: extra.address,
      hardship: extra.hardship,
      age: values.age,
    },
    consent: { kind: 'form', byGuardian: needsGuardian(values.age) },
    isDraft: false,
    isImport: true,
    fingerprint,
  };
}
