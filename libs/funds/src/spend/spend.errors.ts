import { problem } from '#libs/platform';

export const SpendRequestNotFound = problem('SPEND_REQUEST_NOT_FOUND', 404, {
  zh: '没有这个用款申请，或不在您的范围内。',
  en: 'There is no such spend request, or it is outside your scope.',
});
export const SpendRequestDecided = problem('SPEND_REQUEST_STATE', 409, {
  zh: '这个用款申请现在的状态是“{state}”，不能这样操作。',
  en: 'The spend request is {state} and cannot take this step.',
});
export const SpendRequestOpen = problem('SPEND_REQUEST_OPEN', 409, {
  zh: '这个心愿，或一起申请的心愿，已有未办完的用款申请，请勿重复申请。',
  en: 'This wish, or another wish of the request, already has an open spend request.',
});
export const SpendNotYours = problem('SPEND_REQUEST_NOT_YOURS', 403, {
  zh: '只有申请人本人可以修改或撤回。',
  en: 'Only the requester may change or withdraw it.',
});
export const FourEyes = problem('FOUR_EYES', 403, {
  zh: '申请、签字、验收、付款、答复异议、复核冲销须由不同的人办理，每人只能经手一次；经手的人不能解除监督人员的暂停。',
  en: 'Different people must request, sign, accept, pay, answer objections and decide on reversals. Each person has one part in a request, and none of them may lift a pause.',
});
export const PeopleDependent = problem('PEOPLE_DEPENDENT', 403, {
  zh: '一笔支出至少由三位互不依附的人经手。近 {days} 天内由同一人发放激活码、或由同两人任命的账号，不算互不依附。请换一位经手人，或过后再办。',
  en: 'At least three independent people must take part in a payment. Accounts are not independent if, in the last {days} days, one person issued their activation codes or the same two people gave their roles. Let somebody else act, or wait.',
});
export const NotYourTurn = problem('NOT_YOUR_TURN', 403, {
  zh: '现在轮到“{role}”签字，请等前面的人签完。',
  en: 'It is the turn of “{role}” to sign.',
});
export const NotInNotice = problem('NOT_IN_NOTICE', 409, {
  zh: '这笔用款不在公示期，不能提出异议。',
  en: 'This spend is not on public notice, so it cannot be objected to.',
});
export const ObjectionNotFound = problem('OBJECTION_NOT_FOUND', 404, {
  zh: '没有这条异议，或不在您的范围内。',
  en: 'There is no such objection, or it is outside your scope.',
});
export const AlreadyAnswered = problem('OBJECTION_ANSWERED', 409, {
  zh: '这条异议已经答复过了。',
  en: 'This objection is already answered.',
});
export const ObjectionMade = problem('OBJECTION_MADE', 409, {
  zh: '您已对这笔用款提过异议。',
  en: 'You have already objected to this spend.',
});
export const OwnObjection = problem('OWN_OBJECTION', 403, {
  zh: '提出异议的人不能自己答复。',
  en: 'The person who objected cannot answer the objection.',
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
  en: 'This pause can be lifted only by a holder of the role that paused it, a district officer or an auditor.',
});
export const ContractKnown = problem('CONTRACT_KNOWN', 409, {
  zh: '这笔用款已经登记了合同。',
  en: 'A contract is already recorded for this spend.',
});
export const ContractTooLarge = problem('CONTRACT_TOO_LARGE', 422, {
  zh: '合同金额超出批准的余额（剩 {restFen} 分）。超支不补。',
  en: 'The contract exceeds the rest of the approved amount ({restFen} fen). Overspending is not covered.',
});
export const AlreadyAccepted = problem('ALREADY_ACCEPTED', 409, {
  zh: '这笔用款已经验收过了。',
  en: 'This spend is already accepted.',
});
export const AcceptanceMissing = problem('ACCEPTANCE_MISSING', 422, {
  zh: '验收之前最多可以预付 {advanceFen} 分；请先由他人验收。',
  en: 'Before acceptance at most {advanceFen} fen may be paid. Another person has to accept first.',
});
export const RetentionHeld = problem('RETENTION_HELD', 422, {
  zh: '质保金要留到 {until}，现在最多可付 {payableFen} 分。',
  en: 'The retention is withheld until {until}. At most {payableFen} fen may be paid now.',
});
export const VoucherUsed = problem('VOUCHER_USED', 409, {
  zh: '凭证号 {voucherNo} 已经用过，请核对。',
  en: 'The voucher number {voucherNo} is already used.',
});
export const PaymentTooLarge = problem('PAYMENT_TOO_LARGE', 422, {
  zh: '付款超出批准的余额（剩 {restFen} 分）。超支不补。',
  en: 'The payment exceeds the rest of the approved amount ({restFen} fen). Overspending is not covered.',
});
export const PaymentNotFound = problem('PAYMENT_NOT_FOUND', 404, {
  zh: '没有这笔付款，或不在您的范围内。',
  en: 'There is no such payment, or it is outside your scope.',
});
export const RefundTooLarge = problem('REFUND_TOO_LARGE', 422, {
  zh: '退款超出这笔付款（还可退 {restFen} 分）。',
  en: 'The refund exceeds the payment (at most {restFen} fen can still be refunded).',
});
export const AlreadyReversed = problem('PAYMENT_REVERSED', 409, {
  zh: '这笔付款已冲销、正待冲销或已有退款。',
  en: 'This payment is reversed, awaits a reversal, or has refunds.',
});
export const ReversalNotFound = problem('REVERSAL_NOT_FOUND', 404, {
  zh: '没有这个待办的冲销，或不在您的范围内。',
  en: 'There is no such pending reversal, or it is outside your scope.',
});
export const PaymentNotRenewed = problem('PAYMENT_NOT_RENEWED', 409, {
  zh: '付款冲销后，须先由签过字的人同意重新付款。',
  en: 'After a reversal a signer has to release the request for payment again.',
});
export const NotYourSignature = problem('NOT_YOUR_SIGNATURE', 403, {
  zh: '只有在这一版上签过字的人可以同意重新付款。',
  en: 'Only a signer of this version can release it for payment again.',
});
