import { DUPLICATE, type StoredRow, type Verdict } from '#libs/imports';
import type { ImportValues } from './read-form.js';

/** What a person may correct in a row of a workbook of wishes. */
export const CORRECTABLE = [
  'unitCode',
  'name',
  'phone',
  'text',
  'kind',
  'costYuan',
  'people',
  'dueOn',
  'age',
] as const satisfies readonly (keyof ImportValues)[];
export type Correctable = (typeof CORRECTABLE)[number];

/** Which value answers which doubt; the rest are about the words of the wish. */
const ANSWERS: Record<string, Correctable> = {
  unit: 'unitCode',
  name: 'name',
  phone: 'phone',
  kind: 'kind',
  cost: 'costYuan',
  people: 'people',
  due: 'dueOn',
  age: 'age',
};
const answerTo = (doubt: string): Correctable => ANSWERS[doubt] ?? 'text';

/** What a person is asked for in a row; nothing where it is taken in, accepted, or stands for a whole sheet. */
export function fieldsToCorrect({
  verdict,
  doubts,
  subjectId,
}: Pick<StoredRow<unknown>, 'verdict' | 'doubts' | 'subjectId'>): Correctable[] {
  if (subjectId !== null || verdict === 'accept' || doubts.includes('sheet')) return [];
  if (verdict !== 'review') return [...CORRECTABLE];
  return [...new Set(doubts.map(answerTo))];
}

/** What a row is after a correction: `values` are those after it. A row with nothing left in doubt is accepted. */
export function correctedRow(
  before: { verdict: Verdict; doubts: string[] },
  changes: Partial<ImportValues>,
  values: ImportValues,
): { verdict: Verdict; doubts: string[] } {
  const open = openDoubts(before, changes);
  const doubts = [...new Set([...open, ...missing(values)])];
  if (doubts.length === 0) return { verdict: 'accept', doubts };
  if (open.includes(DUPLICATE)) return { verdict: 'duplicate', doubts };
  return { verdict: values.text ? 'review' : 'reject', doubts };
}

/** What was doubted and is not answered yet. A duplicate is one no longer when the person or the wish is another. */
function openDoubts({ doubts }: { doubts: string[] }, changes: Partial<ImportValues>): string[] {
  const isAnother = Boolean(changes.text ?? changes.name ?? changes.phone);
  return doubts.filter((doubt) => (doubt === DUPLICATE ? !isAnother : changes[answerTo(doubt)] === undefined));
}

/** A wish cannot be without these. */
function missing(values: ImportValues): string[] {
  const needed = {
    unit: values.unitCode,
    name: values.name,
    phone: values.phone,
    text: values.text || null,
    cost: values.costYuan,
    people: values.people,
  };
  return Object.entries(needed).flatMap(([doubt, value]) => (value === null ? [doubt] : []));
}
