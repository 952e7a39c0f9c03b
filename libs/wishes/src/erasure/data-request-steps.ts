import type { Problem } from '#libs/platform';
import type { Permission } from '#libs/identity';
import { DataRequestState, OtherHandNeeded } from '../wish.errors.js';
import { REQUEST_STATUS_WORDS, type RequestKind, type RequestStatus, type RequestStep } from './data-request-codes.js';

/** A copy may be printed once more within a day. */
const AGAIN_WITHIN_MS = 86_400_000;

interface Rule {
  permission: Permission;
  from: readonly RequestStatus[];
  kind?: RequestKind;
}

export const STEP_RULES: Record<RequestStep, Rule> = {
  copy: { permission: 'dataRequest.open', from: ['open', 'done'], kind: 'copy' },
  correct: { permission: 'dataRequest.open', from: ['open'], kind: 'correction' },
  accept: { permission: 'dataRequest.decide', from: ['open'], kind: 'erasure' },
  refuse: { permission: 'dataRequest.decide', from: ['open'] },
  withdraw: { permission: 'dataRequest.open', from: ['open', 'accepted'] },
};

export interface RequestFacts {
  kind: RequestKind;
  status: RequestStatus;
  openedBy: string;
  endedAt: Date | null;
}

/** Why somebody who has the permission may not take this step now; undefined when the step is allowed. */
export function refusalOf(
  step: RequestStep,
  request: RequestFacts,
  { personId, now }: { personId: string; now: Date },
): Problem | undefined {
  const { from, kind } = STEP_RULES[step];
  const isOver = request.endedAt !== null && now.getTime() - request.endedAt.getTime() > AGAIN_WITHIN_MS;
  if (!from.includes(request.status) || (kind && request.kind !== kind) || isOver)
    return DataRequestState({ state: REQUEST_STATUS_WORDS[request.status] });
  const isAnswer = step === 'accept' || step === 'refuse';
  if (isAnswer && request.kind === 'erasure' && request.openedBy === personId) return OtherHandNeeded();
  return undefined;
}
