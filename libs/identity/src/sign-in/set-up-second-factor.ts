import { Injectable } from '@nestjs/common';
import { Secret } from 'otpauth';
import { Events, Transactions, Unauthenticated, FieldEncryption, maskPhone, type Actor, type Tx } from '#libs/platform';
import { RateLimit } from './rate-limit.js';
import { authenticator } from './authenticator.js';
import { PresentPassword } from './present-password.js';
import { SecondFactor, SecondFactorNeeded } from './second-factor.js';
import { Sessions } from './sessions.js';
import { SecondFactorSet } from '../identity.events.js';

/** A person sets up a second factor, or another one for a new phone. */
@Injectable()
export class SetUpSecondFactor {
  constructor(
    private readonly transactions: Transactions,
    private readonly encryption: FieldEncryption,
    private readonly present: PresentPassword,
    private readonly attempts: RateLimit,
    private readonly sessions: Sessions,
    private readonly secondFactor: SecondFactor,
    private readonly events: Events,
  ) {}

  /** Creates a new secret for the authenticator. It becomes active with its first code; the current one stays valid until
   *  then.
   *  Throws WRONG_PASSWORD, SECOND_FACTOR_NEEDED, TOO_MANY_REQUESTS. */
  async begin(actor: Actor, password: string): Promise<{ secret: string; uri: string }> {
    const person = await this.present.assert(actor, password);
    const secret = new Secret({ size: 20 }).base32;
    const label = maskPhone(this.encryption.decrypt('person.phone', actor.personId, person.phone)) ?? '';
    await this.transactions.run(async (tx) => {
      await this.assertMayReplace(tx, actor);
      await this.secondFactor.propose(tx, actor.personId, secret);
    });
    return { secret, uri: authenticator(secret, label).toString() };
  }

  /** Activates the new secret with its first code; from now on sign-in asks for codes. Proves this session, which
   *  continues under the returned token, and ends all others.
   *  Throws SECOND_FACTOR_WRONG, TOO_MANY_REQUESTS. */
  async confirm(actor: Actor, code: string): Promise<{ recoveryCodes: string[]; token: string }> {
    const { sessionId } = actor;
    if (!sessionId) throw Unauthenticated();
    const attemptId = await this.secondFactor.countGuess(actor.personId);
    const confirmed = await this.transactions.run(async (tx) => {
      const recoveryCodes = await this.secondFactor.confirm(tx, actor.personId, code);
      const token = await this.sessions.prove(tx, sessionId);
      await this.sessions.endOthers(tx, actor.personId, sessionId);
      await this.record(tx, actor);
      return { recoveryCodes, token };
    });
    await this.attempts.forgive(attemptId);
    return confirmed;
  }

  /** Issues new recovery codes and invalidates older ones. Throws SECOND_FACTOR_NEEDED. */
  async renewRecoveryCodes(actor: Actor): Promise<{ recoveryCodes: string[] }> {
    return this.transactions.run(async (tx) => {
      if (!actor.hasSecondFactor || !(await this.secondFactor.isOn(tx, actor.personId))) throw SecondFactorNeeded();
      return { recoveryCodes: await this.secondFactor.renewRecoveryCodes(tx, actor.personId) };
    });
  }

  /** A session that was opened with the password alone must not replace a factor. */
  private async assertMayReplace(tx: Tx, actor: Actor): Promise<void> {
    if (!actor.hasSecondFactor && (await this.secondFactor.isOn(tx, actor.personId))) throw SecondFactorNeeded();
  }

  private async record(tx: Tx, actor: Actor): Promise<void> {
    await this.events.record(
      tx,
      SecondFactorSet({
        unitId: actor.grants[0]!.unitId,
        subjectId: actor.personId,
        actorId: actor.personId,
        data: {},
      }),
    );
  }
}
