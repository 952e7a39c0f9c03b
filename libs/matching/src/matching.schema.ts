import type { Invariant, Schema } from '#libs/platform';
import { CLAIMS } from '#libs/wishes';
import { hasPendingJob } from '#libs/platform';
import * as migrations from './migrations/index.js';

export const matchingSchema: Schema = {
  migrations: Object.values(migrations),
};

export const matchingInvariants: Invariant[] = [
  {
    name: 'invitation.claim',
    rule: 'Every accepted invitation became a claim of its volunteer, and no other did',
    sql: `SELECT i.id, i.status FROM invitation i LEFT JOIN ${CLAIMS} ON c.id = i.claim_id
      WHERE (i.status = 'accepted') <> (c.id IS NOT NULL) OR (c.id IS NOT NULL AND (c.wish_id <> i.wish_id OR c.volunteer_id <> i.volunteer_id))`,
  },
  {
    name: 'invitation.deadline',
    rule: 'Every open invitation has a pending deadline',
    sql: `SELECT i.id FROM invitation i WHERE i.status = 'open' AND NOT ${hasPendingJob(`'invitation.answer'`, 'i.id')}`,
  },
  {
    name: 'plan.places',
    rule: 'No plan gives a wish more helpers than it needed',
    sql: `SELECT w.plan_id, w.wish_id, w.places, COUNT(*) AS pairs FROM plan_wish w JOIN plan_pair p USING (plan_id, wish_id)
      GROUP BY w.plan_id, w.wish_id, w.places HAVING COUNT(*) > w.places`,
  },
];
