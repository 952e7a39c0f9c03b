import { FIRST_ID, encryptedSamples, type Check, type Reader, type FieldEncryption, type Row } from '#libs/platform';
import type { Person } from './person.entity.js';

const ROWS_AT_ONCE = 200;

type PhoneHash = Row<Person, 'id' | 'phoneHash' | 'indexKeyNo'>;

/** Invariant: a telephone belongs to one person only. It checks a sample of the hashes against the encrypted numbers. It
 *  also compares all hashes that a key rotation has not moved yet with all moved ones, because no unique key covers both. */
export const phoneInvariant = (encryption: FieldEncryption): Check => ({
  name: 'person.phone',
  rule: 'A telephone leads to one person: hashes are those of the encrypted numbers, and none stands twice',
  check: async (reader) => {
    const index = await encryption.blindIndex(reader);
    const findings: string[] = [];
    const samples = await encryptedSamples(reader, { table: 'person', column: 'phone', key: ['id'], subject: 'id' });
    for (const { id, phoneHash, indexKeyNo } of await hashesOf(reader, [...samples.keys()])) {
      const phone = encryption.tryDecrypt('person.phone', id, samples.get(id)!); // `encrypted.decrypts` names what does not open
      if (phone !== undefined && !index.hash('phone', phone, indexKeyNo).equals(phoneHash))
        findings.push(JSON.stringify({ id, phoneHash: 'of another number' }));
    }
    for await (const rows of notMoved(reader, index.keyNo)) {
      const moved = new Map(rows.map((row) => [index.moveOn(row.phoneHash).toString('hex'), row.id]));
      const others = await reader.rows<Row<Person, 'id' | 'phoneHash'>>(
        'SELECT id, phone_hash FROM person WHERE phone_hash IN (?)',
        [[...moved.keys()].map((hash) => Buffer.from(hash, 'hex'))],
      );
      for (const { id, phoneHash } of others)
        findings.push(JSON.stringify({ id, sameNumberAs: moved.get(phoneHash.toString('hex')) }));
    }
    return findings;
  },
});

const COLUMNS = 'id, phone_hash, index_key_no';

const hashesOf = (reader: Reader, ids: string[]): Promise<PhoneHash[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : reader.rows<PhoneHash>(`SELECT ${COLUMNS} FROM person WHERE id IN (?)`, [ids]);

async function* notMoved(reader: Reader, keyNo: number): AsyncGenerator<PhoneHash[]> {
  for (let after = FIRST_ID; ;) {
    const rows = await reader.rows<PhoneHash>(
      `SELECT ${COLUMNS} FROM person WHERE index_key_no <> ? AND id > ? ORDER BY id LIMIT ${ROWS_AT_ONCE}`,
      [keyNo, after],
    );
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.id;
  }
}
