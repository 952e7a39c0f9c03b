import { Injectable } from '@nestjs/common';
import { Transactions, Vault, problem, type Tx } from '#libs/platform';
import { Attempts, GUESS_LIMITS } from './attempts.js';
import { Passwords } from './passwords.js';
import { SecondFactor, SecondFactorRequired } from './second-factor.js';
import { Sessions } from './sessions.js';

export const SignInFailed = problem('SIGN_IN_FAILED', 401, {
  zh: '手机号或密码不对。',
  en: 'The phone number or the password is wrong.',
});

/** A person signs in by phone and password, and by a code where a second factor is set up. Unknown phone, wrong password and
 *  disabled person take the same time and get the same answer. Five failures in a quarter of an hour close the door for that
 *  phone and network. From all networks together the door gets heavier with every failure, but for those from which the
 *  person has signed in before: strangers cannot keep people out of their own account. */
@Injectable()
export class SignIn {
  constructor(
    private readonly transactions: Transactions,
    private readonly vault: Vault,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly attempts: Attempts,
    private readonly secondFactor: SecondFactor,
  ) {}

  /** Throws SIGN_IN_FAILED, SECOND_FACTOR_REQUIRED (the password was right), SECOND_FACTOR_WRONG, TOO_MANY_REQUESTS. */
  async execute(input: {
    phone: string;
    password: string;
    code?: string;
    address: string;
    device: string;
  }): Promise<{ token: string; personId: string }> {
    const index = await this.vault.blindIndex(this.transactions);
    const phoneHashes = index.candidates('phone', input.phone);
    const account = phoneHashes[0]!.toString('hex');
    const placeOfPhone = `${input.phone}|${input.address}`;
    const person = await this.transactions.row<{ id: string; passwordHash: string | null; isKnownHere: number }>(
      `SELECT p.id, p.password_hash, k.address_hash IS NOT NULL AS is_known_here FROM person p
       LEFT JOIN known_address k ON k.person_id = p.id AND k.address_hash IN (?)
       WHERE p.phone_hash IN (?) AND p.disabled_at IS NULL`,
      [index.candidates('known-address', placeOfPhone), phoneHashes],
    );
    const attempts = await this.count(account, input.address, Boolean(person?.isKnownHere));
    const lane = `${account}|${input.address}`;
    const matches = await this.passwords.matches(person?.passwordHash ?? null, input.password, lane);
    if (!person || !matches) throw SignInFailed();
    const isTwofold = await this.secondFactor.isOn(this.transactions, person.id);
    if (isTwofold && !input.code) {
      await this.attempts.forgive(...attempts);
      throw SecondFactorRequired();
    }
    if (isTwofold) attempts.push(await this.secondFactor.countGuess(person.id));
    const token = await this.transactions.run(async (tx) => {
      if (isTwofold) await this.secondFactor.prove(tx, person.id, input.code!);
      await this.rememberPlace(tx, person.id, placeOfPhone);
      const grants = await tx.rows<{ role: string }>(
        'SELECT role FROM role_grant WHERE person_id = ? AND in_force = 1',
        [person.id],
      );
      return this.sessions.open(tx, person.id, { grants, device: input.device, isProven: isTwofold });
    });
    await this.attempts.forgive(...attempts);
    return { token, personId: person.id };
  }

  private async rememberPlace(tx: Tx, personId: string, placeOfPhone: string): Promise<void> {
    const index = await this.vault.blindIndex(tx);
    const known = await tx.execute(
      'UPDATE known_address SET seen_at = UTC_TIMESTAMP(3) WHERE person_id = ? AND address_hash IN (?)',
      [personId, index.candidates('known-address', placeOfPhone)],
    );
    if (known > 0) return;
    await tx.execute(
      `INSERT INTO known_address (person_id, address_hash, index_key_no, seen_at) VALUES (?,?,?,UTC_TIMESTAMP(3))
       ON DUPLICATE KEY UPDATE seen_at = VALUES(seen_at)`,
      [personId, index.hash('known-address', placeOfPhone), index.keyNo],
    );
  }

  /** Before the password is looked at, so that parallel guesses count too; taken back when it was right. */
  private async count(account: string, address: string, isKnownHere: boolean): Promise<string[]> {
    const { withinMinutes, perAccount, perAddress } = GUESS_LIMITS.signIn;
    const here = await this.attempts.count(
      withinMinutes,
      { key: ['account', account, address], most: perAccount },
      { key: ['address', address], most: perAddress },
    );
    if (isKnownHere) return [here];
    try {
      return [here, await this.attempts.countGrowing(['account', account], GUESS_LIMITS.signInFromEverywhere)];
    } catch (error) {
      await this.attempts.forgive(here); // strangers' tries use up none of the five that are free here
      throw error;
    }
  }
}
