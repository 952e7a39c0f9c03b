import { Injectable } from '@nestjs/common';
import {
  Events,
  HandlesLongJob,
  Jobs,
  Transactions,
  defineJob,
  type Actor,
  type DueJob,
  type Row,
} from '#libs/platform';
import { Invite } from '../invitation/invite.js';
import { MatchPlan } from './match-plan.entity.js';
import type { PlanPair } from './plan-pair.entity.js';
import { Plans } from './plans.js';
import { PlanSent } from '../matching.events.js';

export const SEND_PLAN = defineJob('plan.send', 'interactive');

const PART = 50;

/** Sends a plan as invitations. The command only schedules a job, which sends them in parts. */
@Injectable()
export class SendPlan {
  constructor(
    private readonly transactions: Transactions,
    private readonly plans: Plans,
    private readonly invite: Invite,
    private readonly jobs: Jobs,
    private readonly events: Events,
  ) {}

  /** Throws MATCH_PLAN_NOT_FOUND, MATCH_PLAN_STATE, MATCH_PLAN_OUTDATED. */
  async execute(actor: Actor, planId: string, basedOn: number): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const plan = await this.plans.move(tx, actor, planId, { step: 'send', to: 'sending', basedOn });
      const now = await tx.now();
      await tx.update(MatchPlan, planId, { sentBy: actor.personId, sentAt: now });
      await this.jobs.schedule(tx, { kind: SEND_PLAN, subjectId: planId, dueAt: now });
      await this.events.record(
        tx,
        PlanSent({ unitId: plan.unitId, subjectId: planId, actorId: actor.personId, data: {} }),
      );
      return { id: planId };
    });
  }

  /** The job. It marks a pair as sent in the transaction that sends it, so that it may be restarted. */
  @HandlesLongJob(SEND_PLAN)
  async run({ subjectId: planId }: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    for (let sent = PART; sent === PART; await keepAlive()) {
      sent = await this.transactions.run(async (tx) => {
        const pairs = await tx.rows<Row<PlanPair, 'wishId' | 'volunteerId'>>(
          `SELECT wish_id, volunteer_id FROM plan_pair WHERE plan_id = ? AND sent_at IS NULL ORDER BY wish_id, place_rank LIMIT ${PART} FOR UPDATE`,
          [planId],
        );
        for (const { wishId, volunteerId } of pairs) {
          await this.invite.one(tx, { planId, wishId, volunteerId });
          await tx.execute(
            'UPDATE plan_pair SET sent_at = UTC_TIMESTAMP(3) WHERE plan_id = ? AND wish_id = ? AND volunteer_id = ?',
            [planId, wishId, volunteerId],
          );
        }
        return pairs.length;
      });
    }
    await this.transactions.run((tx) =>
      tx.execute(`UPDATE match_plan SET status = 'sent', version = version + 1 WHERE id = ? AND status = 'sending'`, [
        planId,
      ]),
    );
  }
}
