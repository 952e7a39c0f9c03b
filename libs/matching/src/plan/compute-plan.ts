import { Injectable, Logger } from '@nestjs/common';
import { Events, HandlesLongJob, Transactions, type DueJob, type Tx, type Changes } from '#libs/platform';
import { MatchFacts } from '../score/match-facts.js';
import { type MatchPolicy } from '../score/match.policy.js';
import { COMPUTE_PLAN } from './request-plan.js';
import { MatchPlan } from './match-plan.entity.js';
import type { WishPlan } from './plan-of.js';
import { PlanPair } from './plan-pair.entity.js';
import { PlanWish } from './plan-wish.entity.js';
import { Planner, PlannerFailed } from './planner.js';
import { PlanComputed } from '../matching.events.js';

/** Wishes and volunteers are read and passed to the thread in small parts, so that the event loop is not blocked. */
const PART = 120;
/** Old rows are deleted in steps, so that transactions stay small. */
const STEP = 500;
const TELL_EVERY_MS = 500;

interface Asked {
  unitId: string;
  unitPath: string;
  status: string;
  policy: string;
}

/** The job that computes a plan in a worker thread and stores it. It may be restarted at any time, and stops when the plan
 *  is cancelled. */
@Injectable()
export class ComputePlan {
  private readonly logger = new Logger('plan');

  constructor(
    private readonly transactions: Transactions,
    private readonly facts: MatchFacts,
    private readonly events: Events,
  ) {}

  @HandlesLongJob(COMPUTE_PLAN)
  async run({ subjectId: planId }: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const asked = await this.transactions.row<Asked>(
      'SELECT unit_id, unit_path, status, policy FROM match_plan WHERE id = ?',
      [planId],
    );
    if (asked?.status !== 'waiting' && asked?.status !== 'computing') return;
    const planner = new Planner();
    try {
      await this.forget(planId);
      const now = await this.begin(planId);
      if (!now) return;
      const counts = await this.hand(planner, asked.unitPath, keepAlive);
      await this.set(planId, counts);
      let toldAt = 0;
      for await (const message of planner.plan(JSON.parse(asked.policy) as MatchPolicy, now)) {
        if ('plan' in message) {
          if (!(await this.keep(planId, message.plan))) return;
        } else if (Date.now() - toldAt > TELL_EVERY_MS) {
          toldAt = Date.now();
          if (!(await this.set(planId, message))) return;
          await keepAlive();
        }
      }
      await this.finish(planId, asked.unitId);
    } catch (error) {
      if (!(error instanceof PlannerFailed)) throw error;
      this.logger.error(`${planId}: ${error.message}`);
      await this.set(planId, { status: 'failed' });
    } finally {
      await planner.close();
    }
  }

  /** Returns undefined when the plan was cancelled meanwhile. */
  private begin(planId: string): Promise<Date | undefined> {
    return this.transactions.run(async (tx) => {
      const now = await tx.now();
      const begun = await tx.execute(
        `UPDATE match_plan SET status = 'computing', computed_at = ?, done = 0, total = 0 WHERE id = ? AND status IN ('waiting','computing')`,
        [now, planId],
      );
      return begun > 0 ? now : undefined;
    });
  }

  private async hand(planner: Planner, unitPath: string, keepAlive: () => Promise<void>) {
    const counts = { wishes: 0, volunteers: 0 };
    for await (const wishes of this.facts.wishesIn(this.transactions, unitPath, PART)) {
      counts.wishes += wishes.length;
      planner.add({ wishes });
    }
    await keepAlive();
    for await (const volunteers of this.facts.volunteersIn(this.transactions, unitPath, PART)) {
      counts.volunteers += volunteers.length;
      planner.add({ volunteers });
    }
    await keepAlive();
    return counts;
  }

  /** Returns false when the plan was cancelled meanwhile. */
  private set(planId: string, values: Changes<MatchPlan>): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      if (!(await isComputing(tx, planId))) return false;
      await tx.update(MatchPlan, planId, values);
      return true;
    });
  }

  private keep(planId: string, plan: WishPlan[]): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      if (!(await isComputing(tx, planId))) return false;
      await tx.insert(
        PlanWish,
        plan.map(({ wishId, places, candidates, shortage, blocked }) => ({
          planId,
          wishId,
          places,
          candidates: JSON.stringify(candidates.map(({ volunteerId }) => volunteerId)),
          shortage,
          blocked: JSON.stringify(blocked),
        })),
      );
      await tx.insert(
        PlanPair,
        plan.flatMap(({ wishId, pairs }) =>
          pairs.map(({ volunteerId, rank, components }) => ({
            planId,
            wishId,
            volunteerId,
            placeRank: rank,
            components: JSON.stringify(components),
          })),
        ),
      );
      return true;
    });
  }

  private async forget(planId: string): Promise<void> {
    for (const table of ['plan_pair', 'plan_wish'])
      for (let gone = STEP; gone === STEP;)
        gone = await this.transactions.run((tx) =>
          tx.execute(`DELETE FROM ${table} WHERE plan_id = ? LIMIT ${STEP}`, [planId]),
        );
  }

  private finish(planId: string, unitId: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      const done = await tx.execute(
        `UPDATE match_plan SET status = 'ready', version = version + 1, done = total WHERE id = ? AND status = 'computing'`,
        [planId],
      );
      if (done === 0) return;
      const { places, pairs } = (await tx.row<{ places: number; pairs: number }>(
        `SELECT COALESCE(SUM(places), 0) AS places, (SELECT COUNT(*) FROM plan_pair WHERE plan_id = ?) AS pairs FROM plan_wish WHERE plan_id = ?`,
        [planId, planId],
      ))!;
      await this.events.record(
        tx,
        PlanComputed({
          unitId,
          subjectId: planId,
          actorId: null,
          data: { places: Number(places), pairs: Number(pairs) },
        }),
      );
    });
  }
}

/** Locks the plan until the transaction ends: a cancellation comes either before or after it. */
const isComputing = async (tx: Tx, planId: string): Promise<boolean> =>
  (await tx.row<{ status: string }>('SELECT status FROM match_plan WHERE id = ? FOR UPDATE', [planId]))?.status ===
  'computing';
