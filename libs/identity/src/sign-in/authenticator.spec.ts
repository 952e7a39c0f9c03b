import { Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { acceptedStep, authenticator, isDigits, newRecoveryCode, plainCode } from './authenticator.js';

/** The secret of RFC 6238, appendix B, in base32. */
const SECRET = Secret.fromUTF8('12345678901234567890').base32;
const codeAt = (seconds: number): string => authenticator(SECRET).generate({ timestamp: seconds * 1_000 });
const accept = (code: string, seconds: number, lastStep = -1): number | undefined =>
  acceptedStep(SECRET, { code, at: new Date(seconds * 1_000), lastStep });

describe('the code of an authenticator', () => {
  it('follows the standard', () => {
    expect([59, 1_111_111_109, 2_000_000_000].map(codeAt)).toEqual(['287082', '081804', '279037']);
  });

  it('is valid in its half minute and the one before and after', () => {
    const code = codeAt(1_000_000_020); // the step from 1,000,000,020 to 1,000,000,049
    const step = 1_000_000_020 / 30;
    expect([1_000_000_020, 1_000_000_049].map((at) => accept(code, at))).toEqual([step, step]);
    expect(accept(code, 1_000_000_020 - 30), 'the phone is ahead').toBe(step);
    expect(accept(code, 1_000_000_049 + 30), 'the phone is behind').toBe(step);
    expect(accept(code, 1_000_000_020 - 31)).toBeUndefined();
    expect(accept(code, 1_000_000_049 + 31)).toBeUndefined();
  });

  it('is valid once, and no earlier code is valid after it', () => {
    const [before, now, next] = [0, 30, 60].map((later) => codeAt(1_000_000_020 + later)) as [string, string, string];
    const used = accept(now, 1_000_000_055)!;
    expect(accept(now, 1_000_000_056, used)).toBeUndefined();
    expect(accept(before, 1_000_000_056, used)).toBeUndefined();
    expect(accept(next, 1_000_000_056, used)).toBe(used + 1);
  });

  it.each(['', '28708', '2870820', '28708a', ' 287082', '０２８７０８'])('is not %j', (code) => {
    expect(accept(code, 59)).toBeUndefined();
  });

  it('belongs to its secret', () => {
    const other = new Secret({ size: 20 }).base32;
    expect(acceptedStep(other, { code: codeAt(59), at: new Date(59_000), lastStep: -1 })).toBeUndefined();
  });

  it('is set up by a QR code that names the platform and the person', () => {
    const uri = new URL(authenticator(SECRET, '138****0001').toString());
    expect(uri.protocol).toBe('otpauth:');
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      issuer: '微心愿',
      secret: SECRET,
      digits: '6',
      period: '30',
      algorithm: 'SHA1',
    });
  });
});

describe('a recovery code', () => {
  it('has four groups of four letters and digits, and is unique', () => {
    const codes = Array.from({ length: 500 }, newRecoveryCode);
    for (const code of codes) expect(code).toMatch(/^[a-z2-7]{4}(?:-[a-z2-7]{4}){3}$/);
    expect(new Set(codes).size).toBe(500);
  });

  it('may be typed in any spelling, and is never mistaken for six digits', () => {
    const ways = [
      'k7wq-b3fm-xa2d-5uzr',
      'K7WQ B3FM XA2D 5UZR',
      'k7wqb3fmxa2d5uzr',
      ' k7wq-b3fm xa2d-5uzr\n',
      'Ｋ７ＷＱ-B3FM-XA2D-5UZR',
    ];
    expect(new Set(ways.map(plainCode))).toEqual(new Set(['k7wqb3fmxa2d5uzr']));
    expect(ways.map(plainCode).some(isDigits)).toBe(false);
    expect(['287 082', '287-082', '２８７０８２', '287082'].map(plainCode)).toEqual(Array(4).fill('287082'));
    expect(isDigits(plainCode('２８７ ０８２'))).toBe(true);
  });
});
