import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SELF, CurrentActor, Idempotent, PageQuery, ReasonBody, Requires, type Actor } from '#libs/platform';
import { SERVICE_REVERSE, WishServiceResponse } from '#libs/volunteers';
import { ConfirmWish } from './confirm-wish.js';
import { dangerWords } from './danger.policy.js';
import { LookUpResident } from '../resident/look-up-resident.js';
import { PublishWish } from './publish-wish.js';
import { WidenWish } from './widen-wish.js';
import { ReviewWish } from './review-wish.js';
import { SimilarWishes } from '../duplicates/similar-wishes.js';
import { SubmitWish } from './submit-wish.js';
import { ViewContact } from '../resident/view-contact.js';
import {
  ContactResponse,
  ContactViewsResponse,
  DangerWordsResponse,
  DuplicatesResponse,
  OverviewResponse,
  ResidentLookedUpResponse,
  SubmittedWishResponse,
  TextCheckResponse,
  TimelineResponse,
  WishDetail,
  WishPage,
  WishStepResponse,
} from './wish-answers.dto.js';
import {
  ConfirmBody,
  DuplicatesBody,
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
import { CONTACT_VIEW, WISH_OWN, WISH_READ, WISH_REVIEW, WISH_SUBMIT, WISH_VERIFY } from '../wishes.permissions.js';
import { REPORT_READ } from '#libs/identity';

@ApiTags('wishes')
@Controller()
export class WishesController {
  constructor(
    private readonly submitWish: SubmitWish,
    private readonly similarWishes: SimilarWishes,
    private readonly review: ReviewWish,
    private readonly rescue: WidenWish,
    private readonly publishWish: PublishWish,
    private readonly confirmWish: ConfirmWish,
    private readonly viewContact: ViewContact,
    private readonly lookUpResident: LookUpResident,
    private readonly queries: WishesQueries,
  ) {}

  /** Submits a wish, or saves it as a draft. Emergency words are answered with the number to call. */
  @Post('wishes')
  @Requires(WISH_SUBMIT)
  @Idempotent()
  submit(@CurrentActor() actor: Actor, @Body() body: SubmitWishBody): Promise<SubmittedWishResponse> {
    const { beneficiary, ...input } = body;
    const { name, phone, address = null, hardship = null, age = null } = beneficiary;
    return this.submitWish.execute(actor, { ...input, beneficiary: { name, phone, address, hardship, age } });
  }

  /** Wishes in the caller's units, newest first; personal data is masked. */
  @Get('wishes')
  @Requires(WISH_READ)
  list(@CurrentActor() actor: Actor, @Query() query: WishesQuery): Promise<WishPage> {
    return this.queries.list(actor, query);
  }

  /** Wishes that the caller submitted, or that are for the caller's telephone in units where the caller is a resident. */
  @Get('me/wishes')
  @Requires(WISH_OWN)
  own(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<WishPage> {
    return this.queries.own(actor, query);
  }

  /** Statistics over the caller's units. */
  @Get('overview')
  @Requires(REPORT_READ)
  overview(@CurrentActor() actor: Actor): Promise<OverviewResponse> {
    return this.queries.overview(actor);
  }

  /** Finds wishes of a community that are similar to the text being typed. Residents compare with published wishes and
   *  their own, by the text alone. The telephone counts only for staff of the community. Staff may ask 60 times an hour,
   *  others 20 times. Records which unreviewed texts staff see. */
  @Post('wishes/duplicates')
  @HttpCode(200)
  @Requires(WISH_SUBMIT)
  async duplicates(@CurrentActor() actor: Actor, @Body() body: DuplicatesBody): Promise<DuplicatesResponse> {
    const { unitId, need, phone = null } = body;
    return { items: await this.similarWishes.find(actor, { unitId, need, phone }) };
  }

  /** Emergency words that must not wait in a form, for devices without a connection. */
  @Get('wishes/danger-words')
  @Requires(WISH_SUBMIT)
  dangers(): DangerWordsResponse {
    return { items: dangerWords() };
  }

  /** Finds the residents known under a telephone in a community, at the door. Records a view of personal data. */
  @Post('residents/lookup')
  @HttpCode(200)
  @Requires(CONTACT_VIEW)
  async lookUp(@CurrentActor() actor: Actor, @Body() body: LookUpResidentBody): Promise<ResidentLookedUpResponse> {
    return { items: await this.lookUpResident.execute(actor, body) };
  }

  @Get('wishes/:wishId')
  @Requires(SELF)
  get(@CurrentActor() actor: Actor, @Param() { wishId }: WishIdParam): Promise<WishDetail> {
    return this.queries.detail(actor, wishId);
  }

  /** Events of a wish, oldest first. */
  @Get('wishes/:wishId/events')
  @Requires(SELF)
  async events(@CurrentActor() actor: Actor, @Param() { wishId }: WishIdParam): Promise<TimelineResponse> {
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

  /** Submits a draft or a returned wish. */
  @Post('wishes/:wishId/submission')
  @HttpCode(200)
  @Requires(WISH_SUBMIT)
  @Idempotent()
  resubmit(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ResubmitBody,
  ): Promise<WishStepResponse> {
    return this.submitWish.resubmit(actor, wishId, body);
  }

  /** Records that the grid worker has checked person, telephone and need. */
  @Post('wishes/:wishId/verification')
  @HttpCode(200)
  @Requires(WISH_VERIFY)
  @Idempotent()
  verify(@CurrentActor() actor: Actor, @Param() { wishId }: WishIdParam): Promise<WishStepResponse> {
    return this.review.verify(actor, wishId);
  }

  /** Returns a wish to its submitter, with a note of what is missing. */
  @Post('wishes/:wishId/return')
  @HttpCode(200)
  @Requires(WISH_READ)
  @Idempotent()
  return(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ReasonBody,
  ): Promise<WishStepResponse> {
    return this.review.return(actor, wishId, body.reason);
  }

  /** Finds passages of a public text that look like personal data, during its review. Changes nothing. */
  @Post('wishes/:wishId/text-check')
  @HttpCode(200)
  @Requires(WISH_REVIEW)
  async checkText(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() { text }: TextCheckBody,
  ): Promise<TextCheckResponse> {
    const { findings, suggestion } = await this.publishWish.check(actor, wishId, text);
    return { findings: findings.map(({ source: _, ...finding }) => finding), suggestion };
  }

  /** Opens a wish to volunteers after the review of its public text. */
  @Post('wishes/:wishId/publication')
  @HttpCode(200)
  @Requires(WISH_REVIEW)
  @Idempotent()
  publish(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: PublishBody,
  ): Promise<WishStepResponse> {
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
  ): Promise<WishStepResponse> {
    return this.review.reject(actor, wishId, body.reason);
  }

  /** Transfers a wish to a welfare policy, a micro-project, the direct line or a charity. */
  @Post('wishes/:wishId/transfer')
  @HttpCode(200)
  @Requires(WISH_REVIEW)
  @Idempotent()
  transfer(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: TransferBody,
  ): Promise<WishStepResponse> {
    return this.review.transfer(actor, wishId, body);
  }

  /** Widens the visibility of an open wish at once. */
  @Post('wishes/:wishId/widening')
  @HttpCode(200)
  @Requires(WISH_REVIEW)
  @Idempotent()
  widen(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() { to }: WidenBody,
  ): Promise<WishStepResponse> {
    return this.rescue.widen(actor, wishId, to);
  }

  /** Raises the number of helpers of an open wish, so that a team can claim it. */
  @Post('wishes/:wishId/team')
  @HttpCode(200)
  @Requires(WISH_REVIEW)
  @Idempotent()
  askForTeam(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() { helpersNeeded }: TeamBody,
  ): Promise<WishStepResponse> {
    return this.rescue.askForTeam(actor, wishId, helpersNeeded);
  }

  /** Merges a wish into another one with the same need. */
  @Post('wishes/:wishId/merge')
  @HttpCode(200)
  @Requires(WISH_READ)
  @Idempotent()
  merge(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: MergeBody,
  ): Promise<WishStepResponse> {
    return this.review.merge(actor, wishId, body.intoId);
  }

  /** Withdraws a wish: the resident at any time, staff with a reason. */
  @Post('wishes/:wishId/cancellation')
  @HttpCode(200)
  @Requires(WISH_SUBMIT)
  @Idempotent()
  cancel(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ReasonBody,
  ): Promise<WishStepResponse> {
    return this.review.cancel(actor, wishId, body.reason);
  }

  /** Confirms a fulfilled wish: by the resident, or by staff on a return visit who did not do the work. `no` re-opens it. */
  @Post('wishes/:wishId/confirmation')
  @HttpCode(200)
  @Requires(SELF)
  @Idempotent()
  confirm(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ConfirmBody,
  ): Promise<WishStepResponse> {
    return this.confirmWish.confirm(actor, wishId, body);
  }

  /** Re-opens a wish that was not solved after all. */
  @Post('wishes/:wishId/reopening')
  @HttpCode(200)
  @Requires(SELF)
  @Idempotent()
  reopen(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ReasonBody,
  ): Promise<WishStepResponse> {
    return this.confirmWish.reopen(actor, wishId, body.reason);
  }

  /** Returns name, telephone and address, and records the view. */
  @Post('wishes/:wishId/contact-views')
  @HttpCode(200)
  @Requires(SELF)
  contact(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ReasonBody,
  ): Promise<ContactResponse> {
    return this.viewContact.execute(actor, wishId, body.reason);
  }

  /** Who viewed the contact details. */
  @Get('wishes/:wishId/contact-views')
  @Requires(SELF)
  async contactViews(@CurrentActor() actor: Actor, @Param() { wishId }: WishIdParam): Promise<ContactViewsResponse> {
    return { items: await this.queries.contactViews(actor, wishId) };
  }

  /** Confirmed hours of service for a wish. */
  @Get('wishes/:wishId/service-entries')
  @Requires(SERVICE_REVERSE)
  async service(@CurrentActor() actor: Actor, @Param() { wishId }: WishIdParam): Promise<WishServiceResponse> {
    return { items: await this.queries.serviceOf(actor, wishId) };
  }
}
