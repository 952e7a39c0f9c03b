import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, ReasonBody, Requires, type Actor } from '#libs/platform';
import { AnswerDataRequest } from './answer-data-request.js';
import { CopyPerson } from './copy-person.js';
import { CorrectPerson } from './correct-person.js';
import {
  CorrectionBody,
  DataRequestResponse,
  DataRequestIdResponse,
  DataRequestIdParam,
  DataRequestStepResponse,
  DataRequestsPage,
  DataRequestsQuery,
  OpenDataRequestBody,
  PersonCopyResponse,
  WithdrawalBody,
} from './data-requests.dto.js';
import { DataRequestsQueries } from './data-requests.queries.js';
import { OpenDataRequest } from './open-data-request.js';
import { DATA_REQUEST_DECIDE, DATA_REQUEST_OPEN, DATA_REQUEST_READ } from '../wishes.permissions.js';

@ApiTags('personal data')
@Controller('data-requests')
export class DataRequestsController {
  constructor(
    private readonly openRequest: OpenDataRequest,
    private readonly answer: AnswerDataRequest,
    private readonly copyPerson: CopyPerson,
    private readonly correctPerson: CorrectPerson,
    private readonly queries: DataRequestsQueries,
  ) {}

  /** Requests about personal data in the actor's units, newest first. */
  @Get()
  @Requires(DATA_REQUEST_READ)
  list(@CurrentActor() actor: Actor, @Query() query: DataRequestsQuery): Promise<DataRequestsPage> {
    return this.queries.list(actor, query);
  }

  /** Records that a person asks at the office to see, correct or erase the data kept about them. */
  @Post()
  @Requires(DATA_REQUEST_OPEN)
  @Idempotent()
  open(@CurrentActor() actor: Actor, @Body() body: OpenDataRequestBody): Promise<DataRequestIdResponse> {
    return this.openRequest.execute(actor, body);
  }

  @Get(':requestId')
  @Requires(DATA_REQUEST_READ)
  get(@CurrentActor() actor: Actor, @Param() { requestId }: DataRequestIdParam): Promise<DataRequestResponse> {
    return this.queries.get(actor, requestId);
  }

  /** A copy of all data kept about the person, to hand out; the access is recorded. */
  @Post(':requestId/copies')
  @HttpCode(200)
  @Requires(DATA_REQUEST_OPEN)
  copy(@CurrentActor() actor: Actor, @Param() { requestId }: DataRequestIdParam): Promise<PersonCopyResponse> {
    return this.copyPerson.execute(actor, requestId);
  }

  /** Corrects the data kept about the person, on a request that somebody else opened; the old values are not kept. */
  @Post(':requestId/correction')
  @HttpCode(200)
  @Requires(DATA_REQUEST_DECIDE)
  correct(
    @CurrentActor() actor: Actor,
    @Param() { requestId }: DataRequestIdParam,
    @Body() body: CorrectionBody,
  ): Promise<DataRequestStepResponse> {
    return this.correctPerson.execute(actor, requestId, body);
  }

  /** Accepts an erasure that somebody else opened. It happens at once, or when no wish of the person is open any more. */
  @Post(':requestId/acceptance')
  @HttpCode(200)
  @Requires(DATA_REQUEST_DECIDE)
  @Idempotent()
  accept(@CurrentActor() actor: Actor, @Param() { requestId }: DataRequestIdParam): Promise<DataRequestStepResponse> {
    return this.answer.accept(actor, requestId);
  }

  /** Refuses a request, with a reason for the person. */
  @Post(':requestId/refusal')
  @HttpCode(200)
  @Requires(DATA_REQUEST_DECIDE)
  @Idempotent()
  refuse(
    @CurrentActor() actor: Actor,
    @Param() { requestId }: DataRequestIdParam,
    @Body() { reason }: ReasonBody,
  ): Promise<DataRequestStepResponse> {
    return this.answer.refuse(actor, requestId, reason);
  }

  /** Withdraws a request that the person takes back. Before the answer its opener does so; after acceptance another person
   *  who answers requests, with a reason. */
  @Post(':requestId/withdrawal')
  @HttpCode(200)
  @Requires(DATA_REQUEST_READ)
  @Idempotent()
  withdraw(
    @CurrentActor() actor: Actor,
    @Param() { requestId }: DataRequestIdParam,
    @Body() { reason }: WithdrawalBody,
  ): Promise<DataRequestStepResponse> {
    return this.answer.withdraw(actor, requestId, reason);
  }
}
