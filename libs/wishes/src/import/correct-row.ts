import { DUPLICATE, type StoredRow, type Verdict } from '#libs/imports';
import type { ImportValues } from './read-form.js';

/** The fields that a person may correct in a row of an imported workbook. */
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

/** The field that resolves each doubt; all other doubts concern the text of the wish. */
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

/** The fields to correct in a row; none if it is imported already, accepted, or stands for a whole sheet. */
export function fieldsToCorrect({
  verdict,
  doubts,
  subjectId,
}: Pick<StoredRow<unknown>, 'verdict' | 'doubts' | 'subjectId'>): Correctable[] {
  if (subjectId !== null || verdict === 'accept' || doubts.includes('sheet')) return [];
  if (verdict !== 'review') return [...CORRECTABLE];
  return [...new Set(doubts.map(answerTo))];
}

/** The verdict and doubts of a row after a correction; `values` include the correction. A row without doubts is accepted. */
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

/** The doubts that the changes do not resolve. A changed text, name or phone resolves a duplicate. */
function openDoubts({ doubts }: { doubts: string[] }, changes: Partial<ImportValues>): string[] {
  const isAnother = Boolean(changes.text ?? changes.name ?? changes.phone);
  return doubts.filter((doubt) => (doubt === DUPLICATE ? !isAnother : changes[answerTo(doubt)] === undefined));
}

/** The doubts about missing values without which there is no wish. */
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
