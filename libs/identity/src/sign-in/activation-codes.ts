import { Injectable } from '@nestjs/common';
import { Events, Transactions, FieldEncryption, newId, newPublicCode, problem, type Tx } from '#libs/platform';
import { RateLimit, GUESS_LIMITS } from './rate-limit.js';
import { Authority, presentRole } from '../roles/authority.js';
import { KnownPlaces, type Place } from './known-places.js';
import { Passwords } from './passwords.js';
import { Recoveries } from './recoveries.js';
import { Sessions } from './sessions.js';
import { PasswordSetWithCode } from '../identity.events.js';

const GOOD_DAYS = 30;
/** Unlike the table, keeps its first name, so that codes in people's hands stay valid. */
const HASH_PURPOSE = 'start-code';

export const ActivationCodeWrong = problem('ACTIVATION_CODE_WRONG', 401, {
  zh: '手机号或激活码有误，或激活码已使用、已失效。可请所在单位重新发放。',
  en: 'The phone number or the activation code is wrong, or the code was already used or has expired. Ask your office for a new one.',
});

export interface ActivationCode {
  /** Shown to the office that requested it; only a hash is stored. @example QD-7KQ2-M4XA */
  code: string;
  validUntil: Date;
}
/** A code with the recovery that it belongs to. */
export interface GivenCode extends ActivationCode {
  recoveryId: string;
}

/** Codes with which a person sets their first or a new password. An authorized office issues them. Each works once, for
 *  thirty days. A new code replaces the one before, and a change of staff roles voids it. Only the person ever knows the
 *  password. */
@Injectable()
export class ActivationCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly encryption: FieldEncryption,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly attempts: RateLimit,
    private readonly authority: Authority,
    private readonly recoveries: Recoveries,
    private readonly events: Events,
    private readonly places: KnownPlaces,
  ) {}

  /** `by: null` is the operator. */
  async give(tx: Tx, personId: string, by: string | null): Promise<GivenCode> {
    return (await this.giveAll(tx, [personId], by)).get(personId)!;
  }

  /** Issues one code for each of these people, at most a few hundred. The caller has checked that `by` may do this. */
  async giveAll(tx: Tx, personIds: string[], by: string | null): Promise<Map<string, GivenCode>> {
    if (personIds.length === 0) return new Map();
    const givenAt = await tx.now();
    const validUntil = new Date(givenAt.getTime() + GOOD_DAYS * 86_400_000);
    const codes = new Map(
      personIds.map((id): [string, GivenCode] => [id, { code: newPublicCode('QD'), validUntil, recoveryId: newId() }]),
    );
    const recoveryIds = new Map([...codes].map(([id, { recoveryId }]) => [id, recoveryId]));
    const index = await this.encryption.blindIndex(tx);
    await this.recoveries.record(tx, recoveryIds, { kind: 'password', by });
    await tx.execute(
      `INSERT INTO activation_code (person_id, code_hash, index_key_no, given_at, valid_until, recovery_id) VALUES ${[...codes].map(() => '(?,?,?,?,?,?)').join(',')}
       ON DUPLICATE KEY UPDATE code_hash = VALUES(code_hash), index_key_no = VALUES(index_key_no), given_at = VALUES(given_at),
         valid_until = VALUES(valid_until), recovery_id = VALUES(recovery_id)`,
      [...codes].flatMap(([id, { code, recoveryId }]) => [
        id,
        index.hash(HASH_PURPOSE, codeOf(id, code)),
        index.keyNo,
        givenAt,
        validUntil,
        recoveryId,
      ]),
    );
    return codes;
  }

  /** Voids the person's activation code. */
  async revoke(tx: Tx, personId: string): Promise<void> {
    await tx.execute('DELETE FROM activation_code WHERE person_id = ?', [personId]);
  }

  /** Sets the password and ends every session. A second factor stays. The rule by which the code was given is checked
   *  again. Unknown phone, wrong code and a giver who may no longer give the code get the same answer. Five attempts in
   *  15 minutes block that phone and address. After a recovery, money permissions are suspended for a while. Network and
   *  browser are known from then on.
   *  Throws ACTIVATION_CODE_WRONG, INVALID_INPUT, TOO_MANY_REQUESTS. */
  async use(input: Place & { code: string; password: string; locale: 'zh' | 'en' }): Promise<{ id: string }> {
    const counted = (await this.encryption.blindIndex(this.transactions)).hash('phone', input.phone).toString('hex');
    const { withinMinutes, perAccount, perAccountAnywhere, perAddress } = GUESS_LIMITS.activationCode;
    const attemptId = await this.attempts.count(
      withinMinutes,
      { key: ['start', counted, input.address], most: perAccount },
      { key: ['start', counted], most: perAccountAnywhere },
      { key: ['start-address', input.address], most: perAddress },
    );
    await this.passwords.assertStrong(input.password, input.phone, input.locale);
    const passwordHash = await this.passwords.hash(input.password, counted);
    const opened = await this.transactions.run(async (tx) => {
      const index = await this.encryption.blindIndex(tx);
      const person = await tx.row<{ id: string; recoveryId: string | null }>(
        `SELECT p.id, c.recovery_id FROM person p LEFT JOIN activation_code c ON c.person_id = p.id
         WHERE p.phone_hash IN (?) AND p.disabled_at IS NULL FOR UPDATE`,
        [index.candidates('phone', input.phone)],
      );
      const used =
        person &&
        (await tx.execute(
          'DELETE FROM activation_code WHERE person_id = ? AND code_hash IN (?) AND valid_until > UTC_TIMESTAMP(3)',
          [person.id, index.candidates(HASH_PURPOSE, codeOf(person.id, input.code))],
        ));
      if (!person?.recoveryId || !used) throw ActivationCodeWrong();
      const roles = await this.authority.rolesOf(tx, person.id);
      if (!(await this.recoveries.mayStillGive(tx, person.recoveryId, roles))) throw ActivationCodeWrong();
      const isRecovery = await this.recoveries.markUsed(tx, person.recoveryId, roles);
      await tx.execute(
        'UPDATE person SET password_hash = ?, activated_at = COALESCE(activated_at, UTC_TIMESTAMP(3)) WHERE id = ?',
        [passwordHash, person.id],
      );
      await this.sessions.endOthers(tx, person.id, null);
      await this.places.remember(tx, person.id, input);
      const unitId = presentRole(roles)?.unitId;
      if (unitId)
        await this.events.record(
          tx,
          PasswordSetWithCode({
            unitId,
            subjectId: person.id,
            actorId: person.id,
            data: { isRecovery, recoveryId: person.recoveryId },
          }),
        );
      return { id: person.id };
    });
    await this.attempts.forgive(attemptId);
    return opened;
  }
}

/** Normalizes a typed code: letter case, character width, hyphens and the prefix `QD` do not matter. */
export const normalizeActivationCode = (code: string): string =>
  code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^QD(?=.{8}$)/, '');

/** The text of a code that is hashed. It contains the person's id, so that equal codes of two people have different
 *  hashes. */
const codeOf = (personId: string, code: string): string => `${personId}|${normalizeActivationCode(code)}`;
