import { Injectable } from '@nestjs/common';
import { Events, Transactions, isDuplicateOf, newId, problem, type Actor } from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import type { TransferKind } from '../ledger/accounts.js';
import { FundIncome } from './fund-income.entity.js';
import { Ledger } from '../ledger/ledger.js';
import { IncomeRecorded } from '../funds.events.js';
import { FUND_TOP_UP, FUND_INCOME } from '../funds.permissions.js';
import type { IncomeSource } from './year-codes.js';

export const IncomeKnown = problem('INCOME_KNOWN', 409, {
  zh: '编号 {reference} 的收入已经登记过。',
  en: 'Income with the number {reference} is already recorded.',
});
export const OnlyDonationsInKind = problem('ONLY_DONATIONS_IN_KIND', 422, {
  zh: '只有捐赠可以是实物；追加和共同出资须为资金。',
  en: 'Only donations can be in kind. Top-ups and co-funding must be money.',
});
export const NotACommunity = problem('NOT_A_COMMUNITY', 422, {
  zh: '只有社区（村）有专项经费。',
  en: 'Only communities have a fund.',
});

const KIND: Record<IncomeSource, TransferKind> = { top_up: 'top_up', donation: 'donate', co_funding: 'co_fund' };

/** Records money or goods that a community receives in addition to its allotment: a town's top-up, an organisation's
 *  donation, or co-funding for a purpose. Each has its own document number. Goods are recorded, but not booked. */
@Injectable()
export class RecordIncome {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly ledger: Ledger,
    private readonly events: Events,
  ) {}

  /** A top-up needs `fund.topUp`, other income `fund.income`. Throws INCOME_KNOWN, NOT_A_COMMUNITY,
   *  ONLY_DONATIONS_IN_KIND, FUND_NOT_OPENED, FUND_YEAR_CLOSED. */
  async execute(
    actor: Actor,
    input: {
      unitId: string;
      year: number;
      source: IncomeSource;
      isInKind: boolean;
      amountFen: number;
      giver: string;
      reference: string;
    },
  ): Promise<{ id: string }> {
    const id = newId();
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, input.source === 'top_up' ? FUND_TOP_UP : FUND_INCOME, unit.path, UnitNotFound);
      if (unit.level !== 'community') throw NotACommunity();
      if (input.isInKind && input.source !== 'donation') throw OnlyDonationsInKind();
      try {
        await tx.insert(FundIncome, {
          id,
          ...input,
          unitPath: unit.path,
          recordedBy: actor.personId,
          recordedAt: await tx.now(),
        });
      } catch (error) {
        throw isDuplicateOf(error, 'uq_income_reference') ? IncomeKnown({ reference: input.reference }) : error;
      }
      await this.events.record(
        tx,
        IncomeRecorded({
          unitId: unit.id,
          subjectId: unit.id,
          actorId: actor.personId,
          data: { incomeId: id, source: input.source, amountFen: input.amountFen, year: input.year },
        }),
      );
      if (!input.isInKind)
        await this.ledger.post(tx, {
          kind: KIND[input.source],
          unitId: unit.id,
          year: input.year,
          amountFen: input.amountFen,
          opKey: `income-${id}`,
          spendRequestId: null,
          actorId: actor.personId,
        });
      return { id };
    });
  }
}
