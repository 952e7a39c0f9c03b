import { Module } from '@nestjs/common';
import { FundsModule } from '#libs/funds';
import { VolunteersModule } from '#libs/volunteers';
import { WishesModule } from '#libs/wishes';
import { ExplainMatch } from './score/explain-match.js';
import { VolunteerOffboarding } from './volunteer-offboarding.js';
import { FeedQueries } from './feed/feed.queries.js';
import { AnswerInvitation } from './invitation/answer-invitation.js';
import { InvitationsController } from './invitation/invitations.controller.js';
import { InvitationsQueries } from './invitation/invitations.queries.js';
import { Invite } from './invitation/invite.js';
import { MatchPolicies } from './score/match-policies.js';
import { MatchFacts } from './score/match-facts.js';
import { MatchingController } from './matching.controller.js';
import { RequestPlan } from './plan/request-plan.js';
import { ComputePlan } from './plan/compute-plan.js';
import { EditPlan } from './plan/edit-plan.js';
import { Plans } from './plan/plans.js';
import { PlansController } from './plan/plans.controller.js';
import { PlansQueries } from './plan/plans.queries.js';
import { NeedRadar } from './radar/need-radar.js';
import { RadarController } from './radar/radar.controller.js';
import { RescueQueries } from './feed/rescue.queries.js';
import { SendPlan } from './plan/send-plan.js';

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
    VolunteerOffboarding,
    ...PLAN,
    ...INVITATION,
  ],
  exports: [
    MatchPolicies,
    ExplainMatch,
    FeedQueries,
    RescueQueries,
    NeedRadar,
    VolunteerOffboarding,
    ...PLAN,
    ...INVITATION,
  ],
})
export class MatchingModule {}

@Module({
  imports: [MatchingModule],
  controllers: [MatchingController, PlansController, InvitationsController, RadarController],
})
export class MatchingHttpModule {}
