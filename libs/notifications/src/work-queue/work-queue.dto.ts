import type { Category, Urgency, WishStatus } from '#libs/wishes';

export class WorkQueueItem {
  /** The kind of task. @example wish.publish */
  kind: string;
  /** What waits, in the reader's language. */
  title: string;
  /** What the task is about: a wish, or a part of its case. With the kind it identifies the task. */
  subjectId: string;
  wishId: string;
  claimId: string | null;
  spendRequestId: string | null;
  /** A person's request about their own personal data. */
  dataRequestId: string | null;
  code: string;
  unitId: string;
  unitName: string;
  wishStatus: WishStatus;
  publicText: string;
  category: Category;
  urgency: Urgency;
  /** In fen; for spend requests. */
  amountFen: number | null;
  /** The building without the door; null for staff who may not see contact details. */
  building: string | null;
  /** When the deadline ends or ended. */
  dueAt: Date | null;
  isOverdue: boolean;
  createdAt: Date;
}
export class WorkQueueResponse {
  items: WorkQueueItem[];
  /** At least one kind reached its limit of 100 items, so more may wait. */
  isCut: boolean;
}
