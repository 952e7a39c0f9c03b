import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Config,
  DataKeys,
  KeyFault,
  Transactions,
  FieldEncryption,
  openDatabase,
  registerKeys,
  encryptedInvariant,
  verifyInvariants,
} from '#libs/platform';
import { identityContract } from '#libs/identity';
import { SCHEMAS } from '../../apps/libraries.js';
import { Stage, type Actor } from '../support/stage.js';

const parts = SCHEMAS.flatMap(({ encrypted }) => encrypted ?? []);
const columns = parts.flatMap((part) => part.columns ?? []);
const indexed = parts.flatMap((part) => part.indexed ?? []);
const plain = parts.flatMap((part) => part.plain ?? []);

describe('encrypted data', () => {
  let stage: Stage;
  let resident: Actor;

  beforeAll(async () => {
    stage = await Stage.open('encrypted');
    resident = await stage.actor('resident', 'A1');
    await stage.wish({ enteredBy: resident.id });
  });
  afterAll(() => stage.close());

  it('is declared: every binary column is encrypted, a blind index, or named as neither', async () => {
    const rows = await stage.rows<{ name: string; type: string }>(
      `SELECT CONCAT(c.table_name, '.', c.column_name) AS name, c.data_type AS type FROM information_schema.columns c
       WHERE c.table_schema = DATABASE() AND (c.data_type LIKE '%binary' OR c.data_type LIKE '%blob')`,
    );
    const declared = [
      ...columns.map(({ table, column }) => `${table}.${column}`),
      ...indexed.flatMap(({ table, columns: hashes }) => hashes.map((column) => `${table}.${column}`)),
      ...plain,
    ];
    expect(declared.toSorted()).toEqual([...new Set(rows.map(({ name }) => name))].toSorted());
    expect(rows.length).toBeGreaterThan(40);
  });

  it('is bound to its row by the primary key', async () => {
    const rows = await stage.rows<{ name: string; parts: string }>(
      `SELECT table_name AS name, GROUP_CONCAT(column_name ORDER BY seq_in_index) AS parts FROM information_schema.statistics
       WHERE table_schema = DATABASE() AND index_name = 'PRIMARY' GROUP BY table_name`,
    );
    const primary = new Map(rows.map(({ name, parts: key }) => [name, key]));
    for (const { table, key } of [...columns, ...indexed])
      expect([table, primary.get(table)]).toEqual([table, key.join()]);
  });

  it('leaves the register of keys read-only for the application', async () => {
    const source = await openDatabase({ url: stage.env.DATABASE_URL!, poolSize: 1 });
    const transactions = new Transactions(source);
    await expect(
      transactions.run((tx) => tx.execute(`UPDATE data_key SET check_value = REPEAT('0', 32)`)),
    ).rejects.toThrow(/denied/);
    // And yet a transaction of the application keeps a rotation waiting.
    const index = await transactions.run((tx) => stage.encryption.blindIndex(tx));
    expect(index.hash('phone', '1')).toEqual(stage.index.hash('phone', '1'));
    await source.destroy();
  });

  async function broken(): Promise<string[]> {
    const source = await openDatabase({ url: stage.env.MIGRATE_DATABASE_URL!, poolSize: 1, patient: true });
    const { results } = await verifyInvariants(source, [encryptedInvariant(stage.encryption, SCHEMAS)], {
      chain: false,
    });
    await source.destroy();
    return results.flatMap(({ findings }) => findings);
  }

  it('can be decrypted in samples of every column; a planted fault is reported by column and row', async () => {
    expect(await broken()).toEqual([]);
    for (const { table, column } of columns.filter((one) => one.table === 'person' || one.table === 'wish')) {
      const [before] = await stage.rows<Record<string, Buffer>>(
        `SELECT id, ${column} AS encrypted FROM ${table} LIMIT 1`,
      );
      if (!before?.encrypted) continue;
      await stage.db.query(`UPDATE ${table} SET ${column} = CONCAT(LEFT(${column}, 40), 'x') WHERE id = ?`, [
        before.id,
      ]);
      expect(await broken()).toEqual([JSON.stringify({ column: `${table}.${column}`, row: before.id, keyNo: 1 })]);
      await stage.db.query(`UPDATE ${table} SET ${column} = ? WHERE id = ?`, [before.encrypted, before.id]);
    }
    expect(await broken()).toEqual([]);
  });

  it('has correct telephone hashes; a planted hash of another number is reported', async () => {
    const broken = async (): Promise<string[]> => {
      const source = await openDatabase({ url: stage.env.MIGRATE_DATABASE_URL!, poolSize: 1, patient: true });
      const { results } = await verifyInvariants(source, identityContract.checks(stage.encryption), { chain: false });
      await source.destroy();
      return results.flatMap(({ findings }) => findings);
    };
    expect(await broken()).toEqual([]);
    const [kept] = await stage.rows<{ phoneHash: Buffer }>('SELECT phone_hash AS phoneHash FROM person WHERE id = ?', [
      resident.id,
    ]);
    const set = (phoneHash: Buffer, indexKeyNo: number) =>
      stage.db.query('UPDATE person SET phone_hash = ?, index_key_no = ? WHERE id = ?', [
        phoneHash,
        indexKeyNo,
        resident.id,
      ]);
    await set(randomBytes(32), 1);
    expect(await broken()).toEqual([JSON.stringify({ id: resident.id, phoneHash: 'of another number' })]);
    await set(kept!.phoneHash, 1);
    expect(await broken()).toEqual([]);
  });

  it('fails the verification of the command line when it cannot be decrypted', async () => {
    await stage.db.query(`UPDATE person SET name = CONCAT(LEFT(name, 40), 'x') WHERE id = ?`, [resident.id]);
    const { code, out } = await stage.cli(['verify']);
    expect(code).toBe(1);
    expect(out).toMatch(/✗ encrypted\.decrypts/);
    expect(out).toContain(`{"column":"person.name","row":"${resident.id}","keyNo":1}`);
    await stage.db.query('UPDATE person SET name = ? WHERE id = ?', [
      stage.encryption.encrypt('person.name', resident.id, '演员'),
      resident.id,
    ]);
    expect((await stage.cli(['verify'])).out).toMatch(/✓ encrypted\.decrypts/);
  });

  describe('before its keys were registered', () => {
    const forget = () => stage.db.query('DELETE FROM data_key');
    const register = async (dataKeys: string): Promise<string[]> => {
      const source = await openDatabase({ url: stage.env.MIGRATE_DATABASE_URL!, poolSize: 2, patient: true });
      try {
        return await registerKeys(new Transactions(source), { dataKeys }, SCHEMAS);
      } finally {
        await source.destroy();
      }
    };
    const right = (): string => new Config({ ...process.env, ...stage.env }).dataKeys;

    it('is not registered under keys that cannot decrypt it', async () => {
      await forget();
      await expect(register(`1:${randomBytes(32).toString('base64')}`)).rejects.toThrow(/number 1 opens nothing/);
      await expect(register(`2:${randomBytes(32).toString('base64')}`)).rejects.toThrow(/number 1 is missing/);
      expect(await stage.rows('SELECT 1 FROM data_key')).toEqual([]);
      const source = await openDatabase({ url: stage.env.DATABASE_URL!, poolSize: 1 });
      await expect(FieldEncryption.open({ dataKeys: right() }, new Transactions(source))).rejects.toThrow(KeyFault);
      await source.destroy();
    });

    it('keeps its hashes and signatures when it is registered, which happens once', async () => {
      await forget();
      const newer = `2:${randomBytes(32).toString('base64')}`;
      // Two data keys, as a database may have that was rotated before there was a register: newest first.
      const [added, again] = await Promise.all([register(`${newer},${right()}`), register(`${newer},${right()}`)]);
      expect([...added, ...again].toSorted()).toEqual([
        'blind_index',
        'encryption',
        'signing/fund-book',
        'signing/service-certificate',
      ]);
      await stage.withReader(async (reader) => {
        const encryption = await FieldEncryption.open({ dataKeys: `${right()},${newer}` }, reader);
        expect(encryption.activeKeyNo).toBe(2);
        expect((await encryption.blindIndex(reader)).hash('phone', '1')).toEqual(stage.index.hash('phone', '1'));
        const keys = await encryption.publicKeys(reader, 'fund-book');
        expect(keys.map(({ id }) => id)).toEqual([2, 1]);
        expect((await encryption.signingKey(reader, 'fund-book')).id).toBe(2);
      });
      await forget();
      await register(right());
    });

    it('has a check value that reveals nothing of the key', async () => {
      const [row] = await stage.rows<{ value: Buffer }>(
        `SELECT check_value AS value FROM data_key WHERE purpose = 'encryption'`,
      );
      expect(row!.value.equals(new DataKeys(right()).checkValue(1))).toBe(true);
    });
  });
});
