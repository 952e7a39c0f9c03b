import { Injectable } from '@nestjs/common';
import { Transactions, newId, type Actor, type Tx } from '#libs/platform';
import { Authority, type HeldRole } from './authority.js';
import { PersonNotFound } from './people.js';
import { Recoveries, RecoveryNotFound } from './recoveries.js';
import { RoleChanges } from './role-changes.js';
import { SecondFactor } from './second-factor.js';
import { Sessions } from './sessions.js';
import { StartCodes, type StartCode } from './start-codes.js';

/** An office opens an account, or helps a person back into one; and stops it when it was not the person who asked. */
@Injectable()
export class RecoverAccount {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: Authority,
    private readonly recoveries: Recoveries,
    private readonly changes: RoleChanges,
    private readonly startCodes: StartCodes,
    private readonly secondFactor: SecondFactor,
    private readonly sessions: Sessions,
  ) {}

  /** A code by which the person chooses a password. The person is told on every channel. Throws PERSON_NOT_FOUND, FORBIDDEN,
   *  OWN_AUTHORITY, ROLE_RESERVED, APPOINTED_FROM_ABOVE, PROPOSER_HAS_NO_KEY. */
  async giveStartCode(actor: Actor, personId: string): Promise<StartCode> {
    return this.giveCode(actor, personId);
  }

  /** The same by whoever runs the server, for an administrator. Throws PERSON_NOT_FOUND. */
  async giveStartCodeAsOperator(personId: string): Promise<StartCode> {
    return this.giveCode(null, personId);
  }

  private async giveCode(actor: Actor | null, personId: string): Promise<StartCode> {
    return this.transactions.run(async (tx) => {
      const roles = await this.lock(tx, personId);
      if (actor) this.authority.assertMayRekey(actor, personId, roles);
      const { recoveryId, ...given } = await this.startCodes.give(tx, personId, actor?.personId ?? null);
      await this.changes.record(tx, 'StartCodeGiven', actor, personId, present(roles), { recoveryId });
      return given;
    });
  }

  /** For somebody who lost the authenticator and the recovery codes: until another one is set up, the password alone opens
   *  the account. Every session ends; rights over money rest. `actor: null` is the operator.
   *  Throws what `giveStartCode` throws. */
  async removeSecondFactor(actor: Actor | null, personId: string): Promise<{ id: string }> {
    return this.transactions.run(async (tx) => {
      const roles = await this.lock(tx, personId);
      if (actor) this.authority.assertMayRekey(actor, personId, roles);
      if (!(await this.secondFactor.forget(tx, personId))) throw PersonNotFound();
      const recoveryId = newId();
      const by = actor?.personId ?? null;
      await this.recoveries.begin(tx, new Map([[personId, recoveryId]]), { kind: 'second_factor', by });
      await this.recoveries.complete(tx, recoveryId, roles);
      await this.sessions.endOthers(tx, personId, null);
      await this.changes.record(tx, 'SecondFactorForgotten', actor, personId, present(roles), { recoveryId });
      return { id: personId };
    });
  }

  /** The office above stops a recovery. Throws PERSON_NOT_FOUND, FORBIDDEN, RECOVERY_NOT_FOUND and the rules' refusals. */
  async stop(actor: Actor, personId: string): Promise<{ id: string }> {
    return this.transactions.run(async (tx) => {
      const roles = await this.lock(tx, personId);
      this.authority.assertMayHandle(actor, personId, roles);
      await this.recoveries.stop(tx, personId, actor.personId);
      await this.changes.record(tx, 'RecoveryStopped', actor, personId, present(roles));
      return { id: personId };
    });
  }

  /** The person stops it: signed in, or by the link in the message. Throws RECOVERY_NOT_FOUND. */
  async stopOwn(by: { actor: Actor } | { token: string }): Promise<{ id: string }> {
    return this.transactions.run(async (tx) => {
      const recoveryId = 'token' in by ? await this.recoveries.recoveryOf(tx, by.token) : undefined;
      const named =
        recoveryId &&
        (await tx.row<{ personId: string }>('SELECT person_id FROM account_recovery WHERE id = ?', [recoveryId]));
      const personId = 'actor' in by ? by.actor.personId : named ? named.personId : undefined;
      if (!personId) throw RecoveryNotFound();
      const roles = await this.lock(tx, personId);
      await this.recoveries.stop(tx, personId, 'actor' in by ? personId : null, recoveryId);
      await this.changes.record(tx, 'RecoveryStopped', 'actor' in by ? by.actor : null, personId, present(roles));
      return { id: personId };
    });
  }

  /** The roles; the row of the person is locked, so that no role changes meanwhile. */
  private async lock(tx: Tx, personId: string): Promise<HeldRole[]> {
    await tx.row('SELECT 1 FROM person WHERE id = ? FOR UPDATE', [personId]);
    const roles = await this.authority.rolesOf(tx, personId);
    if (!roles.some(({ isRevoked }) => !isRevoked)) throw PersonNotFound();
    return roles;
  }
}

const present = (roles: HeldRole[]): HeldRole => roles.find(({ isRevoked }) => !isRevoked)!;
