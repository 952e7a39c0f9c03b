import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SELF, CurrentActor, Idempotent, PageQuery, ReasonBody, Requires, type Actor } from '#libs/platform';
import { SERVICE_REVERSE, WishServiceAnswer } from '#libs/volunteers';
import { ConfirmWish } from './confirm-wish.js';
import { dangerWords } from './danger.policy.js';
import { LookUpResident } from './look-up-resident.js';
import { PublishWish } from './publish-wish.js';
import { SPEND_REQUEST, SpendFormBody, SpendIdAnswer, SpendRequestIdParam } from '#libs/funds';
import { RequestSpend } from './request-spend.js';
import { RescueWish } from './rescue-wish.js';
import { ReviewWish } from './review-wish.js';
import { SimilarWishes } from './similar-wishes.js';
import { SubmitWish } from './submit-wish.js';
import { ViewContact } from './view-contact.js';
import {
  ContactAnswer,
  ContactViewsAnswer,
  DangerWordsAnswer,
  LikelyAnswer,
  OverviewAnswer,
  ResidentLookedUpAnswer,
  SubmittedWishAnswer,
  TextCheckAnswer,
  TimelineAnswer,
  WishCardsAnswer,
  WishDetail,
  WishPage,
  WishStepAnswer,
} from './wish-answers.dto.js';
import {
  CompanionsQuery,
  ConfirmBody,
  LikelyBody,
  LookUpResidentBody,
  MergeBody,
  PublishBody,
  ResubmitBody,
  SubmitWishBody,
  TeamBody,
  TextCheckBody,
  TransferBody,
  WidenBody,
  WishIdParam,
  WishesQuery,
} from './wishes.dto.js';
import { WishesQueries } from './wishes.queries.js';
import { CONTACT_VIEW, WISH_OWN, WISH_READ, WISH_REVIEW, WISH_SUBMIT, WISH_VERIFY } from './wishes.permissions.js';
import { REPORT_READ } from '#libs/identity';

@ApiTags('wishes')
@Controller()
export class WishesController {
  constructor(
    private readonly submitWish: SubmitWish,
    private readonly similarWishes: SimilarWishes,
    private readonly review: ReviewWish,
    private readonly rescue: RescueWish,
    private readonly publishWish: PublishWish,
    private readonly confirmWish: ConfirmWish,
    private readonly viewContact: ViewContact,
    private readonly requestSpend: RequestSpend,
    private readonly lookUpResident: LookUpResident,
    private readonly queries: WishesQueries,
  ) {}

  /** Tells a wish, or keeps it as a draft. Words of danger are answered with the number to call. */
  @Post('wishes')
  @Requires(WISH_SUBMIT)
  @Idempotent()
  submit(@CurrentActor() actor: Actor, @Body() body: SubmitWishBody): Promise<SubmittedWishAnswer> {
    const { beneficiary, ...input } = body;
    const { name, phone, address = null, hardship = null, age = null } = beneficiary;
    return this.submitWish.execute(actor, { ...input, beneficiary: { name, phone, address, hardship, age } });
  }

  /** Wishes of one's units, newest first; masked. */
  @Get('wishes')
  @Requires(WISH_READ)
  list(@CurrentActor() actor: Actor, @Query() query: WishesQuery): Promise<WishPage> {
    return this.queries.list(actor, query);
  }

  /** Wishes that one told, or that are for one's own telephone where one is a resident. */
  @Get('me/wishes')
  @Requires(WISH_OWN)
  own(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<WishPage> {
    return this.queries.own(actor, query);
  }

  /** Figures over one's units. */
  @Get('overview')
  @Requires(REPORT_READ)
  overview(@CurrentActor() actor: Actor): Promise<OverviewAnswer> {
    return this.queries.overview(actor);
  }

  /** Wishes of a community that say nearly the same, asked while a wish is typed. Residents compare with published wishes
   *  and their own, by the text alone; the telephone counts for staff of the community only. Staff may ask 60 times an
   *  hour, others 20 times; what staff see before its review is recorded. */
  @Post('wishes/likely')
  @HttpCode(200)
  @Requires(WISH_SUBMIT)
  async likely(@CurrentActor() actor: Actor, @Body() body: LikelyBody): Promise<LikelyAnswer> {
    const { unitId, need, phone = null } = body;
    return { items: await this.similarWishes.find(actor, { unitId, need, phone }) };
  }

  /** Words that must not wait in a form, for devices that work without a signal. */
  @Get('wishes/danger-words')
  @Requires(WISH_SUBMIT)
  dangers(): DangerWordsAnswer {
    return { items: dangerWords() };
  }

  /** Who is known under a telephone in a community: asked at the door, recorded as a showing of personal data. */
  @Post('residents/lookup')
  @HttpCode(200)
  @Requires(CONTACT_VIEW)
  async lookUp(@CurrentActor() actor: Actor, @Body() body: LookUpResidentBody): Promise<ResidentLookedUpAnswer> {
    return { items: await this.lookUpResident.execute(actor, body) };
  }

  @Get('wishes/:wishId')
  @Requires(SELF)
  get(@CurrentActor() actor: Actor, @Param() { wishId }: WishIdParam): Promise<WishDetail> {
    return this.queries.detail(actor, wishId);
  }

  /** What happened to a wish, oldest first. */
  @Get('wishes/:wishId/events')
  @Requires(SELF)
  async events(@CurrentActor() actor: Actor, @Param() { wishId }: WishIdParam): Promise<TimelineAnswer> {
    const events = await this.queries.timeline(actor, wishId);
    return {
      items: events.map(({ id, name, actorId, visibility, data, occurredAt }) => ({
        id,
        name,
        actorId,
        visibility,
        data,
        occurredAt,
      })),
    };
  }

  /** Sends in a draft, or a wish that came back. */
  @Post('wishes/:wishId/submission')
  @HttpCode(200)
  @Requires(WISH_SUBMIT)
  @Idempotent()
  resubmit(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ResubmitBody,
  ): Promise<WishStepAnswer> {
    return this.submitWish.resubmit(actor, wishId, body);
  }

  /** The grid worker has checked person, telephone and need. */
  @Post('wishes/:wishId/verification')
  @HttpCode(200)
  @Requires(WISH_VERIFY)
  @Idempotent()
  verify(@CurrentActor() actor: Actor, @Param() { wishId }: WishIdParam): Promise<WishStepAnswer> {
    return this.review.verify(actor, wishId);
  }

  /** Back to whoever told it, with what is missing. */
  @Post('wishes/:wishId/return')
  @HttpCode(200)
  @Requires(WISH_READ)
  @Idempotent()
  return(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ReasonBody,
  ): Promise<WishStepAnswer> {
    return this.review.return(actor, wishId, body.reason);
  }

  /** What in a text for the public looks like personal data: asked while it is reviewed. Changes nothing. */
  @Post('wishes/:wishId/text-check')
  @HttpCode(200)
  @Requires(WISH_REVIEW)
  async checkText(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() { text }: TextCheckBody,
  ): Promise<TextCheckAnswer> {
    const { findings, suggestion } = await this.publishWish.check(actor, wishId, text);
    return { findings: findings.map(({ source: _, ...finding }) => finding), suggestion };
  }

  /** Opens a wish to volunteers; its public text has been looked at. */
  @Post('wishes/:wishId/publication')
  @HttpCode(200)
  @Requires(WISH_REVIEW)
  @Idempotent()
  publish(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: PublishBody,
  ): Promise<WishStepAnswer> {
    return this.publishWish.execute(actor, wishId, body);
  }

  @Post('wishes/:wishId/rejection')
  @HttpCode(200)
  @Requires(WISH_REVIEW)
  @Idempotent()
  reject(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ReasonBody,
  ): Promise<WishStepAnswer> {
    return this.review.reject(actor, wishId, body.reason);
  }

  /** Hands a wish to a welfare policy, a micro-project, the direct line or a charity. */
  @Post('wishes/:wishId/transfer')
  @HttpCode(200)
  @Requires(WISH_REVIEW)
  @Idempotent()
  transfer(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: TransferBody,
  ): Promise<WishStepAnswer> {
    return this.review.transfer(actor, wishId, body);
  }

  /** Shows an open wish farther away at once. */
  @Post('wishes/:wishId/widening')
  @HttpCode(200)
  @Requires(WISH_REVIEW)
  @Idempotent()
  widen(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() { to }: WidenBody,
  ): Promise<WishStepAnswer> {
    return this.rescue.widen(actor, wishId, to);
  }

  /** Asks for a team: more helpers for an open wish. */
  @Post('wishes/:wishId/team')
  @HttpCode(200)
  @Requires(WISH_REVIEW)
  @Idempotent()
  askForTeam(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() { helpersNeeded }: TeamBody,
  ): Promise<WishStepAnswer> {
    return this.rescue.askForTeam(actor, wishId, helpersNeeded);
  }

  /** Two wishes that say the same become one. */
  @Post('wishes/:wishId/merge')
  @HttpCode(200)
  @Requires(WISH_READ)
  @Idempotent()
  merge(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: MergeBody,
  ): Promise<WishStepAnswer> {
    return this.review.merge(actor, wishId, body.intoId);
  }

  /** Withdraws a wish: the one who asked at any time, staff with a reason. */
  @Post('wishes/:wishId/cancellation')
  @HttpCode(200)
  @Requires(WISH_SUBMIT)
  @Idempotent()
  cancel(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ReasonBody,
  ): Promise<WishStepAnswer> {
    return this.review.cancel(actor, wishId, body.reason);
  }

  /** The resident's judgement, or a return visit by somebody who did not do the work. `no` re-opens. */
  @Post('wishes/:wishId/confirmation')
  @HttpCode(200)
  @Requires(SELF)
  @Idempotent()
  confirm(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ConfirmBody,
  ): Promise<WishStepAnswer> {
    return this.confirmWish.confirm(actor, wishId, body);
  }

  /** It was not solved after all. */
  @Post('wishes/:wishId/reopening')
  @HttpCode(200)
  @Requires(SELF)
  @Idempotent()
  reopen(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ReasonBody,
  ): Promise<WishStepAnswer> {
    return this.confirmWish.reopen(actor, wishId, body.reason);
  }

  /** Shows name, telephone and address, and records that they were shown. */
  @Post('wishes/:wishId/contact-views')
  @HttpCode(200)
  @Requires(SELF)
  contact(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ReasonBody,
  ): Promise<ContactAnswer> {
    return this.viewContact.execute(actor, wishId, body.reason);
  }

  /** Who has looked at the contact details. */
  @Get('wishes/:wishId/contact-views')
  @Requires(SELF)
  async contactViews(@CurrentActor() actor: Actor, @Param() { wishId }: WishIdParam): Promise<ContactViewsAnswer> {
    return { items: await this.queries.contactViews(actor, wishId) };
  }

  /** Hours of service that were confirmed for a wish. */
  @Get('wishes/:wishId/service-entries')
  @Requires(SERVICE_REVERSE)
  async service(@CurrentActor() actor: Actor, @Param() { wishId }: WishIdParam): Promise<WishServiceAnswer> {
    return { items: await this.queries.serviceOf(actor, wishId) };
  }

  /** Asks the community's fund to pay for a wish, or for several together. */
  @Post('wishes/:wishId/spend-requests')
  @Requires(SPEND_REQUEST)
  @Idempotent()
  spend(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: SpendFormBody,
  ): Promise<SpendIdAnswer> {
    return this.requestSpend.execute(actor, wishId, body);
  }

  /** Wishes that money can be asked for together with this one: those about the same first, at most 30. */
  @Get('wishes/:wishId/spend-companions')
  @Requires(SPEND_REQUEST)
  async companions(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Query() query: CompanionsQuery,
  ): Promise<WishCardsAnswer> {
    return { items: await this.queries.companions(actor, wishId, query) };
  }

  /** A draft filled in further, or a new version of a request that came back. */
  @Post('spend-requests/:spendRequestId/versions')
  @HttpCode(200)
  @Requires(SPEND_REQUEST)
  @Idempotent()
  reviseSpend(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: SpendFormBody,
  ): Promise<SpendIdAnswer> {
    return this.requestSpend.revise(actor, spendRequestId, body);
  }
}
