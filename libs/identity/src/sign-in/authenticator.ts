import { Secret, TOTP } from 'otpauth';

const STEP_S = 30;

/** TOTP codes (RFC 6238) in the form that the authenticators of all makers show. */
export const authenticator = (secret: string, label = ''): TOTP =>
  new TOTP({ issuer: '微心愿', label, secret, digits: 6, period: STEP_S, algorithm: 'SHA1' });

/** The time step of a code, if the code may be used at that instant. One step of clock drift is allowed either way. The
 *  step must be later than the last one that was used (RFC 6238, 5.2). */
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

/** Normalizes a typed code of either kind: lower case, without blanks and hyphens. */
export const plainCode = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '').toLowerCase();

export const isDigits = (code: string): boolean => /^\d{6}$/.test(code);
