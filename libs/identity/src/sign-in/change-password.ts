import { Injectable } from '@nestjs/common';
import { Transactions, FieldEncryption, type Actor } from '#libs/platform';
import { Passwords } from './passwords.js';
import { PresentPassword } from './present-password.js';
import { Sessions } from './sessions.js';

/** A person changes their own password. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly transactions: Transactions,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly encryption: FieldEncryption,
    private readonly present: PresentPassword,
  ) {}

  /** Changes the password and ends all other sessions. Throws WRONG_PASSWORD, INVALID_INPUT, TOO_MANY_REQUESTS. */
  async execute(actor: Actor, input: { present: string; password: string }): Promise<{ id: string }> {
    const person = await this.present.assert(actor, input.present);
    await this.passwords.assertStrong(
      input.password,
      this.encryption.decrypt('person.phone', actor.personId, person.phone),
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
