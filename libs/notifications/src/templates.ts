/** What the inbox says. `{code}` is the wish's public code; no text names a person. */
export const TEMPLATES = {
  'wish.verify': { zh: '心愿 {code} 等待核实，已到时限', en: 'Wish {code} is waiting to be verified' },
  'wish.publish': { zh: '心愿 {code} 等待审核发布，已到时限', en: 'Wish {code} is waiting to be published' },
  'wish.unclaimed': {
    zh: '心愿 {code} 还没有人认领，请决定下一步',
    en: 'Nobody has claimed wish {code}; please decide what next',
  },
  'wish.confirm': { zh: '心愿 {code} 已圆梦，等待确认', en: 'Wish {code} was fulfilled and waits to be confirmed' },
  'wish.visit': { zh: '心愿 {code} 仍未确认，请上门回访', en: 'Wish {code} is still unconfirmed; please visit' },
  'claim.notBegun': {
    zh: '您认领的心愿 {code} 还没有联系，请尽快联系',
    en: 'You have not yet made contact for wish {code}',
  },
  'claim.expiring': {
    zh: '您认领的心愿 {code} 即将失效，请联系或归还',
    en: 'Your claim of wish {code} is about to expire',
  },
  'claim.dueSoon': { zh: '心愿 {code} 快到您承诺的时间了', en: 'The time that you promised for wish {code} is near' },
  'claim.duePassed': { zh: '心愿 {code} 已过承诺的时间', en: 'The time promised for wish {code} has passed' },
  'spend.decide': { zh: '心愿 {code} 的用款申请等待审批', en: 'A spend request for wish {code} waits for approval' },
  'spend.accept': {
    zh: '心愿 {code} 的用款已批准，等待验收',
    en: 'An approved spend for wish {code} waits to be accepted',
  },
  'spend.object': {
    zh: '心愿 {code} 的用款有异议，等待答复',
    en: 'An objection to a spend for wish {code} waits for an answer',
  },
  'spend.pay': { zh: '心愿 {code} 的用款已验收，等待付款', en: 'An accepted spend for wish {code} waits to be paid' },
  VolunteerInvited: {
    zh: '有一个适合您的心愿 {code}，邀请您来圆梦',
    en: 'Wish {code} suits you: would you make it come true?',
  },
  InvitationsExhausted: {
    zh: '心愿 {code} 邀请的志愿者都没有接受，请决定下一步',
    en: 'Nobody who was invited to wish {code} has accepted; please decide what next',
  },
  ClaimExpired: {
    zh: '心愿 {code} 的认领因未联系已自动释放',
    en: 'The claim of wish {code} expired for want of contact',
  },
  ClaimReleased: { zh: '心愿 {code} 的认领已被归还', en: 'The claim of wish {code} was given back' },
  WishReopened: { zh: '心愿 {code} 被要求重办，请优先处理', en: 'Wish {code} was re-opened; please look at it first' },
  WishReturned: { zh: '心愿 {code} 被退回补充', en: 'Wish {code} came back to be completed' },
  SpendApproved: { zh: '心愿 {code} 的用款申请已批准', en: 'The spend request for wish {code} was approved' },
  SpendReturned: {
    zh: '心愿 {code} 的用款申请被退回补充',
    en: 'The spend request for wish {code} came back to be completed',
  },
  SpendObjected: { zh: '心愿 {code} 的用款公示收到异议', en: 'Somebody objected to the spend for wish {code}' },
  SpendPaused: { zh: '心愿 {code} 的用款被监督人员暂停', en: 'A supervisor paused the spend for wish {code}' },
  ReversalProposed: {
    zh: '心愿 {code} 有一笔付款待冲销，请复核',
    en: 'A payment for wish {code} waits to be reversed',
  },
  SpendRefused: { zh: '心愿 {code} 的用款申请未获批准', en: 'The spend request for wish {code} was refused' },
} as const;
export type NotificationKind = keyof typeof TEMPLATES;

/** rung: how far it has climbed; 0: it is the reader's own. */
export function titleOf(kind: string, code: string, locale: 'zh' | 'en', rung = 0): string {
  const title = (TEMPLATES[kind as NotificationKind]?.[locale] ?? kind).replace('{code}', code);
  if (rung === 0) return title;
  return locale === 'en' ? `Escalated: ${title}` : `【上报】${title}`;
}
