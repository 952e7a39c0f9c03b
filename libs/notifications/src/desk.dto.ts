export class DeskItem {
  /** What is to be done. @example wish.publish */
  kind: string;
  wishId: string;
  claimId: string | null;
  spendRequestId: string | null;
  /** What a person asked about the own data. */
  dataRequestId: string | null;
  code: string;
  unitId: string;
  unitName: string;
  wishStatus: string;
  publicText: string;
  category: string;
  urgency: 'normal' | 'urgent';
  /** In fen; for spend requests. */
  amountFen: number | null;
  /** Where it is, without the door; for staff who visit. */
  building: string | null;
  /** When the clock rings or has rung. */
  dueAt: Date | null;
  isOverdue: boolean;
  createdAt: Date;
}
export class DeskAnswer {
  items: DeskItem[];
  /** More waits than is listed. */
  isCut: boolean;
}
