import { Injectable } from '@nestjs/common';
import { OnEvent, Transactions, type Actor, type RecordedEvent, type Tx } from '#libs/platform';
import { PersonDisabled, RoleRevoked, isVolunteer } from '#libs/identity';
import { CLAIMS, QuestionStore, ReleaseClaim } from '#libs/wishes';
import { AnswerInvitation } from './invitation/answer-invitation.js';

/** Cleans up when a person stops being a volunteer, by their own choice or by an office's. Releases their claims for others,
 *  passes their invitations to the next candidates and withdraws their open questions. Completed work stays. */
@Injectable()
export class VolunteerOffboarding {
  constructor(
    private readonly transactions: Transactions,
    private readonly releaseClaim: ReleaseClaim,
    private readonly invitations: AnswerInvitation,
    private readonly questions: QuestionStore,
  ) {}

  /** Counts the claims and invitations that leaving would cancel. */
  async preview(actor: Actor): Promise<{ claims: number; invitations: number }> {
    const row = await this.transactions.row<Record<'claims' | 'invitations', number>>(
      `SELECT (SELECT COUNT(*) FROM ${CLAIMS} WHERE c.active_volunteer = ?) AS claims,
         (SELECT COUNT(*) FROM invitation WHERE volunteer_id = ? AND status = 'open') AS invitations`,
      [actor.personId, actor.personId],
    );
    return { claims: Number(row?.claims ?? 0), invitations: Number(row?.invitations ?? 0) };
  }

  /** Handles a revoked role or a disabled account. Does nothing while the person is still a volunteer somewhere. */
  @OnEvent([RoleRevoked, PersonDisabled], { name: 'matching.farewell' })
  async onVolunteerLeft(tx: Tx, { subjectId: personId }: Pick<RecordedEvent, 'subjectId'>): Promise<void> {
    if (await isVolunteer(tx, personId)) return;
    await this.releaseClaim.ofVolunteer(tx, personId, 'no longer a volunteer');
    await this.invitations.declineAll(tx, personId);
    await this.questions.withdrawOfPerson(tx, personId);
  }
}
