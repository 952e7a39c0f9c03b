import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BlindIndex } from './blind-index.js';
import { DataKeys, KeyFault } from './data-keys.js';
import { proveKeys, type KeyRow } from './key-register.js';
import { UNREADABLE, ageBand, maskName, maskPhone, maskText } from './masking.js';
import { SubjectKey } from './subject-keys.js';
import { FieldEncryption } from './field-encryption.js';

const key = (id: number): string => `${id}:${randomBytes(32).toString('base64')}`;
const encryptionOf = (setting: string, sealingNo = 1): FieldEncryption => new FieldEncryption(new DataKeys(setting), sealingNo);

describe('personal data at rest', () => {
  it('opens where it was encrypted, and nowhere else', () => {
    const encryption = encryptionOf(key(1));
    const encrypted = encryption.encrypt('person.name', 'row-1', '李子梅');
    expect(encryption.decrypt('person.name', 'row-1', encrypted)).toBe('李子梅');
    expect(encrypted.includes(Buffer.from('李'))).toBe(false);
    expect(() => encryption.decrypt('person.name', 'row-2', encrypted)).toThrow();
    expect(() => encryption.decrypt('person.phone', 'row-1', encrypted)).toThrow();
    encrypted[encrypted.length - 1]! ^= 1;
    expect(() => encryption.decrypt('person.name', 'row-1', encrypted)).toThrow();
  });

  it('opens with an old key what it seals with a new one from now on', () => {
    const old = key(1);
    const before = encryptionOf(old);
    const after = encryptionOf(`${key(2)},${old}`, 2);
    expect(after.decrypt('t.c', 'r', before.encrypt('t.c', 'r', 'x'))).toBe('x');
    expect(after.encrypt('t.c', 'r', 'x')[1]).toBe(2);
    expect(() => before.decrypt('t.c', 'r', after.encrypt('t.c', 'r', 'x'))).toThrow(/unknown key/);
    expect(after.decrypt('t.c', 'r', after.reencrypt('t.c', 'r', before.encrypt('t.c', 'r', 'x')))).toBe('x');
  });

  it('lets a token open what it was signed for, with each of its keys, until its time is over', async () => {
    const old = key(1);
    const before = encryptionOf(old);
    const after = encryptionOf(`${key(2)},${old}`, 2);
    const until = new Date(Math.ceil(Date.now() / 1_000 + 60) * 1_000);
    const token = await before.signToken('link', 'a', until);
    expect(await before.signToken('link', 'a', until)).toBe(token);
    expect(await after.tokenEnd('link', 'a', token)).toEqual(until);
    expect(await before.tokenEnd('link', 'a', await after.signToken('link', 'a', until))).toBeUndefined();
    expect(await encryptionOf(key(1)).tokenEnd('link', 'a', token)).toBeUndefined();
    expect(await after.tokenEnd('link', 'b', token)).toBeUndefined();
    expect(await after.tokenEnd('other', 'a', token)).toBeUndefined();
    expect(
      await after.tokenEnd('link', 'a', await before.signToken('link', 'a', new Date(Date.now() - 2_000))),
    ).toBeUndefined();
  });

  it('takes no token that somebody else has made', async () => {
    const encryption = encryptionOf(key(1));
    const until = new Date(Date.now() + 60_000);
    const [header, , signature] = (await encryption.signToken('link', 'a', until)).split('.');
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { aud: 'link', sub: 'a', exp: Math.floor(until.getTime() / 1_000) };
    for (const forged of [
      `${header}.${part({ ...claims, exp: claims.exp + 3_600 })}.${signature}`,
      `${part({ alg: 'none' })}.${part(claims)}.`,
      `${part({ alg: 'none', kid: '1' })}.${part(claims)}.${signature}`,
      `${part({ alg: 'HS512', kid: '1' })}.${part(claims)}.${signature}`,
      `${part({ alg: 'HS256', kid: '7' })}.${part(claims)}.${signature}`,
      `${part({ alg: 'HS256' })}.${part(claims)}.${signature}`,
      'a.b.c',
      '..',
      '',
    ])
      expect([forged, await encryption.tokenEnd('link', 'a', forged)]).toEqual([forged, undefined]);
  });

  it('shows a value that cannot be decrypted as such, and masks leave it so', () => {
    const encryption = encryptionOf(key(1));
    const foreign = encryptionOf(key(1)).encrypt('person.name', 'row-1', '李子梅');
    expect(encryption.tryDecrypt('person.name', 'row-1', foreign)).toBeUndefined();
    const shown = encryption.decryptForDisplay('person.name', 'row-1', foreign);
    expect([shown, maskName(shown), maskPhone(shown)]).toEqual([UNREADABLE, UNREADABLE, UNREADABLE]);
    expect(encryption.decryptForDisplayOrNull('person.name', 'row-1', null)).toBeNull();
  });

  it.each([
    ['nothing at all', () => Buffer.alloc(0)],
    ['a layout that does not exist', (encrypted: Buffer) => Buffer.concat([Buffer.of(9), encrypted.subarray(1)])],
    [
      'the layout of a person’s own key, without that key',
      (encrypted: Buffer) => Buffer.concat([Buffer.of(2), encrypted.subarray(1)]),
    ],
    [
      'the number of a key that is not configured',
      (encrypted: Buffer) => Buffer.concat([Buffer.of(1, 7), encrypted.subarray(2)]),
    ],
    ['a header alone', (encrypted: Buffer) => encrypted.subarray(0, 2)],
    ['half of it', (encrypted: Buffer) => encrypted.subarray(0, encrypted.length / 2)],
    ['it twice', (encrypted: Buffer) => Buffer.concat([encrypted, encrypted])],
  ])('does not open %s', (_, spoil) => {
    const encryption = encryptionOf(key(1));
    const encrypted = encryption.encrypt('person.name', 'row-1', '李子梅');
    expect(() => encryption.decrypt('person.name', 'row-1', spoil(encrypted))).toThrow();
    expect(encryption.decryptForDisplay('person.name', 'row-1', spoil(encrypted))).toBe(UNREADABLE);
  });

  it('opens under a person’s own key only together with that key, and for that person', () => {
    const encryption = encryptionOf(key(1));
    const [id, other] = ['0199d0d4-bc2b-70ab-b602-000000000001', '0199d0d4-bc2b-70ab-b602-000000000002'];
    const secret = randomBytes(32);
    const encrypted = new SubjectKey(secret).encrypt('wish.words', 'row-1', '想要一台风扇');
    /** As `withKey` selects it. */
    const selected = (subject: string, keyOf = id): Buffer =>
      Buffer.concat([Buffer.of(3), Buffer.from(subject), encryption.encrypt('subject_key.secret', keyOf, secret), encrypted]);
    expect(encryption.decrypt('wish.words', 'row-1', selected(id))).toBe('想要一台风扇');
    expect(() => encryption.decrypt('wish.words', 'row-2', selected(id))).toThrow();
    expect(() => encryption.decrypt('wish.words', 'row-1', selected(other)), 'the key of another').toThrow();
    expect(() => encryption.decrypt('wish.words', 'row-1', encrypted), 'the key was erased').toThrow();
    expect(() => encryption.decrypt('wish.words', 'row-1', selected(id).subarray(0, 60))).toThrow();
    expect(selected(id).includes(secret), 'the key itself travels encrypted').toBe(false);
  });

  it('does not seal with a key that is not configured', async () => {
    const encryption = encryptionOf(key(1), 2);
    expect(() => encryption.encrypt('t.c', 'r', 'x')).toThrow('DATA_KEYS_WRONG');
    await expect(encryption.signToken('link', 'a', new Date(0))).rejects.toThrow('DATA_KEYS_WRONG');
  });

  it.each(['', '1', '1:short', '0:AAAA', '1:', `${key(3)},${key(3)}`])('refuses the keys %j', (keys) =>
    expect(() => encryptionOf(keys)).toThrow(/DATA_KEYS/),
  );
});

describe('masking', () => {
  it('leaves nothing that names a person', () => {
    expect([maskName('李子梅'), maskName('欧阳兰'), maskName('李'), maskName(null)]).toEqual([
      '李**',
      '欧**',
      '李*',
      null,
    ]);
    expect(maskPhone('15900007004')).toBe('159****7004');
    expect([ageBand(5), ageBand(16), ageBand(64), ageBand(19), ageBand(93), ageBand(null)]).toEqual([
      '0-13',
      '14-17',
      '60-69',
      '18-19',
      '80+',
      null,
    ]);
  });

  it('takes numbers, house numbers and names out of a text', () => {
    expect(
      maskText('我叫李子梅，住花园9号705房，电话159 0000 7004，身份证440605195001011234', { names: ['李子梅'] }),
    ).not.toMatch(/李子梅|705|7004|4406/);
    expect(maskText('想装两根扶手，36码的鞋，5月19号前')).toBe('想装两根扶手，36码的鞋，5月19号前');
  });
});

describe('the register of data keys', () => {
  const [first, second] = [key(1), key(2)];
  const rowOf = (setting: string, keyNo: number, state: KeyRow['state']): KeyRow => ({
    purpose: 'encryption',
    keyNo,
    state,
    checkValue: new DataKeys(setting).checkValue(keyNo),
    secret: null,
    publicKey: null,
    createdAt: new Date(0),
    changedAt: new Date(0),
  });
  const prove = (setting: string, ...rows: KeyRow[]): number => proveKeys(new DataKeys(setting), rows);

  it('names the key that seals, whatever the order of the setting', () => {
    const rows = [rowOf(first, 1, 'active')];
    expect(prove(first, ...rows)).toBe(1);
    expect(prove(`${second},${first}`, ...rows)).toBe(1);
  });

  it('refuses other bytes under a known number, a number that is missing, and a database without a register', () => {
    expect(() => prove(key(1), rowOf(first, 1, 'active'))).toThrow(/number 1 is not the one/);
    expect(() => prove(second, rowOf(second, 2, 'active'), rowOf(first, 1, 'retiring'))).toThrow(/number 1 is missing/);
    expect(() => prove(first)).toThrow(KeyFault);
  });

  it('needs a retired key no longer, and still knows it', () => {
    const rows = [rowOf(first, 1, 'retired'), rowOf(second, 2, 'active')];
    expect(prove(second, ...rows)).toBe(2);
    expect(() => prove(`${second},${key(1)}`, ...rows)).toThrow(/number 1 is not the one/);
  });
});

describe('the blind index', () => {
  const [one, two] = [randomBytes(32), randomBytes(32)];
  const before = new BlindIndex(1, [one], false);
  const moving = new BlindIndex(2, [one, two], true);
  const afterwards = new BlindIndex(2, [one, two], false);

  it('knows what left the database in a link, sent before or after a rotation', () => {
    const links = [before, moving, afterwards].map((index) => index.hash('link', 'a'));
    expect(links.map((hash) => afterwards.isHash('link', 'a', hash))).toEqual([true, true, true]);
    expect(links.map((hash) => afterwards.isHash('link', 'b', hash))).toEqual([false, false, false]);
    expect(before.isHash('link', 'a', links[2]!)).toBe(false);
    expect(
      [Buffer.alloc(0), Buffer.alloc(32), Buffer.alloc(33)].map((hash) => afterwards.isHash('link', 'a', hash)),
    ).toEqual([false, false, false]);
  });

  it('gives equal values equal hashes within one purpose', () => {
    expect(before.hash('phone', '1')).toEqual(before.hash('phone', '1'));
    expect(before.hash('phone', '1')).not.toEqual(before.hash('code', '1'));
  });

  it('looks for both hashes while a rotation is open, and for one before and after', () => {
    const [old, fresh] = [before.hash('phone', '1'), afterwards.hash('phone', '1')];
    expect(old).not.toEqual(fresh);
    expect(before.candidates('phone', '1')).toEqual([old]);
    expect(moving.candidates('phone', '1')).toEqual([fresh, old]);
    expect(afterwards.candidates('phone', '1')).toEqual([fresh]);
    expect(moving.hash('phone', '1', 1)).toEqual(old);
  });

  it('moves a hash on without its value', () => {
    expect(moving.moveOn(before.hash('code', 'nobody knows'))).toEqual(afterwards.hash('code', 'nobody knows'));
  });
});
