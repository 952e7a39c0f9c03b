import { Injectable } from '@nestjs/common';
import { Vault, keyed, type Reader } from '#libs/platform';

interface Row {
  id: string;
  name: Buffer | null;
}

/** One person may have several entries: told by a grid worker, by a neighbour, from a list. Those with the same telephone and
 *  the same name are one person; the telephone alone is often that of a child or a carer. */
@Injectable()
export class SamePerson {
  constructor(private readonly vault: Vault) {}

  /** The entries of the person within the community, the given one first. */
  async entriesOf(reader: Reader, beneficiaryId: string): Promise<string[]> {
    const own = await reader.row<Row & { unitId: string; phone: Buffer | null }>(
      `SELECT id, unit_id, ${keyed('beneficiary', 'name', 'phone')} FROM beneficiary WHERE id = ?`,
      [beneficiaryId],
    );
    if (!own) return [];
    const phone = this.vault.openOrNull('beneficiary.phone', own.id, own.phone);
    if (phone === null) return [own.id];
    const index = await this.vault.blindIndex(reader);
    const others = await reader.rows<Row>(
      `SELECT id, ${keyed('beneficiary', 'name')} FROM beneficiary WHERE phone_hash IN (?) AND unit_id = ? AND id <> ? LIMIT 50`,
      [index.candidates('phone', phone), own.unitId, own.id],
    );
    const name = this.nameOf(own);
    return [own.id, ...others.filter((other) => this.nameOf(other) === name).map(({ id }) => id)];
  }

  /** The entries anywhere that are an account's own: its telephone and its name. */
  async entriesOfAccount(reader: Reader, account: { phoneHashes: Buffer[]; name: string }): Promise<string[]> {
    const rows = await reader.rows<Row>(
      `SELECT id, ${keyed('beneficiary', 'name')} FROM beneficiary WHERE phone_hash IN (?) LIMIT 200`,
      [account.phoneHashes],
    );
    return rows.filter((row) => this.nameOf(row) === account.name).map(({ id }) => id);
  }

  private nameOf({ id, name }: Row): string | null {
    return this.vault.openOrNull('beneficiary.name', id, name);
  }
}
