import type { StoredRow } from './import-kind.js';

/** Tells which fields a person is asked for in a row: those that answer its doubts, in the order of `correctable`. Nothing where the
 *  row is accepted or taken in, or where no field answers. Pure. */
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
