import { Injectable } from '@nestjs/common';
import {
  Events,
  HandlesJob,
  Jobs,
  OnEvent,
  Transactions,
  addDays,
  shanghaiDay,
  shanghaiInstant,
  type Actor,
  type DueJob,
  type RecordedEvent,
  type Tx,
} from '#libs/platform';
import { ClaimWish, ENDS_CLAIMING, WishClaimed, CLAIMS, WISHES } from '#libs/wishes';
import { Invitation as InvitationTable } from './invitation.entity.js';
import { Invite } from './invite.js';
import { InvitationAccepted, InvitationDeclined, InvitationLapsed, InvitationWithdrawn } from '../matching.events.js';
import { INVITATION_ANSWER_DUE } from '../matching.deadlines.js';
import type { InvitationEnd, InvitationStatus } from './invitation-codes.js';
import { InvitationNotFound, answerRefusal } from './invitation-steps.js';

/** The promise of a volunteer who accepts without naming a time: in 7 days, by 18:00. */
const USUAL_PROMISE = { days: 7, minutes: 18 * 60 };

const ENDING_EVENTS = {
  accepted: InvitationAccepted,
  declined: InvitationDeclined,
  lapsed: InvitationLapsed,
  withdrawn: InvitationWithdrawn,
} as const satisfies Record<InvitationEnd, unknown>;
interface Invitation {
  id: string;
  planId: string;
  wishId: string;
  volunteerId: string;
  status: InvitationStatus;
}

/** Ends invitations. An accepted one becomes an ordinary claim; a declined or expired one passes to the next candidate. */
@Injectable()
export class AnswerInvitation {
  constructor(
    private readonly transactions: Transactions,
    private readonly claimWish: ClaimWish,
    private readonly invite: Invite,
    private readonly jobs: Jobs,
    private readonly events: Events,
  ) {}

  /** Accepts an invitation of the actor. Throws INVITATION_NOT_FOUND, INVITATION_ENDED, and what `ClaimWish.byInvitation`
   *  throws. */
  async accept(actor: Actor, invitationId: string, promisedAt?: Date): Promise<{ id: string; claimId: string }> {
    return this.transactions.command(actor, async (tx) => {
      const invitation = await this.own(tx, actor, invitationId);
      const now = await tx.now();
      const usual = shanghaiInstant(addDays(shanghaiDay(now), USUAL_PROMISE.days), USUAL_PROMISE.minutes);
      await this.end(tx, invitation, 'accepted');
      const claim = await this.claimWish.byInvitation(tx, actor, invitation.wishId, promisedAt ?? usual);
      await tx.update(InvitationTable, invitationId, { claimId: claim.id });
      return { id: invitationId, claimId: claim.id };
    });
  }

  /** Throws INVITATION_NOT_FOUND, INVITATION_ENDED. */
  async decline(actor: Actor, invitationId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const invitation = await this.own(tx, actor, invitationId);
      await this.end(tx, invitation, 'declined');
      await this.invite.next(tx, invitation);
      return { id: invitationId };
    });
  }

  /** Declines all open invitations of a person who is no longer a volunteer. */
  async declineAll(tx: Tx, volunteerId: string): Promise<void> {
    const open = await tx.rows<Invitation>(`${SELECT} WHERE volunteer_id = ? AND status = 'open' FOR UPDATE`, [
      volunteerId,
    ]);
    for (const invitation of open) {
      await this.end(tx, invitation, 'declined');
      await this.invite.next(tx, invitation);
    }
  }

  /** Expires an invitation that was not answered in time, and invites the next candidate. */
  @HandlesJob(INVITATION_ANSWER_DUE.name)
  async lapse(tx: Tx, { subjectId: invitationId }: DueJob): Promise<void> {
    const invitation = await this.lock(tx, invitationId);
    if (invitation?.status !== 'open') return;
    await this.end(tx, invitation, 'lapsed');
    await this.invite.next(tx, invitation);
  }

  /** Updates the invitations of a wish that was claimed or has ended. The claimant's own open invitation counts as accepted.
   *  When the wish is no longer open, all other open invitations are withdrawn. */
  @OnEvent(ENDS_CLAIMING, { name: 'matching' })
  async onWishTaken(tx: Tx, event: RecordedEvent<object>): Promise<void> {
    const { subjectId: wishId } = event;
    const claimId = WishClaimed.is(event) ? event.data.claimId : '';
    const own = await tx.row<Invitation>(
      `${SELECT} WHERE wish_id = ? AND status = 'open' AND volunteer_id = (SELECT c.volunteer_id FROM ${CLAIMS} WHERE c.id = ?) FOR UPDATE`,
      [wishId, claimId],
    );
    if (own) {
      await this.end(tx, own, 'accepted');
      await tx.update(InvitationTable, own.id, { claimId });
    }
    const isOpen = await tx.row(`SELECT 1 FROM ${WISHES} WHERE w.id = ? AND w.status = 'open'`, [wishId]);
    if (isOpen) return;
    const open = await tx.rows<Invitation>(`${SELECT} WHERE wish_id = ? AND status = 'open' FOR UPDATE`, [wishId]);
    for (const invitation of open) await this.end(tx, invitation, 'withdrawn');
  }

  private async own(tx: Tx, actor: Actor, invitationId: string): Promise<Invitation> {
    const invitation = await this.lock(tx, invitationId);
    if (!invitation) throw InvitationNotFound();
    const refusal = answerRefusal(invitation, actor);
    if (refusal) throw refusal;
    return invitation;
  }

  private lock(tx: Tx, invitationId: string): Promise<Invitation | undefined> {
    return tx.row<Invitation>(`${SELECT} WHERE id = ? FOR UPDATE`, [invitationId]);
  }

  private async end(tx: Tx, { id, wishId }: Invitation, as: InvitationEnd): Promise<void> {
    await tx.update(InvitationTable, id, { status: as, answeredAt: await tx.now() });
    await this.jobs.cancel(tx, id, [INVITATION_ANSWER_DUE.name]);
    const wish = await tx.row<{ unitId: string }>(`SELECT w.unit_id FROM ${WISHES} WHERE w.id = ?`, [wishId]);
    const about = { unitId: wish!.unitId, subjectId: wishId, actorId: null };
    await this.events.record(tx, ENDING_EVENTS[as]({ ...about, data: { invitationId: id } }));
  }
}

const SELECT = 'SELECT id, plan_id, wish_id, volunteer_id, status FROM invitation';
