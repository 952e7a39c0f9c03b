import { Injectable } from '@nestjs/common';
import { Transactions, FieldEncryption, newId, problem, type Row } from '#libs/platform';
import { RateLimit, GUESS_LIMITS } from './rate-limit.js';
import { KnownPlaces, type Place } from './known-places.js';
import { Passwords } from './passwords.js';
import type { Person } from '../people/person.entity.js';
import { SecondFactor, SecondFactorRequired } from './second-factor.js';
import { Sessions } from './sessions.js';

export const SignInFailed = problem('SIGN_IN_FAILED', 401, {
  zh: '手机号或密码不正确。',
  en: 'The phone number or the password is wrong.',
});

/** A person signs in with phone and password, and with a code if a second factor is set up. Unknown phone, wrong password
 *  and disabled person take the same time and get the same answer. Five failures in 15 minutes block that phone from that
 *  network. From all networks together each failure makes the wait longer, except for networks and browsers in which the
 *  person has signed in before. Strangers therefore cannot lock people out of their own accounts. A known browser has
 *  five attempts of its own, regardless of others in its network. */
@Injectable()
export class SignIn {
  constructor(
    private readonly transactions: Transactions,
    private readonly encryption: FieldEncryption,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly attempts: RateLimit,
    private readonly secondFactor: SecondFactor,
    private readonly places: KnownPlaces,
  ) {}

  /** userAgent: the name of the session in the person's own list. Throws SIGN_IN_FAILED, SECOND_FACTOR_REQUIRED (the
   *  password was right), SECOND_FACTOR_WRONG, TOO_MANY_REQUESTS. */
  async execute(
    input: Place & { password: string; code?: string; userAgent: string },
  ): Promise<{ token: string; personId: string }> {
    const index = await this.encryption.blindIndex(this.transactions);
    const phoneHashes = index.candidates('phone', input.phone);
    const account = phoneHashes[0]!.toString('hex');
    const person = await this.transactions.row<Row<Person, 'id' | 'passwordHash'>>(
      'SELECT id, password_hash FROM person WHERE phone_hash IN (?) AND disabled_at IS NULL',
      [phoneHashes],
    );
    const attempts = await this.count(account, input, person?.id ?? newId()); // same duration for an unknown telephone
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
      await this.places.remember(tx, person.id, input);
      const grants = await tx.rows<{ role: string }>(
        'SELECT role FROM role_grant WHERE person_id = ? AND in_force = 1',
        [person.id],
      );
      return this.sessions.open(tx, person.id, { grants, device: input.userAgent, hasSecondFactor: isTwofold });
    });
    await this.attempts.forgive(...attempts);
    return { token, personId: person.id };
  }

  /** Counts the attempt before the password is checked, so that parallel guesses count too. The caller removes it if the
   *  password was right. */
  private async count(account: string, place: Place, personId: string): Promise<string[]> {
    const { address, device } = place;
    const { withinMinutes, perAccount, perAddress } = GUESS_LIMITS.signIn;
    const known = await this.places.ofPerson(this.transactions, personId, place);
    if (known.isDevice)
      return [await this.attempts.count(withinMinutes, { key: ['device', account, device], most: perAccount })];
    const here = await this.attempts.count(
      withinMinutes,
      { key: ['account', account, address], most: perAccount },
      { key: ['address', address], most: perAddress },
    );
    if (known.isNetwork) return [here];
    try {
      return [here, await this.attempts.takeTurn(account, address, GUESS_LIMITS.signInFromEverywhere)];
    } catch (error) {
      await this.attempts.forgive(here); // strangers must not use up the five free attempts here
      throw error;
    }
  }
}
