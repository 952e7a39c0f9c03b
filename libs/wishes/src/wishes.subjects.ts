import { defineSubject, type PartOfCase, type Reader, type SubjectDescription } from '#libs/platform';

type Row = Omit<SubjectDescription, 'people' | 'isUrgent'> & {
  id: string;
  isUrgent: number;
  volunteer: string | null;
  requester: string | null;
  enterer: string | null;
};

const describe =
  (id: string, from: string, volunteer: string) =>
  async (reader: Reader, ids: string[]): Promise<ReadonlyMap<string, SubjectDescription>> => {
    const rows = await reader.rows<Row>(
      `SELECT ${id} AS id, w.id AS case_id, w.code, w.unit_id, w.unit_path, w.urgency = 'urgent' AS is_urgent,
         ${volunteer} AS volunteer, w.requester_id AS requester, w.entered_by AS enterer
       FROM ${from} WHERE ${id} IN (?)`,
      [ids],
    );
    return new Map(
      rows.map(({ id: subjectId, isUrgent, volunteer: helper, requester, enterer, ...row }) => [
        subjectId,
        { ...row, isUrgent: Boolean(isUrgent), people: { volunteer: helper, requester, enterer } },
      ]),
    );
  };

/** `volunteer`: the person who claimed the wish last. */
export const WISH = defineSubject(
  'wish',
  describe('w.id', 'wish w', '(SELECT c.volunteer_id FROM claim c WHERE c.wish_id = w.id ORDER BY c.id DESC LIMIT 1)'),
);
export const CLAIM = defineSubject(
  'claim',
  describe('c.id', 'claim c JOIN wish w ON w.id = c.wish_id', 'c.volunteer_id'),
);
/** `asker`: the volunteer who asked. */
export const QUESTION = defineSubject('question', async (reader, ids) => {
  const rows = await reader.rows<{ id: string; wishId: string; askedBy: string }>(
    'SELECT id, wish_id, asked_by FROM wish_question WHERE id IN (?)',
    [ids],
  );
  return new Map(
    rows.map(({ id, wishId, askedBy }): [string, PartOfCase] => [
      id,
      { partOf: { subject: WISH, id: wishId }, people: { asker: askedBy } },
    ]),
  );
});
