import { Injectable } from '@nestjs/common';
import { Events, Transactions, type Actor } from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import { Ledger } from '../ledger/ledger.js';
import { SignDailyHeads } from '../book/sign-daily-heads.js';
import { YearAllotted } from '../funds.events.js';
import { FUND_ALLOT } from '../funds.permissions.js';

/** The district allots the same amount to every community below a unit for a budget year. A repeated run allots only to
 *  communities without an allotment for the year. */
@Injectable()
export class AllotYear {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly ledger: Ledger,
    private readonly events: Events,
    private readonly seal: SignDailyHeads,
  ) {}

  /** `amountFen`: for each community. */
  async execute(
    actor: Actor,
    input: { unitId: string; year: number; amountFen: number },
  ): Promise<{ allotted: number; alreadyAllotted: number }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, FUND_ALLOT, unit.path, UnitNotFound);
      const communities = await this.units.below(tx, unit.path, 'community');
      await this.ledger.open(
        tx,
        communities.map(({ id }) => id),
        input.year,
      );
      const done = await tx.rows<{ opKey: string }>(`SELECT op_key FROM fund_transfer WHERE op_key LIKE ?`, [
        `allot-${input.year}-%`,
      ]);
      const doneKeys = new Set(done.map(({ opKey }) => opKey));
      const waiting = communities.filter(({ id }) => !doneKeys.has(opKeyOf(input.year, id)));
      for (const { id } of waiting) {
        await this.ledger.post(tx, {
          kind: 'allot',
          unitId: id,
          year: input.year,
          amountFen: input.amountFen,
          opKey: opKeyOf(input.year, id),
          spendRequestId: null,
          actorId: actor.personId,
        });
      }
      await this.seal.wake(tx);
      await this.events.record(
        tx,
        YearAllotted({
          unitId: unit.id,
          subjectId: unit.id,
          actorId: actor.personId,
          data: { year: input.year, amountFen: input.amountFen, communities: waiting.length },
        }),
      );
      return { allotted: waiting.length, alreadyAllotted: communities.length - waiting.length };
    });
  }
}

const opKeyOf = (year: number, unitId: string): string => `allot-${year}-${unitId}`;
