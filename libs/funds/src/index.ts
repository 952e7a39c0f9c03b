import { Module } from '@nestjs/common';
import { AllotYear } from './allot-year.js';
import { FundsController } from './funds.controller.js';
import { FundsQueries } from './funds.queries.js';
import { Ledger } from './ledger.js';
import { SpendRequests } from './spend-requests.js';

export { fundsInvariants, fundsSchema } from './funds.schema.js';
export { FundsQueries } from './funds.queries.js';
export { SpendRequests } from './spend-requests.js';

/** The community fund: allotment, spend requests, ledger. */
@Module({
  providers: [Ledger, AllotYear, SpendRequests, FundsQueries],
  exports: [AllotYear, SpendRequests, FundsQueries],
})
export class FundsModule {}

@Module({ imports: [FundsModule], controllers: [FundsController] })
export class FundsHttpModule {}
