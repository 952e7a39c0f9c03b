import { Injectable } from '@nestjs/common';
import { Transactions, Vault, problem, type Actor } from '#libs/platform';
import { Attempts, GUESS_LIMITS } from './attempts.js';
import { Passwords } from './passwords.js';
import { Sessions } from './sessions.js';

export const WrongPassword = problem('WRONG_PASSWORD', 403, {
  zh: '原密码不对。',
  en: 'The present password is wrong.',
});

/** A person changes their own password. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly transactions: Transactions,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly vault: Vault,
    private readonly attempts: Attempts,
  ) {}

  /** Ends all other sessions. Throws WRONG_PASSWORD, INVALID_INPUT, and TOO_MANY_REQUESTS after five wrong ones in a quarter
   *  of an hour: whoever holds an open session must not find the password by it. */
  async execute(actor: Actor, input: { present: string; password: string }): Promise<{ id: string }> {
    const { withinMinutes, perPerson } = GUESS_LIMITS.presentPassword;
    const attemptId = await this.attempts.count(withinMinutes, {
      key: ['present-password', actor.personId],
      most: perPerson,
    });
    const person = await this.transactions.row<{ passwordHash: string | null; phone: Buffer }>(
      'SELECT password_hash, phone FROM person WHERE id = ?',
      [actor.personId],
    );
    const isRight = person && (await this.passwords.matches(person.passwordHash, input.present, actor.personId));
    if (!isRight) throw WrongPassword();
    await this.attempts.forgive(attemptId);
    this.passwords.assertStrong(
      input.password,
      this.vault.open('person.phone', actor.personId, person.phone),
      actor.locale,
    );
    const passwordHash = await this.passwords.hash(input.password, actor.personId);
    return this.transactions.run(async (tx) => {
      await tx.execute('UPDATE person SET password_hash = ? WHERE id = ?', [passwordHash, actor.personId]);
      await this.sessions.endOthers(tx, actor.personId, actor.sessionId);
      return { id: actor.personId };
    });
  }
}
