import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SELF, CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import { WishIdParam } from '../wish/wishes.dto.js';
import { QUESTION_ANSWER, WISH_CLAIM } from '../wishes.permissions.js';
import { AnswerQuestion } from './answer-question.js';
import { AskQuestion } from './ask-question.js';
import {
  AnswerQuestionBody,
  AskQuestionBody,
  QuestionIdParam,
  QuestionStepResponse,
  QuestionsResponse,
} from './questions.dto.js';
import { QuestionsQueries } from './questions.queries.js';
import { WithdrawQuestion } from './withdraw-question.js';

@ApiTags('questions')
@Controller('wishes/:wishId/questions')
export class QuestionsController {
  constructor(
    private readonly askQuestion: AskQuestion,
    private readonly answerQuestion: AnswerQuestion,
    private readonly withdrawQuestion: WithdrawQuestion,
    private readonly queries: QuestionsQueries,
  ) {}

  /** Questions about a wish: staff of its units see all, others their own. */
  @Get()
  @Requires(SELF)
  list(@CurrentActor() actor: Actor, @Param() { wishId }: WishIdParam): Promise<QuestionsResponse> {
    return this.queries.ofWish(actor, wishId);
  }

  /** A volunteer asks a question about an open wish: one at a time, three about a wish. */
  @Post()
  @Requires(WISH_CLAIM)
  @Idempotent()
  ask(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() { question }: AskQuestionBody,
  ): Promise<QuestionStepResponse> {
    return this.askQuestion.execute(actor, wishId, question);
  }

  /** Answers a volunteer's question. */
  @Post(':questionId/answer')
  @HttpCode(200)
  @Requires(QUESTION_ANSWER)
  @Idempotent()
  answer(
    @CurrentActor() actor: Actor,
    @Param() param: QuestionIdParam,
    @Body() { answer }: AnswerQuestionBody,
  ): Promise<QuestionStepResponse> {
    return this.answerQuestion.execute(actor, param, answer);
  }

  /** The asker withdraws an unanswered question. */
  @Post(':questionId/withdrawal')
  @HttpCode(200)
  @Requires(WISH_CLAIM)
  @Idempotent()
  withdraw(@CurrentActor() actor: Actor, @Param() param: QuestionIdParam): Promise<QuestionStepResponse> {
    return this.withdrawQuestion.execute(actor, param);
  }
}
