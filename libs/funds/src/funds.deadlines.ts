import { defineJob, defineTask } from '#libs/platform';
import { defineDeadline, notifyOf, workingDaysLater } from '#libs/identity';
import {
  ReversalProposed,
  SpendApproved,
  SpendObjected,
  SpendPaused,
  SpendRefused,
  SpendReturned,
} from './funds.events.js';
import { OBJECTION_ANSWER, SPEND_ACCEPT, SPEND_APPROVE, SPEND_PAY, SPEND_REQUEST } from './funds.permissions.js';
import { AWAITS_RENEWAL, HAS_OPEN_OBJECTION, HAS_SIGNED, SPEND_REQUESTS, TAKES_PART } from './funds.sql.js';
import { SPEND } from './funds.subjects.js';

/** The request itself waits. */
const SPEND_REQUEST_ITSELF = {
  from: SPEND_REQUESTS,
  ofCase: 'r.wish_id',
  subject: 'r.id',
  path: 'r.unit_path',
  columns: { spendRequestId: 'r.id', amountFen: 'r.amount_fen' },
};

export const DECISION_DUE = defineDeadline('spend.decide', {
  title: { zh: '用款待签字', en: 'Spend request to sign' },
  length: { amount: 1, unit: 'workingDay' },
  notice: {
    subject: SPEND,
    byTurn: true,
    text: { zh: '心愿 {code} 的用款申请等待审批', en: 'A spend request for wish {code} waits for approval' },
  },
  escalation: [workingDaysLater(2, 'town_officer')],
  workQueue: {
    ...SPEND_REQUEST_ITSELF,
    permission: SPEND_APPROVE,
    where: `r.status = 'submitted'`,
    turn: 'r.next_role',
  },
});
export const OBJECTION_ANSWER_DUE = defineDeadline('spend.object', {
  title: { zh: '异议待答复', en: 'Objection to answer' },
  length: { amount: 3, unit: 'workingDay' },
  notice: {
    subject: SPEND,
    roles: ['supervision_committee'],
    text: {
      zh: '心愿 {code} 的用款有异议，等待答复',
      en: 'An objection to a spend for wish {code} waits for an answer',
    },
  },
  escalation: [workingDaysLater(2, 'town_officer')],
  workQueue: { ...SPEND_REQUEST_ITSELF, permission: OBJECTION_ANSWER, where: HAS_OPEN_OBJECTION },
});
export const ACCEPTANCE_DUE = defineDeadline('spend.accept', {
  title: { zh: '已批待验收', en: 'Approved spend to accept' },
  length: { amount: 10, unit: 'workingDay' },
  notice: {
    subject: SPEND,
    person: 'spendRequester',
    roles: ['grid_leader', 'supervision_committee'],
    text: {
      zh: '心愿 {code} 的用款已批准，等待验收',
      en: 'An approved spend for wish {code} waits to be accepted',
    },
  },
  escalation: [workingDaysLater(5, 'community_secretary'), workingDaysLater(10, 'town_officer')],
  workQueue: {
    ...SPEND_REQUEST_ITSELF,
    permission: SPEND_ACCEPT,
    where: `r.status = 'approved' AND r.accepted_at IS NULL`,
    forReader: `NOT ${TAKES_PART}`,
  },
});
export const PAYMENT_DUE = defineDeadline('spend.pay', {
  title: { zh: '已验收待付', en: 'Accepted spend to pay' },
  length: { amount: 5, unit: 'workingDay' },
  notice: {
    subject: SPEND,
    roles: ['finance_clerk'],
    text: { zh: '心愿 {code} 的用款已验收，等待付款', en: 'An accepted spend for wish {code} waits to be paid' },
  },
  escalation: [workingDaysLater(3, 'town_officer')],
  workQueue: {
    ...SPEND_REQUEST_ITSELF,
    permission: SPEND_PAY,
    where: `r.status = 'approved' AND r.accepted_at IS NOT NULL AND NOT ${AWAITS_RENEWAL}`,
  },
});
export const RETURNED_SPEND = defineTask('spend.returned', {
  ...SPEND_REQUEST_ITSELF,
  title: { zh: '用款退回补充', en: 'Spend request to complete' },
  due: { job: DECISION_DUE.name },
  permission: SPEND_REQUEST,
  where: `r.status = 'returned'`,
  forReader: 'r.requested_by = ?',
});
export const SPEND_TO_RENEW = defineTask('spend.renew', {
  ...SPEND_REQUEST_ITSELF,
  title: { zh: '冲销后待同意重新付款', en: 'Spend to release after a reversal' },
  due: { job: PAYMENT_DUE.name },
  permission: SPEND_APPROVE,
  where: `r.status = 'approved' AND ${AWAITS_RENEWAL}`,
  forReader: HAS_SIGNED,
});
/** Ends the public notice. */
export const NOTICE_ENDS = defineJob('spend.notice', 'deadline');

notifyOf(SpendApproved, {
  subject: SPEND,
  of: ({ spendRequestId }) => spendRequestId,
  person: 'spendRequester',
  text: { zh: '心愿 {code} 的用款申请已批准', en: 'The spend request for wish {code} was approved' },
});
notifyOf(SpendReturned, {
  subject: SPEND,
  of: ({ spendRequestId }) => spendRequestId,
  person: 'spendRequester',
  text: {
    zh: '心愿 {code} 的用款申请被退回补充',
    en: 'The spend request for wish {code} was sent back for completion',
  },
});
notifyOf(SpendRefused, {
  subject: SPEND,
  of: ({ spendRequestId }) => spendRequestId,
  person: 'spendRequester',
  text: { zh: '心愿 {code} 的用款申请未获批准', en: 'The spend request for wish {code} was refused' },
});
notifyOf(SpendObjected, {
  subject: SPEND,
  of: ({ spendRequestId }) => spendRequestId,
  person: 'spendRequester',
  roles: ['supervision_committee', 'community_secretary'],
  text: { zh: '心愿 {code} 的用款公示收到异议', en: 'There is an objection to the spend for wish {code}' },
});
notifyOf(SpendPaused, {
  subject: SPEND,
  of: ({ spendRequestId }) => spendRequestId,
  person: 'spendRequester',
  roles: ['community_secretary', 'finance_clerk'],
  text: { zh: '心愿 {code} 的用款被监督人员暂停', en: 'A supervisor paused the spend for wish {code}' },
});
notifyOf(ReversalProposed, {
  subject: SPEND,
  of: ({ spendRequestId }) => spendRequestId,
  roles: ['community_secretary', 'town_officer'],
  text: {
    zh: '心愿 {code} 有一笔付款待冲销，请复核',
    en: 'A proposed reversal of a payment for wish {code} awaits a second person',
  },
});
