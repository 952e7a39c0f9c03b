import { Injectable } from '@nestjs/common';
import { FieldEncryption, keyed, type Reader } from '#libs/platform';
import { isSameName } from './same-name.js';

/** A person who is known below a unit. */
export interface PersonBelow {
  id: string;
  isDisabled: boolean;
  /** Whether this is the registered name. */
  isCalled(name: string): boolean;
}

/** Finds the people in a file whom an office already knows. It reveals nothing about people registered elsewhere: neither
 *  that they are registered, nor whether a name matches their telephone. */
@Injectable()
export class PeopleBelow {
  constructor(private readonly encryption: FieldEncryption) {}

  /** Finds, by telephone, people who hold a role below a path, or held it when their account was closed. */
  async byPhone(
    reader: Reader,
    unitPath: string,
    phones: (string | null)[],
  ): Promise<(phone: string | null) => PersonBelow | undefined> {
    const index = await this.encryption.blindIndex(reader);
    const hashes = phones.flatMap((phone) => (phone ? index.candidates('phone', phone) : []));
    if (hashes.length === 0) return () => undefined;
    const people = await reader.rows<{ id: string; name: Buffer; phoneHash: Buffer; isDisabled: number }>(
      `SELECT p.id, ${keyed('p', 'name')}, p.phone_hash, p.disabled_at IS NOT NULL AS is_disabled FROM person p
       WHERE p.phone_hash IN (?) AND EXISTS (SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id
         WHERE g.person_id = p.id AND g.revoked_at IS NULL AND u.path LIKE ?)`,
      [hashes, `${unitPath}%`],
    );
    const known = new Map(
      people.map(({ id, name, phoneHash, isDisabled }): [string, PersonBelow] => [
        phoneHash.toString('hex'),
        {
          id,
          isDisabled: Boolean(isDisabled),
          isCalled: (other) => isSameName(this.encryption.decryptForDisplay('person.name', id, name), other),
        },
      ]),
    );
    return (phone) =>
      phone === null
        ? undefined
        : index
            .candidates('phone', phone)
            .map((hash) => known.get(hash.toString('hex')))
            .find((person) => person !== undefined);
  }
}
