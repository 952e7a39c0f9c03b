import { Injectable } from '@nestjs/common';
import { Events, Transactions, isDuplicateOf, problem, type Actor } from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import { FundPlan } from './fund-plan.entity.js';
import { NotACommunity } from './record-income.js';
import { FundPlanSet } from '../funds.events.js';
import { FUND_PLAN } from '../funds.permissions.js';

export interface PlanLine {
  /** Category of the wishes. */
  category: string;
  plannedFen: number;
}

export const PlanOutdated = problem('PLAN_OUTDATED', 409, {
  zh: '计划已被他人修改（第 {version} 版），请刷新后再改。',
  en: 'Somebody else has changed the plan (version {version}). Reload and try again.',
});

/** Sets how a community plans to divide a year's money between the categories of wishes. A plan is not binding; statements
 *  show it next to the actual figures. All versions are kept. */
@Injectable()
export class PlanYear {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly events: Events,
  ) {}

  /** `basedOn`: the version that was edited; 0 for the first. Throws UNIT_NOT_FOUND, FORBIDDEN, NOT_A_COMMUNITY,
   *  PLAN_OUTDATED. */
  async execute(
    actor: Actor,
    input: { unitId: string; year: number; basedOn: number; lines: PlanLine[] },
  ): Promise<{ version: number }> {
    const { unitId, year, basedOn } = input;
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, unitId);
      this.access.require(actor, FUND_PLAN, unit.path, UnitNotFound);
      if (unit.level !== 'community') throw NotACommunity();
      const newest = await tx.row<{ version: number }>(
        'SELECT version FROM fund_plan WHERE unit_id = ? AND year = ? ORDER BY version DESC LIMIT 1',
        [unitId, year],
      );
      if ((newest?.version ?? 0) !== basedOn) throw PlanOutdated({ version: newest?.version ?? 0 });
      const version = basedOn + 1;
      try {
        await tx.insert(FundPlan, {
          unitId,
          year,
          version,
          planLines: JSON.stringify(input.lines.filter(({ plannedFen }) => plannedFen > 0)),
          setBy: actor.personId,
          setAt: await tx.now(),
        });
      } catch (error) {
        throw isDuplicateOf(error, 'PRIMARY') ? PlanOutdated({ version }) : error;
      }
      await this.events.record(
        tx,
        FundPlanSet({ unitId, subjectId: unitId, actorId: actor.personId, data: { year, version } }),
      );
      return { version };
    });
  }
}
