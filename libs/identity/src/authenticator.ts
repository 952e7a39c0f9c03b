import { Secret, TOTP } from 'otpauth';

const STEP_S = 30;

/** One of RFC 6238's codes, as the authenticators of all makers show it. */
export const authenticator = (secret: string, label = ''): TOTP =>
  new TOTP({ issuer: '微心愿', label, secret, digits: 6, period: STEP_S, algorithm: 'SHA1' });

/** The step of time whose code this is, if it may be used at that instant: one step of clock drift either way, and only
 *  a step behind the last one that was used (RFC 6238, 5.2). */
export function acceptedStep(
  secret: string,
  { code, at, lastStep }: { code: string; at: Date; lastStep: number },
): number | undefined {
  if (!isDigits(code)) return undefined;
  const timestamp = at.getTime();
  const drift = authenticator(secret).validate({ token: code, window: 1, timestamp });
  if (drift === null) return undefined;
  const step = Math.floor(timestamp / 1000 / STEP_S) + drift;
  return step > lastStep ? step : undefined;
}

/** 80 random bits: `k7wq-b3fm-xa2d-5uzr`. */
export const newRecoveryCode = (): string =>
  new Secret({ size: 10 }).base32.toLowerCase().replace(/(.{4})(?=.)/g, '$1-');

/** A code of either kind however it was typed: small letters and digits, without blanks and hyphens. */
export const plainCode = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '').toLowerCase();

export const isDigits = (code: string): boolean => /^\d{6}$/.test(code);
