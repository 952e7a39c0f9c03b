import { Injectable } from '@nestjs/common';
import { Events, Transactions, Vault, newId, newPublicCode, problem, type Tx } from '#libs/platform';
import { Attempts, GUESS_LIMITS } from './attempts.js';
import { Authority, presentRole } from './authority.js';
import { KnownPlaces, type Place } from './known-places.js';
import { Passwords } from './passwords.js';
import { Recoveries } from './recoveries.js';
import { Sessions } from './sessions.js';

const GOOD_DAYS = 30;

export const StartCodeWrong = problem('START_CODE_WRONG', 401, {
  zh: '手机号或启用码不对，或启用码已用过、已失效。可请所在单位再发一个。',
  en: 'The phone number or the code is wrong, or the code was used or is no longer valid. Ask your office for another.',
});

export interface StartCode {
  /** Shown to the office that asked for it and kept nowhere. @example QD-7KQ2-M4XA */
  code: string;
  validUntil: Date;
}
/** A code with the recovery that it belongs to. */
export interface GivenCode extends StartCode {
  recoveryId: string;
}

/** Codes by which a person chooses a password, the first one or another: given by an office that may, good once and for
 *  thirty days; each takes the place of the one before, and a change of roles voids it. Nobody but the person ever knows
 *  the password. */
@Injectable()
export class StartCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly vault: Vault,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly attempts: Attempts,
    private readonly authority: Authority,
    private readonly recoveries: Recoveries,
    private readonly events: Events,
    private readonly places: KnownPlaces,
  ) {}

  /** `by: null` is the operator. */
  async give(tx: Tx, personId: string, by: string | null): Promise<GivenCode> {
    return (await this.giveAll(tx, [personId], by)).get(personId)!;
  }

  /** One for each of these people, who are some hundred at most. The caller has asked whether `by` may. */
  async giveAll(tx: Tx, personIds: string[], by: string | null): Promise<Map<string, GivenCode>> {
    if (personIds.length === 0) return new Map();
    const givenAt = await tx.now();
    const validUntil = new Date(givenAt.getTime() + GOOD_DAYS * 86_400_000);
    const codes = new Map(
      personIds.map((id): [string, GivenCode] => [id, { code: newPublicCode('QD'), validUntil, recoveryId: newId() }]),
    );
    const recoveryIds = new Map([...codes].map(([id, { recoveryId }]) => [id, recoveryId]));
    const index = await this.vault.blindIndex(tx);
    await this.recoveries.record(tx, recoveryIds, { kind: 'password', by });
    await tx.execute(
      `INSERT INTO start_code (person_id, code_hash, index_key_no, given_at, valid_until, recovery_id) VALUES ${[...codes].map(() => '(?,?,?,?,?,?)').join(',')}
       ON DUPLICATE KEY UPDATE code_hash = VALUES(code_hash), index_key_no = VALUES(index_key_no), given_at = VALUES(given_at),
         valid_until = VALUES(valid_until), recovery_id = VALUES(recovery_id)`,
      [...codes].flatMap(([id, { code, recoveryId }]) => [
        id,
        index.hash('start-code', normalizeCode(id, code)),
        index.keyNo,
        givenAt,
        validUntil,
        recoveryId,
      ]),
    );
    return codes;
  }

  /** Voids the person's start code. */
  async revoke(tx: Tx, personId: string): Promise<void> {
    await tx.execute('DELETE FROM start_code WHERE person_id = ?', [personId]);
  }

  /** Sets the password; every session ends. A second factor stays. The rule by which the code was given is asked again now.
   *  Unknown phone, wrong code and a code whose giver may not give it any more get the same answer, and five tries in a
   *  quarter of an hour close the door for that phone and address. After a recovery, rights over money rest for a while.
   *  Network and browser are known from then on.
   *  Throws START_CODE_WRONG, INVALID_INPUT, TOO_MANY_REQUESTS. */
  async use(input: Place & { code: string; password: string; locale: 'zh' | 'en' }): Promise<{ id: string }> {
    const counted = (await this.vault.blindIndex(this.transactions)).hash('phone', input.phone).toString('hex');
    const { withinMinutes, perAccount, perAccountAnywhere, perAddress } = GUESS_LIMITS.startCode;
    const attemptId = await this.attempts.count(
      withinMinutes,
      { key: ['start', counted, input.address], most: perAccount },
      { key: ['start', counted], most: perAccountAnywhere },
      { key: ['start-address', input.address], most: perAddress },
    );
    await this.passwords.assertStrong(input.password, input.phone, input.locale);
    const passwordHash = await this.passwords.hash(input.password, counted);
    const opened = await this.transactions.run(async (tx) => {
      const index = await this.vault.blindIndex(tx);
      const person = await tx.row<{ id: string; recoveryId: string | null }>(
        `SELECT p.id, c.recovery_id FROM person p LEFT JOIN start_code c ON c.person_id = p.id
         WHERE p.phone_hash IN (?) AND p.disabled_at IS NULL FOR UPDATE`,
        [index.candidates('phone', input.phone)],
      );
      const used =
        person &&
        (await tx.execute(
          'DELETE FROM start_code WHERE person_id = ? AND code_hash IN (?) AND valid_until > UTC_TIMESTAMP(3)',
          [person.id, index.candidates('start-code', normalizeCode(person.id, input.code))],
        ));
      if (!person?.recoveryId || !used) throw StartCodeWrong();
      const roles = await this.authority.rolesOf(tx, person.id);
      if (!(await this.recoveries.mayStillGive(tx, person.recoveryId, roles))) throw StartCodeWrong();
      const isRecovery = await this.recoveries.markUsed(tx, person.recoveryId, roles);
      await tx.execute(
        'UPDATE person SET password_hash = ?, activated_at = COALESCE(activated_at, UTC_TIMESTAMP(3)) WHERE id = ?',
        [passwordHash, person.id],
      );
      await this.sessions.endOthers(tx, person.id, null);
      await this.places.remember(tx, person.id, input);
      const unitId = presentRole(roles)?.unitId;
      if (unitId)
        await this.events.record(tx, {
          name: 'PasswordStarted',
          unitId,
          subjectId: person.id,
          actorId: person.id,
          visibility: 'internal',
          data: { isRecovery, recoveryId: person.recoveryId },
        });
      return { id: person.id };
    });
    await this.attempts.forgive(attemptId);
    return opened;
  }
}

/** However it was typed: small letters, without hyphens or the letters in front. */
function normalizeCode(personId: string, code: string): string {
  const plain = code
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^QD(?=.{8}$)/, '');
  return `${personId}|${plain}`;
}
