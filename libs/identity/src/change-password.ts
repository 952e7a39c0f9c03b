import { Injectable } from '@nestjs/common';
import { Transactions, Vault, problem, type Actor } from '#libs/platform';
import { Passwords } from './passwords.js';
import { Sessions } from './sessions.js';

export const WrongPassword = problem('WRONG_PASSWORD', 403, {
  zh: '原密码不对。',
  en: 'The present password is wrong.',
});

/** A person changes her own password. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly transactions: Transactions,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly vault: Vault,
  ) {}

  /** Throws WRONG_PASSWORD; ends all other sessions. */
  async execute(actor: Actor, input: { present: string; password: string }): Promise<{ id: string }> {
    const person = await this.transactions.row<{ passwordHash: string | null; phone: Buffer }>(
      'SELECT password_hash, phone FROM person WHERE id = ?',
      [actor.personId],
    );
    if (!person || !(await this.passwords.matches(person.passwordHash, input.present))) throw WrongPassword();
    this.passwords.assertStrong(
      input.password,
      this.vault.open('person.phone', actor.personId, person.phone),
      actor.locale,
    );
    const passwordHash = await this.passwords.hash(input.password);
    return this.transactions.run(async (tx) => {
      await tx.execute('UPDATE person SET password_hash = ? WHERE id = ?', [passwordHash, actor.personId]);
      await this.sessions.endOthers(tx, actor.personId, actor.sessionId);
      return { id: actor.personId };
    });
  }
}
