import { Injectable } from '@nestjs/common';
import { Transactions, keyed, problem, type Actor } from '#libs/platform';
import { RateLimit, GUESS_LIMITS } from './rate-limit.js';
import { Passwords } from './passwords.js';

export const WrongPassword = problem('WRONG_PASSWORD', 403, {
  zh: '当前密码不正确。',
  en: 'The current password is not correct.',
});

/** Requires the current password before an action that cannot be undone easily. */
@Injectable()
export class PresentPassword {
  constructor(
    private readonly transactions: Transactions,
    private readonly passwords: Passwords,
    private readonly attempts: RateLimit,
  ) {}

  /** Checks the current password and returns the person's encrypted telephone. Throws WRONG_PASSWORD, and
   *  TOO_MANY_REQUESTS after five wrong ones in 15 minutes, so that a stranger at an open session cannot guess it. */
  async assert(actor: Actor, password: string): Promise<{ phone: Buffer }> {
    const { withinMinutes, perPerson } = GUESS_LIMITS.presentPassword;
    const attemptId = await this.attempts.count(withinMinutes, {
      key: ['present-password', actor.personId],
      most: perPerson,
    });
    const person = await this.transactions.row<{ passwordHash: string | null; phone: Buffer }>(
      `SELECT password_hash, ${keyed('person', 'phone')} FROM person WHERE id = ?`,
      [actor.personId],
    );
    const isRight = person && (await this.passwords.matches(person.passwordHash, password, actor.personId));
    if (!isRight) throw WrongPassword();
    await this.attempts.forgive(attemptId);
    return { phone: person.phone };
  }
}
