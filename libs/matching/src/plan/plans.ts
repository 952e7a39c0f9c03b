import { Injectable } from '@nestjs/common';
import type { Actor, Reader, Tx } from '#libs/platform';
import { Access } from '#libs/identity';
import type { PlanStatus } from './plan-codes.js';
import { planStepRefusal, type PlanStep } from './plan-steps.js';
import { PlanNotFound, PlanOutdated } from './plan.errors.js';
import { PLAN_READ } from '../matching.permissions.js';

export interface Plan {
  id: string;
  unitId: string;
  unitPath: string;
  status: PlanStatus;
  version: number;
}

/** Loads plans with an access check, and moves them to their next status. */
@Injectable()
export class Plans {
  constructor(private readonly access: Access) {}

  /** Loads a plan that the actor may read. Throws MATCH_PLAN_NOT_FOUND, FORBIDDEN. */
  async load(reader: Reader, actor: Actor, planId: string): Promise<Plan> {
    const plan = await this.find(reader, planId);
    this.access.require(actor, PLAN_READ, plan.unitPath, PlanNotFound);
    return plan;
  }

  /** Moves a plan to its next status, if the actor may take the step and nobody else has changed the plan. Throws
   *  MATCH_PLAN_NOT_FOUND, FORBIDDEN, MATCH_PLAN_STATE, MATCH_PLAN_OUTDATED. */
  async move(
    tx: Tx,
    actor: Actor,
    planId: string,
    { step, to, basedOn }: { step: PlanStep; to: PlanStatus; basedOn?: number },
  ): Promise<Plan> {
    const plan = await this.find(tx, planId);
    const refusal = planStepRefusal(this.access, step, plan, actor);
    if (refusal) throw refusal;
    const moved = await tx.execute(
      'UPDATE match_plan SET status = ?, version = version + 1 WHERE id = ? AND status = ? AND version = ?',
      [to, plan.id, plan.status, basedOn ?? plan.version],
    );
    if (moved === 0) throw PlanOutdated();
    return plan;
  }

  private async find(reader: Reader, planId: string): Promise<Plan> {
    const plan = await reader.row<Plan>('SELECT id, unit_id, unit_path, status, version FROM match_plan WHERE id = ?', [
      planId,
    ]);
    if (!plan) throw PlanNotFound();
    return plan;
  }
}
