import { isNotDueYet } from '#libs/platform';
import { defineDeadline, notifyOf, workingDaysLater } from '#libs/identity';
import {
  ClaimExpired,
  ClaimExtended,
  ClaimReleased,
  QuestionAnswered,
  QuestionAsked,
  QuestionLapsed,
  WishReopened,
  WishReturned,
} from './wishes.events.js';
import { QUESTION_ANSWER, WISH_REVIEW, WISH_VERIFY, WISH_VISIT } from './wishes.permissions.js';
import { CLAIMS, WISHES } from './wishes.sql.js';
import { CLAIM, QUESTION, WISH } from './wishes.subjects.js';

/** The wish itself waits. */
const WISH_ITSELF = { from: WISHES, subject: 'w.id' };

export const VERIFICATION_DUE = defineDeadline('wish.verify', {
  title: { zh: '待核实', en: 'Wish to verify' },
  length: { amount: 2, unit: 'workingDay' },
  notice: {
    subject: WISH,
    roles: ['grid_worker', 'grid_leader'],
    text: { zh: '心愿 {code} 等待核实，已到时限', en: 'Wish {code} is due to be verified' },
  },
  escalation: [workingDaysLater(1, 'community_secretary'), workingDaysLater(3, 'town_officer')],
  workQueue: { ...WISH_ITSELF, permission: WISH_VERIFY, where: `w.status = 'submitted'` },
});
export const URGENT_VERIFICATION_DUE = defineDeadline('wish.verifyUrgent', {
  title: { zh: '紧急待核实', en: 'Urgent wish to verify' },
  length: { amount: 4, unit: 'workingHour' },
  variantOf: VERIFICATION_DUE,
});
export const PUBLICATION_DUE = defineDeadline('wish.publish', {
  title: { zh: '待审核发布', en: 'Wish to review' },
  length: { amount: 1, unit: 'workingDay' },
  notice: {
    subject: WISH,
    roles: ['community_secretary', 'community_director'],
    text: { zh: '心愿 {code} 等待审核发布，已到时限', en: 'Wish {code} is due to be reviewed and published' },
  },
  escalation: [workingDaysLater(2, 'town_officer')],
  workQueue: { ...WISH_ITSELF, permission: WISH_REVIEW, where: `w.status IN ('verified','reopened')` },
});
/** An open wish has waited for some days: the secretary checks what could help it. */
export const COLD_WISH_DUE = defineDeadline('wish.cold', {
  title: { zh: '久无人认领', en: 'Long unclaimed' },
  length: { amount: 4, unit: 'day' },
  notice: {
    subject: WISH,
    roles: ['community_secretary'],
    text: {
      zh: '心愿 {code} 已数日无人认领，请看看如何推进',
      en: 'Wish {code} has had no claim for several days; please see what can help',
    },
  },
  workQueue: {
    ...WISH_ITSELF,
    permission: WISH_REVIEW,
    // Until the next deadline has passed, whose own entry follows.
    where: `w.status = 'open' AND ${isNotDueYet(`'wish.unclaimed'`, 'w.id')}`,
    onlyOverdue: true,
  },
});
export const CLAIMING_DUE = defineDeadline('wish.unclaimed', {
  title: { zh: '无人认领', en: 'Unclaimed' },
  length: { amount: 7, unit: 'day' },
  notice: {
    subject: WISH,
    roles: ['community_secretary'],
    text: {
      zh: '心愿 {code} 还没有人认领，请决定下一步',
      en: 'Wish {code} is still unclaimed; please decide the next step',
    },
  },
  escalation: [workingDaysLater(3, 'town_officer')],
  workQueue: { ...WISH_ITSELF, permission: WISH_REVIEW, where: `w.status = 'open'`, onlyOverdue: true },
});
export const FIRST_CONTACT_DUE = defineDeadline('claim.notBegun', {
  title: { zh: '认领后未联系', en: 'Claimed, no contact yet' },
  length: { amount: 2, unit: 'workingDay' },
  notice: {
    subject: CLAIM,
    person: 'volunteer',
    text: {
      zh: '您认领的心愿 {code} 还没有联系，请尽快联系',
      en: 'You have not yet made contact about wish {code}',
    },
  },
});
export const CLAIM_EXPIRY_NEAR = defineDeadline('claim.expiring', {
  title: { zh: '认领即将失效', en: 'Claim about to expire' },
  length: { amount: 5, unit: 'workingDay' },
  notice: {
    subject: CLAIM,
    person: 'volunteer',
    text: {
      zh: '您认领的心愿 {code} 即将失效，请联系或归还',
      en: 'Your claim of wish {code} is about to expire; make contact or release it',
    },
  },
});
export const CLAIM_EXPIRY = defineDeadline('claim.expire', {
  title: { zh: '认领失效', en: 'Claim expires' },
  length: { amount: 7, unit: 'workingDay' },
});
/** `length` counts back from the promised time. */
export const PROMISE_NEAR = defineDeadline('claim.dueSoon', {
  title: { zh: '承诺期限将至（提前量）', en: 'Promised date approaching (time ahead)' },
  length: { amount: 2, unit: 'day' },
  notice: {
    subject: CLAIM,
    person: 'volunteer',
    text: { zh: '心愿 {code} 快到您承诺的时间了', en: 'The time you promised for wish {code} is near' },
  },
});
export const PROMISE_DUE = defineDeadline('claim.duePassed', {
  title: { zh: '已过承诺期限', en: 'Promised date passed' },
  length: null,
  notice: {
    subject: CLAIM,
    person: 'volunteer',
    roles: ['grid_worker'],
    text: { zh: '心愿 {code} 已过承诺的时间', en: 'The promised time for wish {code} has passed' },
  },
  escalation: [workingDaysLater(2, 'community_secretary'), workingDaysLater(5, 'town_officer')],
  workQueue: {
    permission: WISH_VISIT,
    from: `${WISHES} JOIN ${CLAIMS} ON c.wish_id = w.id AND c.active_volunteer IS NOT NULL`,
    subject: 'c.id',
    where: `w.status IN ('open','claimed','in_progress')`,
    onlyOverdue: true,
    columns: { claimId: 'c.id' },
  },
});
export const CONFIRMATION_DUE = defineDeadline('wish.confirm', {
  title: { zh: '待确认', en: 'To confirm' },
  length: { amount: 7, unit: 'workingDay' },
  notice: {
    subject: WISH,
    person: 'requester',
    roles: ['grid_worker'],
    text: { zh: '心愿 {code} 已圆梦，等待确认', en: 'Wish {code} is fulfilled and awaits confirmation' },
  },
});
/** `length` counts from the confirmation deadline. */
export const VISIT_DUE = defineDeadline('wish.visit', {
  title: { zh: '待回访', en: 'Return visit' },
  length: { amount: 3, unit: 'workingDay' },
  notice: {
    subject: WISH,
    roles: ['grid_worker', 'grid_leader'],
    text: {
      zh: '心愿 {code} 仍未确认，请上门回访',
      en: 'Wish {code} is still unconfirmed; please make a return visit',
    },
  },
  escalation: [workingDaysLater(2, 'community_secretary'), workingDaysLater(5, 'town_officer')],
  workQueue: { ...WISH_ITSELF, permission: WISH_VISIT, where: `w.status = 'fulfilled'` },
});
export const QUESTION_ANSWER_DUE = defineDeadline('question.answer', {
  title: { zh: '提问待答复', en: 'Question waits for an answer' },
  length: { amount: 1, unit: 'workingDay' },
  notice: {
    subject: QUESTION,
    roles: ['grid_worker', 'grid_leader'],
    text: { zh: '志愿者对心愿 {code} 的提问还没有答复', en: 'A question about wish {code} still waits for an answer' },
  },
  escalation: [workingDaysLater(1, 'community_secretary'), workingDaysLater(2, 'town_officer')],
  workQueue: {
    permission: QUESTION_ANSWER,
    from: 'wish_question q',
    ofCase: 'q.wish_id',
    subject: 'q.id',
    where: `q.status = 'open'`,
    forReader: 'q.asked_by <> ?',
  },
});

export const WISH_DEADLINES = [
  VERIFICATION_DUE,
  PUBLICATION_DUE,
  COLD_WISH_DUE,
  CLAIMING_DUE,
  FIRST_CONTACT_DUE,
  CLAIM_EXPIRY_NEAR,
  CLAIM_EXPIRY,
  PROMISE_NEAR,
  PROMISE_DUE,
  CONFIRMATION_DUE,
  VISIT_DUE,
] as const;

notifyOf(ClaimExpired, {
  subject: CLAIM,
  of: ({ claimId }) => claimId,
  person: 'volunteer',
  roles: ['community_secretary'],
  text: {
    zh: '心愿 {code} 的认领因未联系已自动释放',
    en: 'The claim of wish {code} expired because there was no contact',
  },
});
notifyOf(ClaimExtended, {
  subject: WISH,
  roles: ['grid_worker'],
  text: { zh: '心愿 {code} 的志愿者延长了承诺时间', en: 'The volunteer of wish {code} has extended the promised time' },
});
notifyOf(ClaimReleased, {
  subject: WISH,
  roles: ['community_secretary'],
  text: { zh: '心愿 {code} 的认领已被归还', en: 'The claim of wish {code} was released' },
});
/** Also notifies one level up. */
notifyOf(WishReopened, {
  subject: WISH,
  person: 'volunteer',
  roles: ['community_secretary', 'town_officer'],
  text: { zh: '心愿 {code} 被要求重办，请优先处理', en: 'Wish {code} was re-opened; please give it priority' },
});
notifyOf(WishReturned, {
  subject: WISH,
  person: 'enterer',
  text: { zh: '心愿 {code} 被退回补充', en: 'Wish {code} was returned for completion' },
});
notifyOf(QuestionAsked, {
  subject: QUESTION,
  of: ({ questionId }) => questionId,
  roles: ['grid_worker'],
  text: { zh: '有志愿者对心愿 {code} 提问，请答复', en: 'A volunteer has a question about wish {code}; please answer' },
});
notifyOf(QuestionAnswered, {
  subject: QUESTION,
  of: ({ questionId }) => questionId,
  person: 'asker',
  text: { zh: '您对心愿 {code} 的提问已有答复', en: 'Your question about wish {code} was answered' },
});
notifyOf(QuestionLapsed, {
  subject: QUESTION,
  of: ({ questionId }) => questionId,
  person: 'asker',
  text: {
    zh: '心愿 {code} 已不再待认领，您的提问不再答复',
    en: 'Wish {code} is no longer open, so your question will not be answered',
  },
});
