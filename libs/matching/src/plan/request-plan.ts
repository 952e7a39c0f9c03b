import { Injectable } from '@nestjs/common';
import { Events, Jobs, Transactions, defineJob, newId, type Actor } from '#libs/platform';
import { Access, UnitNotFound, Units, lockUnit } from '#libs/identity';
import { MatchPolicies } from '../score/match-policies.js';
import { MatchPlan } from './match-plan.entity.js';
import { PlanUnderWay } from './plan.errors.js';
import { Plans } from './plans.js';
import { PlanAskedFor } from '../matching.events.js';
import { PLAN_MAKE } from '../matching.permissions.js';

export const COMPUTE_PLAN = defineJob('plan.compute', 'interactive');

/** Requests a plan for a unit: which volunteer should do which wish. A job computes it. */
@Injectable()
export class RequestPlan {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly plans: Plans,
    private readonly policies: MatchPolicies,
    private readonly jobs: Jobs,
    private readonly events: Events,
  ) {}

  /** Throws UNIT_NOT_FOUND, FORBIDDEN, MATCH_PLAN_UNDER_WAY. */
  async execute(actor: Actor, unitId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, unitId);
      this.access.require(actor, PLAN_MAKE, unit.path, UnitNotFound);
      await lockUnit(tx, unit.id);
      const underWay = await tx.row(
        `SELECT 1 FROM match_plan WHERE unit_path = ? AND status IN ('waiting','computing','sending')`,
        [unit.path],
      );
      if (underWay) throw PlanUnderWay();
      const id = newId();
      const now = await tx.now();
      await tx.insert(MatchPlan, {
        id,
        unitId: unit.id,
        unitPath: unit.path,
        status: 'waiting',
        policy: JSON.stringify(await this.policies.weights(tx)),
        askedBy: actor.personId,
        askedAt: now,
      });
      await this.jobs.schedule(tx, { kind: COMPUTE_PLAN, subjectId: id, dueAt: now });
      await this.events.record(tx, PlanAskedFor({ unitId: unit.id, subjectId: id, actorId: actor.personId, data: {} }));
      return { id };
    });
  }

  /** Cancels a plan that is being computed or was not sent. Throws MATCH_PLAN_NOT_FOUND, MATCH_PLAN_STATE. */
  async cancel(actor: Actor, planId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      await this.plans.move(tx, actor, planId, { step: 'cancel', to: 'cancelled' });
      await this.jobs.cancel(tx, planId);
      return { id: planId };
    });
  }
}
