import { Injectable } from '@nestjs/common';
import type { Actor, Reader, Tx } from '#libs/platform';
import { Access } from '#libs/identity';
import { PlanNotFound, PlanOutdated, PlanState } from './plan.errors.js';

export const PLAN_STATUSES = ['waiting', 'computing', 'ready', 'sending', 'sent', 'cancelled', 'failed'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

export interface Plan {
  id: string;
  unitId: string;
  unitPath: string;
  status: PlanStatus;
  version: number;
}

/** Loads plans for those who may see or change them, and moves them on. */
@Injectable()
export class Plans {
  constructor(private readonly access: Access) {}

  /** Throws MATCH_PLAN_NOT_FOUND, FORBIDDEN. */
  async load(reader: Reader, actor: Actor, planId: string, permission: 'plan.read' | 'plan.make'): Promise<Plan> {
    const plan = await reader.row<Plan>('SELECT id, unit_id, unit_path, status, version FROM match_plan WHERE id = ?', [
      planId,
    ]);
    if (!plan) throw PlanNotFound();
    this.access.require(actor, permission, plan.unitPath, PlanNotFound);
    return plan;
  }

  /** Moves a plan on from where it was read; the UPDATE has the last word. Throws MATCH_PLAN_STATE, MATCH_PLAN_OUTDATED. */
  async move(tx: Tx, plan: Plan, step: { from: PlanStatus[]; to: PlanStatus; basedOn?: number }): Promise<void> {
    if (!step.from.includes(plan.status)) throw PlanState({ state: plan.status });
    const version = step.basedOn ?? plan.version;
    const moved = await tx.execute(
      'UPDATE match_plan SET status = ?, version = version + 1 WHERE id = ? AND status = ? AND version = ?',
      [step.to, plan.id, plan.status, version],
    );
    if (moved === 0) throw PlanOutdated();
  }
}
