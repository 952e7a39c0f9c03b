import { Injectable } from '@nestjs/common';
import { Transactions, newId, type Actor } from '#libs/platform';
import { Authority, presentRole } from '../roles/authority.js';
import { PersonNotFound } from '../people/person.errors.js';
import { Recoveries, RecoveryNotFound } from './recoveries.js';
import { RoleChanges } from '../roles/role-changes.js';
import { SecondFactor } from './second-factor.js';
import { Sessions } from './sessions.js';
import { ActivationCodes, type ActivationCode } from './activation-codes.js';
import { RecoveryStopped, SecondFactorForgotten, ActivationCodeGiven } from '../identity.events.js';

/** An office gives a person access to their account, for the first time or again. The person or the office can stop it if
 *  somebody else requested it. */
@Injectable()
export class RecoverAccount {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: Authority,
    private readonly recoveries: Recoveries,
    private readonly changes: RoleChanges,
    private readonly activationCodes: ActivationCodes,
    private readonly secondFactor: SecondFactor,
    private readonly sessions: Sessions,
  ) {}

  /** Issues an activation code with which the person sets a password, and notifies the person on every channel. `actor: null`:
   *  the operator, who may always do this. Throws PERSON_NOT_FOUND, FORBIDDEN, OWN_AUTHORITY, ROLE_RESERVED,
   *  APPOINTED_FROM_ABOVE, PROPOSER_HAS_NO_KEY. */
  async giveActivationCode(actor: Actor | null, personId: string): Promise<ActivationCode> {
    return this.transactions.run(async (tx) => {
      const roles = await this.authority.lockRoles(tx, personId, { mayBeDisabled: true });
      if (actor) this.authority.assertMayRekey(actor, personId, roles);
      const { recoveryId, ...given } = await this.activationCodes.give(tx, personId, actor?.personId ?? null);
      await this.changes.record(tx, ActivationCodeGiven, actor, personId, presentRole(roles)!, { recoveryId });
      return given;
    });
  }

  /** Removes the second factor of a person who lost the authenticator and the recovery codes. Until another one is set
   *  up, the password alone opens the account. Ends every session and suspends money permissions. `actor: null`: the
   *  operator.
   *  Throws what `giveActivationCode` throws. */
  async removeSecondFactor(actor: Actor | null, personId: string): Promise<{ id: string }> {
    return this.transactions.run(async (tx) => {
      const roles = await this.authority.lockRoles(tx, personId, { mayBeDisabled: true });
      if (actor) this.authority.assertMayRekey(actor, personId, roles);
      if (!(await this.secondFactor.forget(tx, personId))) throw PersonNotFound();
      const recoveryId = newId();
      const by = actor?.personId ?? null;
      await this.recoveries.record(tx, new Map([[personId, recoveryId]]), { kind: 'second_factor', by });
      await this.recoveries.markUsed(tx, recoveryId, roles);
      await this.sessions.endOthers(tx, personId, null);
      await this.changes.record(tx, SecondFactorForgotten, actor, personId, presentRole(roles)!, { recoveryId });
      return { id: personId };
    });
  }

  /** The office above stops a recovery. Throws PERSON_NOT_FOUND, FORBIDDEN, RECOVERY_NOT_FOUND and what
   *  `Authority.assertMayHandle` throws. */
  async stop(actor: Actor, personId: string): Promise<{ id: string }> {
    return this.transactions.run(async (tx) => {
      const roles = await this.authority.lockRoles(tx, personId, { mayBeDisabled: true });
      this.authority.assertMayHandle(actor, personId, roles);
      await this.recoveries.stop(tx, personId, actor.personId);
      await this.changes.record(tx, RecoveryStopped, actor, personId, presentRole(roles)!);
      return { id: personId };
    });
  }

  /** The person stops a recovery of their own account: signed in, or by the link in the message. Throws
   *  RECOVERY_NOT_FOUND. */
  async stopOwn(by: { actor: Actor } | { token: string }): Promise<{ id: string }> {
    return this.transactions.run(async (tx) => {
      const recoveryId = 'token' in by ? await this.recoveries.recoveryOf(tx, by.token) : undefined;
      const named =
        recoveryId &&
        (await tx.row<{ personId: string }>('SELECT person_id FROM account_recovery WHERE id = ?', [recoveryId]));
      const personId = 'actor' in by ? by.actor.personId : named ? named.personId : undefined;
      if (!personId) throw RecoveryNotFound();
      const roles = await this.authority.lockRoles(tx, personId, { mayBeDisabled: true });
      await this.recoveries.stop(tx, personId, 'actor' in by ? personId : null, recoveryId);
      await this.changes.record(tx, RecoveryStopped, 'actor' in by ? by.actor : null, personId, presentRole(roles)!);
      return { id: personId };
    });
  }
}
