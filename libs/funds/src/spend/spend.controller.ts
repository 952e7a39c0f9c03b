import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SELF, CurrentActor, Idempotent, ReasonBody, Requires, type Actor } from '#libs/platform';
import { OpenSpendRequest } from './open-spend-request.js';
import { CorrectPayment } from './correct-payment.js';
import { RecordAcceptance } from './record-acceptance.js';
import { RecordContract } from './record-contract.js';
import { ObjectToSpend } from './object-to-spend.js';
import { PauseSpend } from './pause-spend.js';
import { PaySpend } from './pay-spend.js';
import { ReleaseSpend } from './release-spend.js';
import { SignSpend } from './sign-spend.js';
import {
  AcceptanceBody,
  ContractBody,
  ObjectionAnswerBody,
  ObjectionBody,
  ObjectionIdParam,
  PayeeAccountResponse,
  PaymentIdParam,
  PaySpendBody,
  RefundBody,
  ReversalDecisionBody,
  ReversalIdParam,
  SpendAssessmentBody,
  SpendDetailResponse,
  SpendIdResponse,
  SpendRequestIdParam,
  SpendRequestsPage,
  SpendRequestsQuery,
  SpendVerdictResponse,
} from './spend.dto.js';
import { SpendQueries } from './spend.queries.js';
import {
  OBJECTION_ANSWER,
  SPEND_ACCEPT,
  SPEND_APPROVE,
  SPEND_COMMIT,
  SPEND_PAUSE,
  SPEND_PAY,
  SPEND_READ,
  SPEND_RELEASE,
  SPEND_REQUEST,
  SPEND_REVERSE,
} from '../funds.permissions.js';

@ApiTags('funds')
@Controller()
export class SpendController {
  constructor(
    private readonly ask: OpenSpendRequest,
    private readonly signing: SignSpend,
    private readonly objecting: ObjectToSpend,
    private readonly pausing: PauseSpend,
    private readonly recordContract: RecordContract,
    private readonly recordAcceptance: RecordAcceptance,
    private readonly paying: PaySpend,
    private readonly correcting: CorrectPayment,
    private readonly releasing: ReleaseSpend,
    private readonly queries: SpendQueries,
  ) {}

  /** Spend requests in the caller's scope, newest first. */
  @Get('spend-requests')
  @Requires(SPEND_READ)
  list(@CurrentActor() actor: Actor, @Query() query: SpendRequestsQuery): Promise<SpendRequestsPage> {
    return this.queries.requests(actor, query);
  }

  /** Assesses a form under the policy in force: signers, missing papers, duration. Changes nothing. */
  @Post('spend-assessments')
  @HttpCode(200)
  @Requires(SPEND_REQUEST)
  assess(@CurrentActor() actor: Actor, @Body() body: SpendAssessmentBody): Promise<SpendVerdictResponse> {
    const { wishId, alsoFor = [], ...form } = body;
    return this.ask.preview(actor, form, [...(wishId ? [wishId] : []), ...alsoFor]);
  }

  @Get('spend-requests/:spendRequestId')
  @Requires(SPEND_READ)
  get(@CurrentActor() actor: Actor, @Param() { spendRequestId }: SpendRequestIdParam): Promise<SpendDetailResponse> {
    return this.queries.request(actor, spendRequestId);
  }

  /** The requester withdraws the request before it is decided. */
  @Post('spend-requests/:spendRequestId/withdrawal')
  @HttpCode(200)
  @Requires(SPEND_REQUEST)
  @Idempotent()
  withdraw(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ReasonBody,
  ): Promise<SpendIdResponse> {
    return this.ask.withdraw(actor, spendRequestId, body.reason);
  }

  /** Signs a request when it is the caller's turn. The last signature reserves its amount. */
  @Post('spend-requests/:spendRequestId/approval')
  @HttpCode(200)
  @Requires(SPEND_APPROVE)
  @Idempotent()
  approve(@CurrentActor() actor: Actor, @Param() { spendRequestId }: SpendRequestIdParam): Promise<SpendIdResponse> {
    return this.signing.sign(actor, spendRequestId);
  }

  /** Sends a request back for completion. */
  @Post('spend-requests/:spendRequestId/return')
  @HttpCode(200)
  @Requires(SPEND_APPROVE)
  @Idempotent()
  sendBack(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ReasonBody,
  ): Promise<SpendIdResponse> {
    return this.signing.sendBack(actor, spendRequestId, body.reason);
  }

  /** Refuses a request with a reason. */
  @Post('spend-requests/:spendRequestId/refusal')
  @HttpCode(200)
  @Requires(SPEND_APPROVE)
  @Idempotent()
  refuse(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ReasonBody,
  ): Promise<SpendIdResponse> {
    return this.signing.refuse(actor, spendRequestId, body.reason);
  }

  /** Objects to a decision during its public notice. Anyone in the community may object. */
  @Post('spend-requests/:spendRequestId/objections')
  @Requires(SELF)
  @Idempotent()
  object(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ObjectionBody,
  ): Promise<SpendIdResponse> {
    return this.objecting.object(actor, spendRequestId, body.text);
  }

  /** Answers an objection: an upheld objection ends the request, otherwise the notice continues. */
  @Post('spend-objections/:objectionId/answer')
  @HttpCode(200)
  @Requires(OBJECTION_ANSWER)
  @Idempotent()
  answer(
    @CurrentActor() actor: Actor,
    @Param() { objectionId }: ObjectionIdParam,
    @Body() body: ObjectionAnswerBody,
  ): Promise<SpendIdResponse> {
    return this.objecting.answer(actor, objectionId, body);
  }

  /** Pauses a request before its next signature, contract or payment. */
  @Post('spend-requests/:spendRequestId/pause')
  @HttpCode(200)
  @Requires(SPEND_PAUSE)
  @Idempotent()
  pause(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ReasonBody,
  ): Promise<SpendIdResponse> {
    return this.pausing.pause(actor, spendRequestId, body.reason);
  }

  /** Resumes a paused request. */
  @Post('spend-requests/:spendRequestId/resumption')
  @HttpCode(200)
  @Requires(SPEND_PAUSE)
  @Idempotent()
  resume(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ReasonBody,
  ): Promise<SpendIdResponse> {
    return this.pausing.resume(actor, spendRequestId, body.reason);
  }

  /** Records the contract: commits its amount and releases the rest of the approved amount. */
  @Post('spend-requests/:spendRequestId/contract')
  @HttpCode(200)
  @Requires(SPEND_COMMIT)
  @Idempotent()
  commit(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ContractBody,
  ): Promise<SpendIdResponse> {
    return this.recordContract.execute(actor, spendRequestId, body);
  }

  /** Accepts the delivery. The caller must have no other part in the request. */
  @Post('spend-requests/:spendRequestId/acceptance')
  @HttpCode(200)
  @Requires(SPEND_ACCEPT)
  @Idempotent()
  accept(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: AcceptanceBody,
  ): Promise<SpendIdResponse> {
    return this.recordAcceptance.execute(actor, spendRequestId, body);
  }

  /** Pays an approved request, in full or in part, under a voucher number. */
  @Post('spend-requests/:spendRequestId/payments')
  @Requires(SPEND_PAY)
  @Idempotent()
  pay(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: PaySpendBody,
  ): Promise<SpendIdResponse> {
    return this.paying.pay(actor, spendRequestId, body);
  }

  /** Shows the payee's bank account in full. The access is recorded. */
  @Post('spend-requests/:spendRequestId/payee-account-views')
  @HttpCode(200)
  @Requires(SPEND_PAY)
  payeeAccount(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ReasonBody,
  ): Promise<PayeeAccountResponse> {
    return this.queries.payeeAccount(actor, spendRequestId, body.reason);
  }

  /** Records a refund from the payee. The money returns to the year that it came from. */
  @Post('spend-payments/:paymentId/refunds')
  @Requires(SPEND_PAY)
  @Idempotent()
  refund(
    @CurrentActor() actor: Actor,
    @Param() { paymentId }: PaymentIdParam,
    @Body() body: RefundBody,
  ): Promise<SpendIdResponse> {
    return this.correcting.refund(actor, paymentId, body);
  }

  /** Proposes to reverse a payment that was booked wrongly. */
  @Post('spend-payments/:paymentId/reversals')
  @Requires(SPEND_PAY)
  @Idempotent()
  proposeReversal(
    @CurrentActor() actor: Actor,
    @Param() { paymentId }: PaymentIdParam,
    @Body() body: ReasonBody,
  ): Promise<SpendIdResponse> {
    return this.correcting.propose(actor, paymentId, body.reason);
  }

  /** Agrees to a reversal or declines it. A second person decides, who has no other part in the request. */
  @Post('spend-reversals/:reversalId/decision')
  @HttpCode(200)
  @Requires(SPEND_REVERSE)
  @Idempotent()
  decideReversal(
    @CurrentActor() actor: Actor,
    @Param() { reversalId }: ReversalIdParam,
    @Body() body: ReversalDecisionBody,
  ): Promise<SpendIdResponse> {
    return this.correcting.decide(actor, reversalId, body.isAgreed);
  }

  /** After an agreed reversal, a signer releases the request for payment again. */
  @Post('spend-reversals/:reversalId/renewal')
  @HttpCode(200)
  @Requires(SPEND_APPROVE)
  @Idempotent()
  renew(@CurrentActor() actor: Actor, @Param() { reversalId }: ReversalIdParam): Promise<SpendIdResponse> {
    return this.correcting.renew(actor, reversalId);
  }

  /** Releases the money that a request still holds, and closes it. */
  @Post('spend-requests/:spendRequestId/release')
  @HttpCode(200)
  @Requires(SPEND_RELEASE)
  @Idempotent()
  release(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: ReasonBody,
  ): Promise<SpendIdResponse> {
    return this.releasing.release(actor, spendRequestId, body.reason);
  }
}
