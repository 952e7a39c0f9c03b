import { codedWords, type Actor, type Problem } from '#libs/platform';
import type { Access } from '#libs/identity';
import type { PlanStatus } from './plan-codes.js';
import { PlanNotFound, PlanState } from './plan.errors.js';
import { PLAN_MAKE } from '../matching.permissions.js';

const PLAN_STATUS_WORDS = codedWords<PlanStatus>({
  waiting: { zh: '等待计算', en: 'waiting' },
  computing: { zh: '计算中', en: 'being computed' },
  ready: { zh: '待发出', en: 'not sent yet' },
  sending: { zh: '发送中', en: 'being sent' },
  sent: { zh: '已发出', en: 'sent' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  failed: { zh: '未算成', en: 'failed' },
});

/** What the office does with a plan. */
export const PLAN_STEPS = ['edit', 'send', 'cancel'] as const;
export type PlanStep = (typeof PLAN_STEPS)[number];

/** The statuses in which each step is allowed. */
const FROM: Record<PlanStep, readonly PlanStatus[]> = {
  edit: ['ready'],
  send: ['ready'],
  cancel: ['waiting', 'computing', 'ready'],
};

/** Whether a job is working on the plan. */
export const isUnderWay = (status: PlanStatus): boolean =>
  status === 'waiting' || status === 'computing' || status === 'sending';

/** Whether the plan has a result to look at. */
export const isComputed = (status: PlanStatus): boolean =>
  status === 'ready' || status === 'sending' || status === 'sent';

interface Facts {
  status: PlanStatus;
  unitPath: string;
}

/** Why the actor may not take the step now. */
export const planStepRefusal = (access: Access, step: PlanStep, plan: Facts, actor: Actor): Problem | undefined =>
  access.refusal(actor, PLAN_MAKE, plan.unitPath, PlanNotFound) ??
  (FROM[step].includes(plan.status) ? undefined : PlanState({ state: PLAN_STATUS_WORDS[plan.status] }));

/** The steps that the actor may take now. */
export const planStepsFor = (access: Access, plan: Facts, actor: Actor): PlanStep[] =>
  PLAN_STEPS.filter((step) => !planStepRefusal(access, step, plan, actor));
