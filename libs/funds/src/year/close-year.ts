import { Injectable } from '@nestjs/common';
import { Events, Transactions, budgetYear, problem, type Actor, type Tx } from '#libs/platform';
import { Access, UnitNotFound, Units, type Unit } from '#libs/identity';
import { Ledger, type Rollover } from '../ledger/ledger.js';
import { YearClosed } from '../funds.events.js';
import { FUND_ALLOT } from '../funds.permissions.js';

export const FundYearRunning = problem('FUND_YEAR_RUNNING', 422, {
  zh: '{year} 年度还没有结束，不能结账。',
  en: 'The budget year {year} is not over; it cannot be closed.',
});

export interface Closing {
  closed: number;
  alreadyClosed: number;
  /** Communities in which the year was never opened. */
  notOpened: number;
}

/** The district closes a budget year of every community below a unit. The rollover policy decides whether available money
 *  returns to the district or moves to the next year. Reserved money stays and is paid from its own year. Each community
 *  is closed in its own transaction, so a repeated run continues where an interrupted one stopped. */
@Injectable()
export class CloseYear {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly ledger: Ledger,
    private readonly events: Events,
  ) {}

  /** Throws FUND_YEAR_RUNNING until the year is over in Shanghai. */
  async execute(
    actor: Actor,
    input: { unitId: string; year: number; rollover: Rollover },
    told: (done: number, of: number) => void = () => undefined,
  ): Promise<Closing> {
    const unit = await this.units.get(this.transactions, input.unitId);
    this.access.require(actor, FUND_ALLOT, unit.path, UnitNotFound);
    if (input.year >= budgetYear(new Date())) throw FundYearRunning({ year: input.year });
    const communities = await this.units.below(this.transactions, unit.path, 'community');
    const closing: Closing = { closed: 0, alreadyClosed: 0, notOpened: 0 };
    for (const [at, community] of communities.entries()) {
      const outcome = await this.transactions.run((tx) => this.closeOne(tx, actor, community, input));
      closing[outcome] += 1;
      told(at + 1, communities.length);
    }
    return closing;
  }

  private async closeOne(
    tx: Tx,
    actor: Actor,
    community: Unit,
    { year, rollover }: { year: number; rollover: Rollover },
  ): Promise<keyof Closing> {
    const actorId = actor.personId;
    const outcome = await this.ledger.close(tx, { unitId: community.id, year, rollover, actorId });
    if (outcome !== 'closed') return outcome;
    await this.events.record(
      tx,
      YearClosed({ unitId: community.id, subjectId: community.id, actorId, data: { year, rollover: rollover.policy } }),
    );
    return outcome;
  }
}
