import { problem } from '#libs/platform';

export const SpendRequestNotFound = problem('SPEND_REQUEST_NOT_FOUND', 404, {
  zh: '没有这个用款申请，或不在您的范围内。',
  en: 'There is no such spend request, or outside your scope.',
});
export const SpendRequestDecided = problem('SPEND_REQUEST_STATE', 409, {
  zh: '这个用款申请现在的状态是“{state}”，不能这样操作。',
  en: 'The spend request is {state} and cannot take this step.',
});
export const SpendRequestOpen = problem('SPEND_REQUEST_OPEN', 409, {
  zh: '这个心愿，或一起申请的心愿，已有未办完的用款申请，请勿重复申请。',
  en: 'This wish, or one that was to share the request, has an open spend request already.',
});
export const SpendNotYours = problem('SPEND_REQUEST_NOT_YOURS', 403, {
  zh: '只有申请人本人可以修改或撤回。',
  en: 'Only whoever asked may change or withdraw it.',
});
export const FourEyes = problem('FOUR_EYES', 403, {
  zh: '申请、签字、验收、付款、答复异议、复核冲销须由不同的人办理，每人只能经手一次；经手的人不能解除监督人员的暂停。',
  en: 'Whoever asks, signs, accepts, pays, answers objections and decides on reversals must be different people; each has one hand in it, and none of them lifts a pause.',
});
export const PeopleDependent = problem('PEOPLE_DEPENDENT', 403, {
  zh: '一笔支出至少由三位互不依附的人经手。近 {days} 天内由同一人发放启用码、或由同两人任命的账号，不算互不依附。请换一位经手人，或过后再办。',
  en: 'At least three people who do not depend on one another handle a payment. Accounts whose key one person gave, or whose roles the same two gave, in the last {days} days depend on them. Let somebody else act, or wait.',
});
export const NotYourTurn = problem('NOT_YOUR_TURN', 403, {
  zh: '现在轮到“{role}”签字，请等前面的人签完。',
  en: 'It is the turn of {role} to sign.',
});
export const NotInNotice = problem('NOT_IN_NOTICE', 409, {
  zh: '这笔用款不在公示期，不能提出异议。',
  en: 'This is not hanging out now; there is nothing to object to.',
});
export const ObjectionNotFound = problem('OBJECTION_NOT_FOUND', 404, {
  zh: '没有这条异议，或不在您的范围内。',
  en: 'There is no such objection, or outside your scope.',
});
export const AlreadyAnswered = problem('OBJECTION_ANSWERED', 409, {
  zh: '这条异议已经答复过了。',
  en: 'This objection has been answered already.',
});
export const ObjectionMade = problem('OBJECTION_MADE', 409, {
  zh: '您已对这笔用款提过异议。',
  en: 'You have objected to this already.',
});
export const OwnObjection = problem('OWN_OBJECTION', 403, {
  zh: '提出异议的人不能自己答复。',
  en: 'Whoever objected does not answer it.',
});
export const SpendIsPaused = problem('SPEND_PAUSED', 409, {
  zh: '监督人员已暂停这笔用款：{reason}',
  en: 'A supervisor has paused this spend: {reason}',
});
export const SpendNotPaused = problem('SPEND_NOT_PAUSED', 409, {
  zh: '这笔用款没有被暂停。',
  en: 'This spend is not paused.',
});
export const NotYourPause = problem('NOT_YOUR_PAUSE', 403, {
  zh: '这次暂停须由同一监督角色的人、区级负责人或审计人员解除。',
  en: 'This pause is lifted by somebody who holds the role that paused it, a district officer or an auditor.',
});
export const ContractKnown = problem('CONTRACT_KNOWN', 409, {
  zh: '这笔用款已经登记了合同。',
  en: 'A contract is recorded for this already.',
});
export const ContractTooLarge = problem('CONTRACT_TOO_LARGE', 422, {
  zh: '合同金额超出批准的余额（剩 {heldFenOf} 分）。超支不补。',
  en: 'The contract exceeds what is left of the approved amount ({heldFenOf} fen).',
});
export const AlreadyAccepted = problem('ALREADY_ACCEPTED', 409, {
  zh: '这笔用款已经验收过了。',
  en: 'This has been accepted already.',
});
export const AcceptanceMissing = problem('ACCEPTANCE_MISSING', 422, {
  zh: '验收之前最多可以预付 {advanceFen} 分；请先由他人验收。',
  en: 'Before acceptance no more than {advanceFen} fen may be paid; somebody else has to accept first.',
});
export const RetentionHeld = problem('RETENTION_HELD', 422, {
  zh: '质保金要留到 {until}，现在最多可付 {payableFen} 分。',
  en: 'The retention is kept until {until}; {payableFen} fen may be paid now.',
});
export const VoucherUsed = problem('VOUCHER_USED', 409, {
  zh: '凭证号 {voucherNo} 已经用过，请核对。',
  en: 'The voucher number {voucherNo} has been used already.',
});
export const PaymentTooLarge = problem('PAYMENT_TOO_LARGE', 422, {
  zh: '付款超出批准的余额（剩 {heldFenOf} 分）。超支不补。',
  en: 'The payment exceeds what is left of the approved amount ({heldFenOf} fen).',
});
export const PaymentNotFound = problem('PAYMENT_NOT_FOUND', 404, {
  zh: '没有这笔付款，或不在您的范围内。',
  en: 'There is no such payment, or outside your scope.',
});
export const RefundTooLarge = problem('REFUND_TOO_LARGE', 422, {
  zh: '退款超出这笔付款（还可退 {heldFenOf} 分）。',
  en: 'The refund exceeds the payment ({heldFenOf} fen can still come back).',
});
export const AlreadyReversed = problem('PAYMENT_REVERSED', 409, {
  zh: '这笔付款已冲销、正待冲销或已有退款。',
  en: 'This payment was reversed, waits for it, or has refunds.',
});
export const ReversalNotFound = problem('REVERSAL_NOT_FOUND', 404, {
  zh: '没有这个待办的冲销，或不在您的范围内。',
  en: 'There is no such reversal that waits, or outside your scope.',
});
export const PaymentNotRenewed = problem('PAYMENT_NOT_RENEWED', 409, {
  zh: '付款冲销后，须先由签过字的人同意重新付款。',
  en: 'After a reversal somebody who signed has to release the request for payment again.',
});
export const NotYourSignature = problem('NOT_YOUR_SIGNATURE', 403, {
  zh: '只有在这一版上签过字的人可以同意重新付款。',
  en: 'Only somebody who signed this version can release it for payment again.',
});
