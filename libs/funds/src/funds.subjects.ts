import { defineSubject, type PartOfCase } from '#libs/platform';

/** A spend request. It belongs to the first of its wishes. */
export const SPEND = defineSubject('spend', async (reader, ids) => {
  const rows = await reader.rows<{ id: string; wishId: string; requester: string; nextRole: string | null }>(
    'SELECT id, wish_id, requested_by AS requester, next_role FROM spend_request WHERE id IN (?)',
    [ids],
  );
  return new Map(
    rows.map(({ id, wishId, requester, nextRole }): [string, PartOfCase] => [
      id,
      { partOf: { subject: 'wish', id: wishId }, people: { spendRequester: requester }, nextRole },
    ]),
  );
});
