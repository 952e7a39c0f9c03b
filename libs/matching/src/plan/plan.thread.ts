import { parentPort } from 'node:worker_threads';
import type { PlannedWish } from '../candidates.js';
import type { MatchPolicy } from '../match.policy.js';
import type { VolunteerFacts } from '../score.js';
import { planOf, type WishPlan } from './plan-of.js';

// What is imported here is loaded anew for each plan: nothing but what computes it.

/** What a thread is sent: people in parts, the word to begin, and for each part of the plan that it is wanted. */
export type ToThread =
  | { wishes: PlannedWish[] }
  | { volunteers: VolunteerFacts[] }
  | { begin: { policy: MatchPolicy; now: Date } }
  | { next: true };
/** What it answers: how far it is, and asked for it, the next part of the plan; an empty one is the end. */
export type FromThread = { done: number; total: number } | { plan: WishPlan[] };

/** A part is small enough, and sent only when it is asked for, so that nobody is held up by reading it. */
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
      return 'go on'; // whoever wants it stopped ends the thread
    })!;
  }
});
