import { Injectable } from '@nestjs/common';
import { OwnDataPart, type Reader } from '#libs/platform';
import { People, isResidentOf, joinPersonByPhone } from '#libs/identity';

/** SQL: joins to a wish `w` the account `p` of the resident that it is for, as in `OwnWishes`; the requester is in
 *  `w.requester_id`. */
export const JOIN_RESIDENT = `JOIN beneficiary b ON b.id = w.beneficiary_id
  LEFT ${joinPersonByPhone('b.phone_hash')} AND ${isResidentOf('p.id', 'w.unit_path')}`;

/** The single definition of an account's own wishes: wishes it submitted, and wishes for its telephone within the units in
 *  which it is a resident. */
@Injectable()
export class OwnWishes {
  constructor(private readonly people: People) {}

  /** SQL that selects the ids of the account's own wishes, with its values, for a join or a subquery. */
  async of(reader: Reader, personId: string): Promise<{ sql: string; values: unknown[] }> {
    return {
      sql: `SELECT id FROM wish WHERE requester_id = ?
        UNION SELECT h.id FROM beneficiary p JOIN wish h ON h.beneficiary_id = p.id
        WHERE p.phone_hash IN (?) AND ${isResidentOf('?', 'h.unit_path')}`,
      values: [personId, await this.people.phoneHashes(reader, personId), personId],
    };
  }

  @OwnDataPart('wishes')
  async file(reader: Reader, personId: string): Promise<unknown[]> {
    const { sql, values } = await this.of(reader, personId);
    return reader.rows(
      `SELECT w.code, w.status, w.public_text, w.created_at FROM (${sql}) own JOIN wish w ON w.id = own.id ORDER BY w.id`,
      values,
    );
  }

  async has(reader: Reader, personId: string, wishId: string): Promise<boolean> {
    const { sql, values } = await this.of(reader, personId);
    return Boolean(await reader.row(`SELECT 1 FROM (${sql}) own WHERE own.id = ?`, [...values, wishId]));
  }
}
