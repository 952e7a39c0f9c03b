import { Injectable } from '@nestjs/common';
import { Events, Transactions, type Actor } from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import { Ledger } from '../ledger/ledger.js';
import { SignDailyHeads } from '../book/sign-daily-heads.js';
import { YearOpened } from '../funds.events.js';
import { FUND_ALLOT } from '../funds.permissions.js';

/** The district opens a budget year for every community below a unit, with all accounts at zero. A repeated run opens only
 *  the missing ones. */
@Injectable()
export class OpenYear {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly ledger: Ledger,
    private readonly events: Events,
    private readonly seal: SignDailyHeads,
  ) {}

  async execute(
    actor: Actor,
    input: { unitId: string; year: number },
  ): Promise<{ opened: number; alreadyOpen: number }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, FUND_ALLOT, unit.path, UnitNotFound);
      const communities = await this.units.below(tx, unit.path, 'community');
      const ids = communities.map(({ id }) => id);
      const opened = await this.ledger.open(tx, ids, input.year);
      await this.seal.wake(tx);
      await this.events.record(
        tx,
        YearOpened({
          unitId: unit.id,
          subjectId: unit.id,
          actorId: actor.personId,
          data: { year: input.year, communities: opened },
        }),
      );
      return { opened, alreadyOpen: communities.length - opened };
    });
  }
}
