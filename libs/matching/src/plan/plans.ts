import { Injectable } from '@nestjs/common';
import type { Actor, Reader, Tx, Permission } from '#libs/platform';
import { Access } from '#libs/identity';
import { PlanNotFound, PlanOutdated, PlanState } from './plan.errors.js';
import { codedWords } from '#libs/platform';
import type { PlanStatus } from './plan-codes.js';

const PLAN_STATUS_WORDS = codedWords<PlanStatus>({
  waiting: { zh: '等待计算', en: 'waiting' },
  computing: { zh: '计算中', en: 'being computed' },
  ready: { zh: '待发出', en: 'not sent yet' },
  sending: { zh: '发送中', en: 'being sent' },
  sent: { zh: '已发出', en: 'sent' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  failed: { zh: '未算成', en: 'failed' },
});

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

  /** Throws MATCH_PLAN_NOT_FOUND, FORBIDDEN. */
  async load(reader: Reader, actor: Actor, planId: string, permission: Permission): Promise<Plan> {
    const plan = await reader.row<Plan>('SELECT id, unit_id, unit_path, status, version FROM match_plan WHERE id = ?', [
      planId,
    ]);
    if (!plan) throw PlanNotFound();
    this.access.require(actor, permission, plan.unitPath, PlanNotFound);
    return plan;
  }

  /** Moves a plan to its next status, if its status and version are still the same. Throws MATCH_PLAN_STATE,
   *  MATCH_PLAN_OUTDATED. */
  async move(tx: Tx, plan: Plan, step: { from: PlanStatus[]; to: PlanStatus; basedOn?: number }): Promise<void> {
    if (!step.from.includes(plan.status)) throw PlanState({ state: PLAN_STATUS_WORDS[plan.status] });
    const version = step.basedOn ?? plan.version;
    const moved = await tx.execute(
      'UPDATE match_plan SET status = ?, version = version + 1 WHERE id = ? AND status = ? AND version = ?',
      [step.to, plan.id, plan.status, version],
    );
    if (moved === 0) throw PlanOutdated();
  }
}
