import { Injectable } from '@nestjs/common';
import { FieldEncryption, keyed, type Reader } from '#libs/platform';

interface Row {
  id: string;
  name: Buffer | null;
  /** The account that submitted all wishes of the entry; null if staff or several accounts did. */
  tellerId: string | null;
}

const TELLER = `(SELECT IF(COUNT(*) = COUNT(w.requester_id) AND COUNT(DISTINCT w.requester_id) = 1, MIN(w.requester_id), NULL)
  FROM wish w WHERE w.beneficiary_id = b.id) AS teller_id`;

/** One person may have several entries, for example from two grid workers or from a list. Entries with the same telephone
 *  and the same name are one person; a telephone alone often belongs to a child or a carer. What a resident submitted stays
 *  apart from what staff and other residents entered: anybody can type the name and the telephone of a neighbour. */
@Injectable()
export class SamePerson {
  constructor(private readonly encryption: FieldEncryption) {}

  /** The entries of the person within the community, the given entry first. */
  async entriesOf(reader: Reader, beneficiaryId: string): Promise<string[]> {
    const own = await reader.row<Row & { unitId: string; phone: Buffer | null }>(
      `SELECT b.id, b.unit_id, ${keyed('b', 'name', 'phone')}, ${TELLER} FROM beneficiary b WHERE b.id = ?`,
      [beneficiaryId],
    );
    if (!own) return [];
    const phone = this.encryption.decryptOrNull('beneficiary.phone', own.id, own.phone);
    if (phone === null) return [own.id];
    const index = await this.encryption.blindIndex(reader);
    const others = await reader.rows<Row>(
      `SELECT b.id, ${keyed('b', 'name')}, ${TELLER} FROM beneficiary b WHERE b.phone_hash IN (?) AND b.unit_id = ? AND b.id <> ? LIMIT 50`,
      [index.candidates('phone', phone), own.unitId, own.id],
    );
    const name = this.nameOf(own);
    const same = others.filter((other) => other.tellerId === own.tellerId && this.nameOf(other) === name);
    return [own.id, ...same.map(({ id }) => id)];
  }

  /** Those of the given entries that have this name. */
  async named(reader: Reader, beneficiaryIds: string[], name: string): Promise<Set<string>> {
    if (beneficiaryIds.length === 0) return new Set();
    const rows = await reader.rows<Pick<Row, 'id' | 'name'>>(
      `SELECT id, ${keyed('beneficiary', 'name')} FROM beneficiary WHERE id IN (?)`,
      [beneficiaryIds],
    );
    return new Set(rows.filter((row) => this.nameOf(row) === name).map(({ id }) => id));
  }

  private nameOf({ id, name }: Pick<Row, 'id' | 'name'>): string | null {
    return this.encryption.decryptOrNull('beneficiary.name', id, name);
  }
}
