import './matching.constraints.js';
import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountErasure, JobRegistry, PersonalDataExport } from '#libs/platform';
import { FundsModule } from '#libs/funds';
import { PersonDisabled, RoleRevoked } from '#libs/identity';
import { VolunteersModule } from '#libs/volunteers';
import { WishesModule, ENDS_CLAIMING } from '#libs/wishes';
import { ExplainMatch } from './explain-match.js';
import { Farewell } from './farewell.js';
import { FeedQueries } from './feed.queries.js';
import { AnswerInvitation } from './invitation/answer-invitation.js';
import { InvitationsController } from './invitation/invitations.controller.js';
import { InvitationsQueries } from './invitation/invitations.queries.js';
import { Invite } from './invitation/invite.js';
import { MatchPolicies } from './match-policies.js';
import { MatchFacts } from './match-facts.js';
import { MatchingController } from './matching.controller.js';
import { matchingOfAccount } from './matching.personal-data.js';
import { RequestPlan, COMPUTE_PLAN } from './plan/ask-for-plan.js';
import { ComputePlan } from './plan/compute-plan.js';
import { EditPlan } from './plan/edit-plan.js';
import { Plans } from './plan/plans.js';
import { PlansController } from './plan/plans.controller.js';
import { PlansQueries } from './plan/plans.queries.js';
import { NeedRadar, SCAN_NEEDS } from './radar/need-radar.js';
import { RadarController } from './radar/radar.controller.js';
import { RescueQueries } from './rescue.queries.js';
import { SEND_PLAN, SendPlan } from './plan/send-plan.js';
import { INVITATION_ANSWER_DUE } from './matching.deadlines.js';

export { matchingContract } from './matching.contract.js';
export * from './matching.permissions.js';
export { InvitationsExhausted, VolunteerInvited } from './matching.events.js';
export { benchMatching } from './bench/match-bench.js';
export { ExplainMatch } from './explain-match.js';

const PLAN = [Plans, RequestPlan, ComputePlan, EditPlan, SendPlan, PlansQueries];
const INVITATION = [Invite, AnswerInvitation, InvitationsQueries];

/** Matches volunteers with wishes. */
@Module({
  imports: [FundsModule, VolunteersModule, WishesModule],
  providers: [
    MatchFacts,
    MatchPolicies,
    ExplainMatch,
    FeedQueries,
    RescueQueries,
    NeedRadar,
    Farewell,
    ...PLAN,
    ...INVITATION,
  ],
  exports: [MatchPolicies, ExplainMatch, FeedQueries, RescueQueries, NeedRadar, Farewell, ...PLAN, ...INVITATION],
})
export class MatchingModule implements OnModuleInit {
  constructor(private readonly accounts: AccountErasure) {}

  onModuleInit(): void {
    this.accounts.add('matching', matchingOfAccount);
  }
}

@Module({
  imports: [MatchingModule],
  controllers: [MatchingController, PlansController, InvitationsController, RadarController],
})
export class MatchingHttpModule implements OnModuleInit {
  constructor(private readonly data: PersonalDataExport) {}

  onModuleInit(): void {
    this.data.add('invitations', (reader, personId) =>
      reader.rows(
        `SELECT w.code AS wish, i.status, i.sent_at, i.answered_at FROM invitation i JOIN wish w ON w.id = i.wish_id
         WHERE i.volunteer_id = ? ORDER BY i.id`,
        [personId],
      ),
    );
  }
}

/** Jobs and event handlers: compute and send plans, scan needs, expire or withdraw invitations, clean up after leaving. */
@Module({ imports: [MatchingModule] })
export class MatchingJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly compute: ComputePlan,
    private readonly send: SendPlan,
    private readonly answer: AnswerInvitation,
    private readonly radar: NeedRadar,
    private readonly farewell: Farewell,
  ) {}

  onModuleInit(): void {
    this.registry.onLong(COMPUTE_PLAN, (job, keepAlive) => this.compute.run(job, keepAlive));
    this.registry.onLong(SEND_PLAN, (job, keepAlive) => this.send.run(job, keepAlive));
    this.registry.onLong(SCAN_NEEDS, (job, keepAlive) => this.radar.run(job, keepAlive));
    this.registry.on(INVITATION_ANSWER_DUE.name, (tx, { subjectId }) => this.answer.lapse(tx, subjectId));
    this.registry.listen('matching.farewell', [RoleRevoked, PersonDisabled], (tx, event) =>
      this.farewell.said(tx, event),
    );
    this.registry.listen('matching', ENDS_CLAIMING, (tx, event) => this.answer.onWishTaken(tx, event));
  }
}
