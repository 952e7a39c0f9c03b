import { parentPort } from 'node:worker_threads';
import type { PlannedWish } from '../score/candidates.js';
import type { MatchPolicy } from '../score/match.policy.js';
import type { VolunteerFacts } from '../score/score.js';
import { planOf, type WishPlan } from './plan-of.js';

// Each plan loads these imports again, so import only what computes a plan.

/** Messages to the thread: people in parts, the start signal, and a request for each part of the plan. */
export type ToThread =
  | { wishes: PlannedWish[] }
  | { volunteers: VolunteerFacts[] }
  | { begin: { policy: MatchPolicy; now: Date } }
  | { next: true };
/** Messages from the thread: its progress and, on request, the next part of the plan; an empty part marks the end. */
export type FromThread = { done: number; total: number } | { plan: WishPlan[] };

/** Parts are small and sent only on request, so that reading them does not block the main thread. */
const PART = 100;

const wishes: PlannedWish[] = [];
const volunteers: VolunteerFacts[] = [];
let plan: WishPlan[] = [];
const say = (message: FromThread): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToThread) => {
  if ('wishes' in message) wishes.push(...message.wishes);
  else if ('volunteers' in message) volunteers.push(...message.volunteers);
  else if ('next' in message) say({ plan: plan.splice(0, PART) });
  else {
    const { policy, now } = message.begin;
    plan = planOf(policy, { wishes, volunteers, now }, (done, total) => {
      say({ done, total });
      return 'go on'; // to stop it, the caller terminates the thread
    })!;
  }
});
