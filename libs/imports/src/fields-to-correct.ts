import type { StoredRow } from './import-kind.js';

/** Returns the fields that a person must correct in a row: those that resolve its doubts, in the order of `correctable`.
 *  Empty when the row is accepted or imported, or when no field resolves its doubts. Pure. */
export const fieldsToCorrectBy =
  <Field extends string, Doubt extends string>(
    correctable: readonly Field[],
    answers: Readonly<Record<Doubt, readonly Field[]>>,
  ) =>
  ({ doubts, subjectId }: Pick<StoredRow<unknown>, 'doubts' | 'subjectId'>): Field[] => {
    if (subjectId !== null) return [];
    const asked = new Set(doubts.flatMap((doubt) => answers[doubt as Doubt]));
    return correctable.filter((field) => asked.has(field));
  };
