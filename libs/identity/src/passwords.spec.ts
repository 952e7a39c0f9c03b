import { describe, expect, it } from 'vitest';
import { Problem } from '#libs/platform';
import { Passwords } from './passwords.js';

describe('a new password', () => {
  const passwords = new Passwords();
  const isRefused = async (password: string): Promise<boolean> => {
    try {
      await passwords.assertStrong(password, '13900000001', 'zh');
      return false;
    } catch (error) {
      if (error instanceof Problem && error.kind.code === 'INVALID_INPUT') return true;
      throw error;
    }
  };

  it.each(['12345678', 'Password1', 'qq123456', '1qaz2wsx', '123qweasd', 'woaini1314', '88888888', 'my13900000001'])(
    'is not %s, which is guessed first',
    async (password) => expect(await isRefused(password)).toBe(true),
  );

  it.each(['a long sentence is a good password', '我家的猫今年三岁了', 'mikado-27-tulpe'])(
    'may be %s',
    async (password) => expect(await isRefused(password)).toBe(false),
  );
});
