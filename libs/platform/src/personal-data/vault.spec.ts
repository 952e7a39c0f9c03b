import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Config } from '../config.js';
import { ageBand, maskName, maskPhone, maskText } from './masking.js';
import { Vault } from './vault.js';

const key = (id: number): string => `${id}:${randomBytes(32).toString('base64')}`;
const vaultOf = (dataKeys: string): Vault => new Vault({ dataKeys } as Config);

describe('personal data at rest', () => {
  it('opens where it was sealed, and nowhere else', () => {
    const vault = vaultOf(key(1));
    const sealed = vault.seal('person.name', 'row-1', '李子梅');
    expect(vault.open('person.name', 'row-1', sealed)).toBe('李子梅');
    expect(sealed.includes(Buffer.from('李'))).toBe(false);
    expect(() => vault.open('person.name', 'row-2', sealed)).toThrow();
    expect(() => vault.open('person.phone', 'row-1', sealed)).toThrow();
    sealed[sealed.length - 1]! ^= 1;
    expect(() => vault.open('person.name', 'row-1', sealed)).toThrow();
  });

  it('opens with an old key what it seals with a new one from now on, and finds both again', () => {
    const old = key(1);
    const before = vaultOf(old);
    const after = vaultOf(`${key(2)},${old}`);
    expect(after.open('t.c', 'r', before.seal('t.c', 'r', 'x'))).toBe('x');
    expect(after.seal('t.c', 'r', 'x')[1]).toBe(2);
    expect(() => before.open('t.c', 'r', after.seal('t.c', 'r', 'x'))).toThrow(/unknown key/);
    expect(after.index('phone', '1')).toEqual(before.index('phone', '1'));
  });

  it.each(['', '1', '1:short', '0:AAAA', '1:'])('refuses the keys %j', (keys) =>
    expect(() => vaultOf(keys)).toThrow(/DATA_KEYS/),
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
