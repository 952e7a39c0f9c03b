import { Injectable } from '@nestjs/common';
import { Transactions, isDuplicateOf, newId, type Actor } from '#libs/platform';
import { Access, type Role } from '#libs/identity';
import { SpendPause } from './spend-pause.entity.js';
import { SpendStore } from './spend-store.js';
import { FourEyes, NotYourPause, SpendNotPaused, SpendIsPaused, SpendRequestNotFound } from './spend.errors.js';
import { SpendPaused, SpendResumed } from '../funds.events.js';
import { SPEND_PAUSE } from '../funds.permissions.js';

/** The roles that may pause. When a person holds several, the first in this list is recorded. */
const PAUSERS: readonly Role[] = SPEND_PAUSE.roles;
/** Roles that may lift every pause. */
const ABOVE_ALL: ReadonlySet<Role> = new Set(['district_officer', 'auditor']);
const rolesAt = (actor: Actor, unitPath: string): Role[] =>
  PAUSERS.filter((role) => actor.grants.some((grant) => grant.role === role && unitPath.startsWith(grant.path)));

/** Whether the actor may lift a pause: as the role that paused it, or as one of `ABOVE_ALL`. Older pauses do not record the
 *  role; any supervisor may lift those. */
export const liftsPauseOf = (actor: Actor, unitPath: string, pausedAs: Role | null): boolean =>
  rolesAt(actor, unitPath).some((role) => pausedAs === null || role === pausedAs || ABOVE_ALL.has(role));

/** Supervisors may pause a request before its next signature, contract or payment, with a reason, and resume it. */
@Injectable()
export class PauseSpend {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly store: SpendStore,
  ) {}

  /** Throws SPEND_PAUSED when the request is already paused, SPEND_REQUEST_STATE. */
  async pause(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, { permission: SPEND_PAUSE, step: 'pause' });
      const said = (await this.store.said(tx, request, reason)).slice(0, 300);
      try {
        await tx.insert(SpendPause, {
          id: newId(),
          spendRequestId: requestId,
          reason: said,
          pausedBy: actor.personId,
          pausedAt: await tx.now(),
          pausedAs: rolesAt(actor, request.unitPath)[0]!,
        });
      } catch (error) {
        throw isDuplicateOf(error, 'uq_pause_open') ? SpendIsPaused({ reason: said }) : error;
      }
      await this.store.record(tx, SpendPaused, request, actor.personId);
      return { id: requestId };
    });
  }

  /** Throws SPEND_NOT_PAUSED, FOUR_EYES when the actor has a part in the request, NOT_YOUR_PAUSE. */
  async resume(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.load(tx, requestId);
      this.access.require(actor, SPEND_PAUSE, request.unitPath, SpendRequestNotFound);
      const pause = await tx.row<{ pausedAs: Role | null }>(
        'SELECT paused_as FROM spend_pause WHERE open_request_id = ?',
        [requestId],
      );
      if (!pause) throw SpendNotPaused();
      const hand = 'SELECT 1 FROM spend_hand WHERE spend_request_id = ? AND person_id = ?';
      if (await tx.row(hand, [requestId, actor.personId])) throw FourEyes();
      if (!liftsPauseOf(actor, request.unitPath, pause.pausedAs)) throw NotYourPause();
      await tx.execute(
        'UPDATE spend_pause SET lift_reason = ?, lifted_by = ?, lifted_at = ? WHERE open_request_id = ?',
        [(await this.store.said(tx, request, reason)).slice(0, 300), actor.personId, await tx.now(), requestId],
      );
      await this.store.record(tx, SpendResumed, request, actor.personId);
      return { id: requestId };
    });
  }
}
