import { Injectable } from '@nestjs/common';
import { Transactions, type Actor, type Row } from '#libs/platform';
import { WishesQueries } from '#libs/wishes';
import { matchOf } from '../score/match-reasons.js';
import { MatchFacts } from '../score/match-facts.js';
import { MatchPolicies } from '../score/match-policies.js';
import { score } from '../score/score.js';
import type { InvitationResponse } from './invitation.dto.js';
import type { Invitation } from './invitation.entity.js';
import { invitationStepsFor } from './invitation-steps.js';

const MOST = 50;

/** A volunteer's own invitations. */
@Injectable()
export class InvitationsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly facts: MatchFacts,
    private readonly wishes: WishesQueries,
    private readonly policies: MatchPolicies,
  ) {}

  /** Invitations that wait for an answer, the earliest `answerBy` first. */
  async open(actor: Actor): Promise<InvitationResponse[]> {
    const rows = await this.transactions.rows<
      Row<Invitation, 'id' | 'wishId' | 'volunteerId' | 'status' | 'sentAt' | 'answerBy'>
    >(
      `SELECT id, wish_id, volunteer_id, status, sent_at, answer_by FROM invitation WHERE volunteer_id = ? AND status = 'open' ORDER BY answer_by, id LIMIT ${MOST}`,
      [actor.personId],
    );
    const ids = rows.map(({ wishId }) => wishId);
    const [cards, wishes, volunteers, policy] = await Promise.all([
      this.wishes.cards(ids),
      this.facts.ofWishes(this.transactions, ids),
      this.facts.ofVolunteers(this.transactions, ids.length > 0 ? [actor.personId] : []),
      this.policies.weights(this.transactions),
    ]);
    const volunteer = volunteers.get(actor.personId);
    const now = new Date();
    return rows.flatMap(({ wishId, volunteerId, status, ...row }) => {
      const [card, wish] = [cards.find(({ id }) => id === wishId), wishes.get(wishId)];
      if (!card || !wish || !volunteer) return [];
      const match = matchOf(score(policy, volunteer, wish, now));
      const allowedSteps = invitationStepsFor({ volunteerId, status }, match.blockers, actor);
      return { ...row, ...match, wish: card, allowedSteps };
    });
  }
}
