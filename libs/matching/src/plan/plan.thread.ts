import { parentPort } from 'node:worker_threads';
import type { PlannedWish } from '../candidates.js';
import type { MatchPolicy } from '../match.policy.js';
import type { VolunteerFacts } from '../score.js';
import { planOf, type WishPlan } from './plan-of.js';

/** What a thread is sent: people in parts, then the word to begin. */
export type ToThread =
  { wishes: PlannedWish[] } | { volunteers: VolunteerFacts[] } | { begin: { policy: MatchPolicy; now: Date } };
/** What it answers: how far it is, then the plan in parts, then that it is done. */
export type FromThread = { done: number; total: number } | { plan: WishPlan[] } | { isDone: true };

/** Parts small enough that neither side is held up by one. */
const PART = 200;

const wishes: PlannedWish[] = [];
const volunteers: VolunteerFacts[] = [];
const say = (message: FromThread): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToThread) => {
  if ('wishes' in message) wishes.push(...message.wishes);
  else if ('volunteers' in message) volunteers.push(...message.volunteers);
  else {
    const { policy, now } = message.begin;
    const plan = planOf(policy, { wishes, volunteers, now }, (done, total) => {
      say({ done, total });
      return 'go on'; // whoever wants it stopped ends the thread
    })!;
    for (let at = 0; at < plan.length; at += PART) say({ plan: plan.slice(at, at + PART) });
    say({ isDone: true });
  }
});
