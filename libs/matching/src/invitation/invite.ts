import { Injectable } from '@nestjs/common';
import { Deadlines, Events, Jobs, newId, type Tx } from '#libs/platform';
import { CLAIMS, WISHES } from '#libs/wishes';
import { MatchFacts } from '../score/match-facts.js';
import { MatchPolicies } from '../score/match-policies.js';
import { score } from '../score/score.js';
import { InvitationsExhausted, VolunteerInvited } from '../matching.events.js';
import { INVITATION_ANSWER_DUE } from '../matching.deadlines.js';

interface WishFacts {
  id: string;
  unitId: string;
  places: number;
}

/** Invites volunteers to a wish, never more than it has free places. */
@Injectable()
export class Invite {
  constructor(
    private readonly facts: MatchFacts,
    private readonly policies: MatchPolicies,
    private readonly deadlines: Deadlines,
    private readonly jobs: Jobs,
    private readonly events: Events,
  ) {}

  /** Invites one volunteer. Returns false when the wish is no longer open, when its places are taken or promised, or when
   *  the volunteer has already been invited or has claimed it. */
  async one(tx: Tx, to: { planId: string; wishId: string; volunteerId: string }): Promise<boolean> {
    const wish = await this.lock(tx, to.wishId);
    return wish !== undefined && wish.places > 0 && this.send(tx, wish, to.planId, to.volunteerId);
  }

  /** Invites the best candidate of a plan who has not been invited and has no blocker. If none is left, records
   *  InvitationsExhausted, which notifies the secretary. */
  async next(tx: Tx, { planId, wishId }: { planId: string; wishId: string }): Promise<void> {
    const wish = await this.lock(tx, wishId);
    if (!wish || wish.places <= 0) return;
    for (const volunteerId of await this.left(tx, planId, wishId))
      if (await this.send(tx, wish, planId, volunteerId)) return;
    await this.events.record(
      tx,
      InvitationsExhausted({ unitId: wish.unitId, subjectId: wishId, actorId: null, data: { planId } }),
    );
  }

  /** Locks the wish, so that two concurrent calls do not invite for the same place. */
  private lock(tx: Tx, wishId: string): Promise<WishFacts | undefined> {
    return tx.row<WishFacts>(
      `SELECT id, unit_id, CAST(helpers_needed AS SIGNED) - places_taken
         - (SELECT COUNT(*) FROM invitation i WHERE i.wish_id = w.id AND i.status = 'open') AS places
       FROM ${WISHES} WHERE id = ? AND status = 'open' FOR UPDATE`,
      [wishId],
    );
  }

  /** Candidates who have not been invited and have no blocker now, best first. */
  private async left(tx: Tx, planId: string, wishId: string): Promise<string[]> {
    const planned = await tx.row<{ candidates: string }>(
      'SELECT candidates FROM plan_wish WHERE plan_id = ? AND wish_id = ?',
      [planId, wishId],
    );
    const asked = await tx.rows<{ volunteerId: string }>(
      'SELECT volunteer_id FROM invitation WHERE plan_id = ? AND wish_id = ?',
      [planId, wishId],
    );
    const candidates = (JSON.parse(planned?.candidates ?? '[]') as string[]).filter(
      (id) => !asked.some(({ volunteerId }) => volunteerId === id),
    );
    const volunteers = await this.facts.ofVolunteers(tx, candidates, { asPlanned: true });
    const wish = (await this.facts.ofWishes(tx, [wishId])).get(wishId);
    const policy = await this.policies.weights(tx);
    const now = await tx.now();
    return candidates.filter((id) => {
      const volunteer = volunteers.get(id);
      return volunteer && wish && score(policy, volunteer, wish, now).blockers.length === 0;
    });
  }

  private async send(tx: Tx, wish: WishFacts, planId: string, volunteerId: string): Promise<boolean> {
    const hasClaimed = await tx.row(`SELECT 1 FROM ${CLAIMS} WHERE c.wish_id = ? AND c.active_volunteer = ?`, [
      wish.id,
      volunteerId,
    ]);
    if (hasClaimed) return false;
    const id = newId();
    const answerBy = await this.deadlines.dueAt(tx, INVITATION_ANSWER_DUE);
    const sent = await tx.execute(
      `INSERT IGNORE INTO invitation (id, plan_id, wish_id, volunteer_id, status, sent_at, answer_by) VALUES (?,?,?,?,'open',?,?)`,
      [id, planId, wish.id, volunteerId, await tx.now(), answerBy],
    );
    if (sent === 0) return false; // already invited
    await this.jobs.schedule(tx, { kind: INVITATION_ANSWER_DUE.name, subjectId: id, dueAt: answerBy });
    await this.events.record(
      tx,
      VolunteerInvited({ unitId: wish.unitId, subjectId: wish.id, actorId: null, data: { invitationId: id } }),
    );
    return true;
  }
}
