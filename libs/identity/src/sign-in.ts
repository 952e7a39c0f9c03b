import { Injectable } from '@nestjs/common';
import { Transactions, Vault, problem, type Tx } from '#libs/platform';
import { Attempts } from './attempts.js';
import { Passwords } from './passwords.js';
import { SecondFactor, SecondFactorRequired } from './second-factor.js';
import { Sessions } from './sessions.js';

const WINDOW_MIN = 15;
const PER_ACCOUNT = 5;
const PER_ADDRESS = 100;
/** Codes tried for a person whose password is known, from wherever. */
const CODES = 10;

export const SignInFailed = problem('SIGN_IN_FAILED', 401, {
  zh: '手机号或密码不对。',
  en: 'The phone number or the password is wrong.',
});

/** A person proves who she is by phone and password, and by a code where she has a second factor. Unknown phone, wrong
 *  password and disabled person take the same time and get the same answer; five failures in a quarter of an hour close
 *  the door for that phone and address. */
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
    const phoneHashes = (await this.vault.blindIndex(this.transactions)).candidates('phone', input.phone);
    // Counted before the password is looked at, so that parallel guesses count too; taken back on success.
    const attemptId = await this.attempts.count(
      WINDOW_MIN,
      { key: ['account', phoneHashes[0]!.toString('hex'), input.address], most: PER_ACCOUNT },
      { key: ['address', input.address], most: PER_ADDRESS },
    );
    const person = await this.transactions.row<{ id: string; passwordHash: string | null }>(
      'SELECT id, password_hash FROM person WHERE phone_hash IN (?) AND disabled_at IS NULL',
      [phoneHashes],
    );
    const matches = await this.passwords.matches(person?.passwordHash ?? null, input.password);
    if (!person || !matches) throw SignInFailed();
    const attempts = [attemptId];
    const forgive = (tx: Tx): Promise<number> =>
      tx.execute('DELETE FROM sign_in_attempt WHERE attempt_id IN (?)', [attempts]);
    const isTwofold = await this.secondFactor.isOn(this.transactions, person.id);
    if (isTwofold && !input.code) {
      await this.transactions.run(forgive);
      throw SecondFactorRequired();
    }
    if (isTwofold) attempts.push(await this.attempts.count(WINDOW_MIN, { key: ['code', person.id], most: CODES }));
    const token = await this.transactions.run(async (tx) => {
      if (isTwofold) await this.secondFactor.prove(tx, person.id, input.code!);
      await forgive(tx);
      const grants = await tx.rows<{ role: string }>(
        'SELECT role FROM role_grant WHERE person_id = ? AND in_force = 1',
        [person.id],
      );
      return this.sessions.open(tx, person.id, { grants, device: input.device, isProven: isTwofold });
    });
    return { token, personId: person.id };
  }
}
