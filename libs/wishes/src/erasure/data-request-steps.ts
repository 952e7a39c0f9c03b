import type { Permission } from '#libs/platform';

import type { RequestKind, RequestStatus, RequestStep } from './data-request-codes.js';
import { DATA_REQUEST_DECIDE, DATA_REQUEST_OPEN } from '../wishes.permissions.js';

/** A copy may be printed again within one day. */
const AGAIN_WITHIN_MS = 86_400_000;

type Actor = 'openedBy' | 'decidedBy';
/** Who may take a step, and when; for the commands and for the pages. */
interface Rule {
  step: RequestStep;
  from: readonly RequestStatus[];
  kinds?: readonly RequestKind[];
  permission: Permission;
  /** Only the person who did this may take the step. */
  onlyBy?: Actor;
  /** The person who did this may not take the step. */
  notBy?: Actor;
  /** In addition, no single person may be able to act through both accounts. */
  isIndependent?: true;
}

const RULES: readonly Rule[] = [
  { step: 'copy', from: ['open', 'done'], kinds: ['copy'], permission: DATA_REQUEST_OPEN },
  {
    step: 'correct',
    from: ['open'],
    kinds: ['correction'],
    permission: DATA_REQUEST_DECIDE,
    notBy: 'openedBy',
    isIndependent: true,
  },
  {
    step: 'accept',
    from: ['open'],
    kinds: ['erasure'],
    permission: DATA_REQUEST_DECIDE,
    notBy: 'openedBy',
    isIndependent: true,
  },
  { step: 'refuse', from: ['open'], kinds: ['copy', 'correction'], permission: DATA_REQUEST_DECIDE },
  { step: 'refuse', from: ['open'], kinds: ['erasure'], permission: DATA_REQUEST_DECIDE, notBy: 'openedBy' },
  { step: 'withdraw', from: ['open'], permission: DATA_REQUEST_OPEN, onlyBy: 'openedBy' },
  { step: 'withdraw', from: ['accepted'], permission: DATA_REQUEST_DECIDE, notBy: 'decidedBy', isIndependent: true },
];

export interface RequestFacts {
  kind: RequestKind;
  status: RequestStatus;
  openedBy: string;
  decidedBy: string | null;
  endedAt: Date | null;
}

/** The rule that allows this step now; undefined if the state or kind of the request does not allow it. */
export function ruleOf(step: RequestStep, request: RequestFacts, now: Date): Rule | undefined {
  const isOver = request.endedAt !== null && now.getTime() - request.endedAt.getTime() > AGAIN_WITHIN_MS;
  if (isOver) return undefined;
  return RULES.find(
    (rule) =>
      rule.step === step && rule.from.includes(request.status) && (!rule.kinds || rule.kinds.includes(request.kind)),
  );
}
