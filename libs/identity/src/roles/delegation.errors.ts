import { problem } from '#libs/platform';

export const GrantNotFound = problem('GRANT_NOT_FOUND', 404, {
  zh: '没有这个签字角色，或不在您的范围内。',
  en: 'There is no such signing role, or it is outside your scope.',
});
export const DelegationNotFound = problem('DELEGATION_NOT_FOUND', 404, {
  zh: '没有这条代签安排，或它已经结束。',
  en: 'There is no such delegation, or it has ended.',
});
export const DeputyUnfit = problem('DEPUTY_UNFIT', 409, {
  zh: '代签人须是本单位或上级有签字权的另一个人，也不能由安排代签的人自己担任。',
  en: 'The deputy must be another person who signs in the unit or above it, and not the person who arranges the delegation.',
});
export const DelegationOverlaps = problem('DELEGATION_OVERLAPS', 409, {
  zh: '{fromOn} 至 {untilOn} 已有代签安排，请先结束那一条。',
  en: 'There is already a delegation from {fromOn} to {untilOn}. End that one first.',
});
