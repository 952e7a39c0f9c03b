import { Injectable } from '@nestjs/common';
import { Vault, type Reader } from '#libs/platform';

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
    const own = await reader.row<Row & { unitId: string; phoneHash: Buffer | null }>(
      'SELECT id, unit_id, name, phone_hash FROM beneficiary WHERE id = ?',
      [beneficiaryId],
    );
    if (!own) return [];
    if (!own.phoneHash) return [own.id];
    const others = await reader.rows<Row>(
      'SELECT id, name FROM beneficiary WHERE phone_hash = ? AND unit_id = ? AND id <> ? LIMIT 50',
      [own.phoneHash, own.unitId, own.id],
    );
    const name = this.nameOf(own);
    return [own.id, ...others.filter((other) => this.nameOf(other) === name).map(({ id }) => id)];
  }

  /** The entries anywhere that are an account's own: its telephone and its name. */
  async entriesOfAccount(reader: Reader, account: { phoneHash: Buffer; name: string }): Promise<string[]> {
    const rows = await reader.rows<Row>('SELECT id, name FROM beneficiary WHERE phone_hash = ? LIMIT 200', [
      account.phoneHash,
    ]);
    return rows.filter((row) => this.nameOf(row) === account.name).map(({ id }) => id);
  }

  private nameOf({ id, name }: Row): string | null {
    return this.vault.openOrNull('beneficiary.name', id, name);
  }
}
