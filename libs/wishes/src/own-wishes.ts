import { Injectable } from '@nestjs/common';
import type { Reader } from '#libs/platform';
import { People, isResidentOf } from '#libs/identity';

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

  async has(reader: Reader, personId: string, wishId: string): Promise<boolean> {
    const { sql, values } = await this.of(reader, personId);
    return Boolean(await reader.row(`SELECT 1 FROM (${sql}) own WHERE own.id = ?`, [...values, wishId]));
  }
}
