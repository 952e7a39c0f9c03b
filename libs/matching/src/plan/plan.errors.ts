import { problem } from '#libs/platform';

export const PlanNotFound = problem('MATCH_PLAN_NOT_FOUND', 404, {
  zh: '没有这份匹配方案，或不在您的范围内。',
  en: 'There is no such plan, or it is outside your scope.',
});
export const PlanState = problem('MATCH_PLAN_STATE', 409, {
  zh: '这份方案现在的状态是“{state}”，不能这样操作。',
  en: 'The plan is {state} and cannot take this step.',
});
export const PlanOutdated = problem('MATCH_PLAN_OUTDATED', 409, {
  zh: '方案已被他人修改，请刷新后再改。',
  en: 'Somebody else has changed the plan. Reload and try again.',
});
export const PlanUnderWay = problem('MATCH_PLAN_UNDER_WAY', 409, {
  zh: '这个单位的一份方案正在计算，请等它算完或先取消。',
  en: 'A plan for this unit is being computed; wait for it, or cancel it first.',
});
export const VolunteerTaken = problem('VOLUNTEER_TAKEN', 409, {
  zh: '{names} 在这份方案里已经排满了。',
  en: '{names} cannot take on more in this plan.',
});
