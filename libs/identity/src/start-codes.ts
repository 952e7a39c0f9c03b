import { Injectable } from '@nestjs/common';
import { Events, Transactions, Vault, newPublicCode, problem, type Tx } from '#libs/platform';
import { Attempts } from './attempts.js';
import { Passwords } from './passwords.js';
import { Sessions } from './sessions.js';

const GOOD_DAYS = 30;
const WINDOW_MIN = 15;
/** From one address, and from wherever: nobody is kept from her code by whoever tries others. */
const PER_ACCOUNT = 5;
const PER_ACCOUNT_ANYWHERE = 50;
const PER_ADDRESS = 100;

export const StartCodeWrong = problem('START_CODE_WRONG', 401, {
  zh: '手机号或启用码不对，或启用码已用过、已过期。可请所在单位再发一个。',
  en: 'The phone number or the code is wrong, or the code was used or has expired. Ask your office for another.',
});

export interface StartCode {
  /** Shown to whoever asked for it and kept nowhere. @example QD-7KQ2-M4XA */
  code: string;
  validUntil: Date;
}

/** Codes by which a person chooses her first password, or another when she has forgotten hers: given by her office, good once
 *  and for thirty days; each takes the place of the one before. Nobody but she ever knows the password. */
@Injectable()
export class StartCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly vault: Vault,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly attempts: Attempts,
    private readonly events: Events,
  ) {}

  async give(tx: Tx, personId: string): Promise<StartCode> {
    return (await this.giveAll(tx, [personId])).get(personId)!;
  }

  /** One for each of these people, who are some hundred at most. */
  async giveAll(tx: Tx, personIds: string[]): Promise<Map<string, StartCode>> {
    if (personIds.length === 0) return new Map();
    const givenAt = await tx.now();
    const validUntil = new Date(givenAt.getTime() + GOOD_DAYS * 86_400_000);
    const codes = new Map(personIds.map((id): [string, StartCode] => [id, { code: newPublicCode('QD'), validUntil }]));
    await tx.execute(
      `INSERT INTO start_code (person_id, code_hash, given_at, valid_until) VALUES ${[...codes].map(() => '(?,?,?,?)').join(',')}
       ON DUPLICATE KEY UPDATE code_hash = VALUES(code_hash), given_at = VALUES(given_at), valid_until = VALUES(valid_until)`,
      [...codes].flatMap(([id, { code }]) => [id, this.hash(id, code), givenAt, validUntil]),
    );
    return codes;
  }

  /** Sets the password; every session ends. A second factor stays. Unknown phone and wrong code get the same answer, and five
   *  tries in a quarter of an hour close the door for that phone and address. Throws START_CODE_WRONG, INVALID_INPUT, TOO_MANY_REQUESTS. */
  async use(input: {
    phone: string;
    code: string;
    password: string;
    address: string;
    locale: 'zh' | 'en';
  }): Promise<{ id: string }> {
    const phoneHash = this.vault.index('phone', input.phone);
    await this.attempts.count(
      WINDOW_MIN,
      { key: ['start', phoneHash.toString('hex'), input.address], most: PER_ACCOUNT },
      { key: ['start', phoneHash.toString('hex')], most: PER_ACCOUNT_ANYWHERE },
      { key: ['start-address', input.address], most: PER_ADDRESS },
    );
    this.passwords.assertStrong(input.password, input.phone, input.locale);
    const passwordHash = await this.passwords.hash(input.password);
    return this.transactions.run(async (tx) => {
      const person = await tx.row<{ id: string; unitId: string | null }>(
        `SELECT p.id, (SELECT unit_id FROM role_grant g WHERE g.person_id = p.id AND g.revoked_at IS NULL LIMIT 1) AS unit_id
         FROM person p WHERE p.phone_hash = ? AND p.disabled_at IS NULL FOR UPDATE`,
        [phoneHash],
      );
      const used =
        person &&
        (await tx.execute(
          'DELETE FROM start_code WHERE person_id = ? AND code_hash = ? AND valid_until > UTC_TIMESTAMP(3)',
          [person.id, this.hash(person.id, input.code)],
        ));
      if (!person || !used) throw StartCodeWrong();
      await tx.execute('UPDATE person SET password_hash = ? WHERE id = ?', [passwordHash, person.id]);
      await this.sessions.endOthers(tx, person.id, null);
      if (person.unitId)
        await this.events.record(tx, {
          name: 'PasswordStarted',
          unitId: person.unitId,
          subjectId: person.id,
          actorId: person.id,
          visibility: 'internal',
        });
      return { id: person.id };
    });
  }

  /** However it was typed: small letters, without hyphens or the letters in front. */
  private hash(personId: string, code: string): Buffer {
    const plain = code
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .replace(/^QD(?=.{8}$)/, '');
    return this.vault.index('start-code', `${personId}|${plain}`);
  }
}
