import { IsUUID, MinLength } from 'class-validator';
import { IsText } from '#libs/platform';
import { WishIdParam } from '../wish/wishes.dto.js';
import type { QuestionStatus } from './question-codes.js';

const LEAST = 3;

export class AskQuestionBody {
  /** Without names and telephone numbers. @example 需要自己带工具和梯子吗？ */
  @IsText(300, { hasLetter: true })
  @MinLength(LEAST)
  question: string;
}
export class AnswerQuestionBody {
  /** Without personal data of the person of the wish. @example 社区有梯子，只需带一把螺丝刀。 */
  @IsText(500)
  answer: string;
}
export class QuestionIdParam extends WishIdParam {
  @IsUUID()
  questionId: string;
}

export class QuestionStepResponse {
  id: string;
  status: QuestionStatus;
}
export class QuestionItem {
  id: string;
  status: QuestionStatus;
  /** Null: erased. */
  question: string | null;
  /** Null: not answered, or erased. */
  answer: string | null;
  askedAt: Date;
  /** When it was answered or withdrawn, or lapsed. */
  endedAt: Date | null;
  /** For staff; null for the asker. */
  askedByName: string | null;
  /** For staff; null for the asker and before the answer. */
  answeredByName: string | null;
  /** What the reader may do now. */
  allowedSteps: QuestionStepName[];
}
export type QuestionStepName = 'answer' | 'withdraw';
export class QuestionsResponse {
  /** Newest first. */
  items: QuestionItem[];
  /** The reader may ask a question now. */
  mayAsk: boolean;
}
