import { describe, expect, it } from 'vitest';
import type { Problem } from '#libs/platform';
import { Passwords } from './passwords.js';

const passwords = new Passwords();
const PHONE = '13800000001';
const refusal = async (password: string, locale: 'zh' | 'en' = 'en'): Promise<unknown> => {
  try {
    await passwords.assertStrong(password, PHONE, locale);
    return undefined;
  } catch (error) {
    return (error as Problem).details.faults;
  }
};

describe('a password', () => {
  it.each([
    'password',
    'PassWord1',
    '88888888',
    'woaini1314',
    '1qaz2wsx',
    '123qweasd',
    'qq123456',
    'nanhai123',
    'zzzzzzzz',
    '      ',
    '我我我我我我我我',
    PHONE,
    `${PHONE}a`,
    `x${PHONE}`,
  ])('is not %j, which is easy to guess', async (password) => {
    expect(await refusal(password)).toEqual([{ field: 'password', reason: 'is too easy to guess' }]);
  });

  it('is refused in the language of the person', async () => {
    expect(await refusal('password', 'zh')).toEqual([{ field: 'password', reason: '太容易被猜到，请换一个' }]);
  });

  it.each([
    'a long sentence is a good password',
    '雨天记得带伞',
    '我家的猫今年三岁了',
    'mikado-27-tulpe',
    'zzzzzzzy',
    '1380000000',
    'password-of-mine',
  ])('may be %j', async (password) => {
    expect(await refusal(password)).toBeUndefined();
  });

  it('is verified by its hash, which is unique and does not contain it', async () => {
    const [one, other] = await Promise.all([passwords.hash('雨天记得带伞'), passwords.hash('雨天记得带伞')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(one).not.toBe(other);
    expect(await passwords.matches(one, '雨天记得带伞')).toBe(true);
    expect(await passwords.matches(one, '雨天记得带伞 ')).toBe(false);
  });

  it('without an account matches nothing, not even the password of the decoy hash', async () => {
    expect(await passwords.matches(null, 'no person has this password')).toBe(false);
  });
});
