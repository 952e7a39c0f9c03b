import { Injectable } from '@nestjs/common';
import { Transactions, type Actor } from '#libs/platform';
import { Authority, presentRole } from '../roles/authority.js';
import { PersonNotFound } from './person.errors.js';
import { RoleChanges } from '../roles/role-changes.js';
import { Sessions } from '../sign-in/sessions.js';
import { ActivationCodes } from '../sign-in/activation-codes.js';
import { PersonDisabled, PersonReopened } from '../identity.events.js';

/** Closes a person's account, and opens it again. */
@Injectable()
export class DisableAccount {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: Authority,
    private readonly changes: RoleChanges,
    private readonly sessions: Sessions,
    private readonly activationCodes: ActivationCodes,
  ) {}

  /** Closes the account, voids its activation code and ends every session. Throws PERSON_NOT_FOUND, FORBIDDEN, OWN_AUTHORITY,
   *  ROLE_RESERVED, APPOINTED_FROM_ABOVE. */
  async execute(actor: Actor, personId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const roles = await this.authority.rolesOf(tx, personId);
      this.authority.assertMayHandle(actor, personId, roles);
      const disabled = await tx.execute(
        'UPDATE person SET disabled_at = UTC_TIMESTAMP(3) WHERE id = ? AND disabled_at IS NULL',
        [personId],
      );
      if (disabled === 0) throw PersonNotFound();
      await this.activationCodes.revoke(tx, personId);
      await this.sessions.endOthers(tx, personId, null);
      await this.changes.record(tx, PersonDisabled, actor, personId, presentRole(roles)!);
      return { id: personId };
    });
  }

  /** Reopens a closed account, unless its personal data is erased. Password and roles stay the same; sessions, codes and
   *  what was released at the closing are not restored. Throws what `execute` throws. */
  async reopen(actor: Actor, personId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const roles = await this.authority.lockRoles(tx, personId, { mayBeDisabled: true });
      this.authority.assertMayHandle(actor, personId, roles);
      const reopened = await tx.execute(
        'UPDATE person SET disabled_at = NULL WHERE id = ? AND disabled_at IS NOT NULL AND erased_at IS NULL',
        [personId],
      );
      if (reopened === 0) throw PersonNotFound();
      await this.changes.record(tx, PersonReopened, actor, personId, presentRole(roles)!);
      return { id: personId };
    });
  }
}
