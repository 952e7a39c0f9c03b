import { Injectable } from '@nestjs/common';
import { FieldEncryption, problem, type Reader, type Tx } from '#libs/platform';
import { RateLimit, GUESS_LIMITS } from './rate-limit.js';
import { acceptedStep, isDigits, newRecoveryCode, plainCode } from './authenticator.js';
import { RecoveryCode } from './recovery-code.entity.js';

export const SecondFactorRequired = problem('SECOND_FACTOR_REQUIRED', 401, {
  zh: '请输入身份验证器上的 6 位验证码，或一个恢复码。',
  en: 'Enter the six digits of your authenticator, or a recovery code.',
});
export const SecondFactorWrong = problem('SECOND_FACTOR_WRONG', 401, {
  zh: '验证码有误或已使用，请等待下一个验证码。',
  en: 'The code is wrong or was already used. Wait for the next one.',
});
export const SecondFactorNeeded = problem('SECOND_FACTOR_NEEDED', 403, {
  zh: '签字、付款和管理账号须先设置两步验证：请到“我的 · 两步验证”。',
  en: 'Signing, paying and managing accounts need a second factor: set it up under “Me · Two-factor”.',
});

const RECOVERY_CODES = 10;

/** The second factor besides the password: an authenticator's six digits, or a recovery code. Each code works once. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly encryption: FieldEncryption,
    private readonly attempts: RateLimit,
  ) {}

  async isOn(reader: Reader, personId: string): Promise<boolean> {
    return (
      (await reader.row('SELECT 1 FROM second_factor WHERE person_id = ? AND secret IS NOT NULL', [personId])) !==
      undefined
    );
  }

  /** Counts one guess of a code, at every place that asks for one. It runs outside the transaction that checks the code,
   *  so that the guess counts even after a rollback. Returns the id of the attempt. Throws TOO_MANY_REQUESTS. */
  countGuess(personId: string): Promise<string> {
    const { withinMinutes, perPerson } = GUESS_LIMITS.secondFactor;
    return this.attempts.count(withinMinutes, { key: ['second-factor', personId], most: perPerson });
  }

  /** Checks a code and marks it as used. Throws SECOND_FACTOR_WRONG. */
  async prove(tx: Tx, personId: string, code: string): Promise<void> {
    const typed = plainCode(code);
    const isTaken = isDigits(typed)
      ? await this.takeDigits(tx, personId, typed, 'secret')
      : await this.takeRecoveryCode(tx, personId, typed);
    if (!isTaken) throw SecondFactorWrong();
  }

  /** Stores a secret that becomes active only when its first code is confirmed. */
  async propose(tx: Tx, personId: string, secret: string): Promise<void> {
    const sealed = this.encryption.encrypt('second_factor.pending', personId, secret);
    await tx.execute(
      'INSERT INTO second_factor (person_id, pending) VALUES (?,?) ON DUPLICATE KEY UPDATE pending = VALUE(pending)',
      [personId, sealed],
    );
  }

  /** Activates the proposed secret in place of the current one. Returns new recovery codes. Throws SECOND_FACTOR_WRONG. */
  async confirm(tx: Tx, personId: string, code: string): Promise<string[]> {
    if (!(await this.takeDigits(tx, personId, code, 'pending'))) throw SecondFactorWrong();
    const row = await tx.row<{ pending: Buffer }>('SELECT pending FROM second_factor WHERE person_id = ?', [personId]);
    const secret = this.encryption.decrypt('second_factor.pending', personId, row!.pending);
    await tx.execute(
      'UPDATE second_factor SET secret = ?, pending = NULL, set_at = UTC_TIMESTAMP(3) WHERE person_id = ?',
      [this.encryption.encrypt('second_factor.secret', personId, secret), personId],
    );
    return this.renewRecoveryCodes(tx, personId);
  }

  /** Issues ten recovery codes and invalidates older ones. Shown once; only hashes are stored. */
  async renewRecoveryCodes(tx: Tx, personId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    const index = await this.encryption.blindIndex(tx);
    await tx.execute('DELETE FROM recovery_code WHERE person_id = ?', [personId]);
    await tx.insert(
      RecoveryCode,
      codes.map((code) => ({
        personId,
        codeHash: index.hash('recovery-code', `${personId}|${plainCode(code)}`),
        indexKeyNo: index.keyNo,
        usedAt: null,
      })),
    );
    return codes;
  }

  /** Removes the second factor. Until another one is set up, the password alone opens the account. */
  async forget(tx: Tx, personId: string): Promise<boolean> {
    await tx.execute('DELETE FROM recovery_code WHERE person_id = ?', [personId]);
    return (await tx.execute('DELETE FROM second_factor WHERE person_id = ?', [personId])) > 0;
  }

  private async takeDigits(tx: Tx, personId: string, code: string, column: 'secret' | 'pending'): Promise<boolean> {
    const row = await tx.row<{ sealed: Buffer | null; lastStep: number }>(
      `SELECT ${column} AS sealed, last_step FROM second_factor WHERE person_id = ? FOR UPDATE`,
      [personId],
    );
    if (!row?.sealed) return false;
    const secret = this.encryption.decrypt(`second_factor.${column}`, personId, row.sealed);
    const step = acceptedStep(secret, { code, at: await tx.now(), lastStep: Number(row.lastStep) });
    if (step === undefined) return false;
    await tx.execute('UPDATE second_factor SET last_step = ? WHERE person_id = ?', [step, personId]);
    return true;
  }

  private async takeRecoveryCode(tx: Tx, personId: string, code: string): Promise<boolean> {
    const index = await this.encryption.blindIndex(tx);
    const taken = await tx.execute(
      'UPDATE recovery_code SET used_at = UTC_TIMESTAMP(3) WHERE person_id = ? AND code_hash IN (?) AND used_at IS NULL',
      [personId, index.candidates('recovery-code', `${personId}|${code}`)],
    );
    return taken > 0;
  }
}
