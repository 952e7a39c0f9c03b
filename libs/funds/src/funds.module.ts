import { Module } from '@nestjs/common';
import { ImportsModule } from '#libs/imports';
import { BankEntries } from './bank/bank-entries.js';
import { BankController } from './bank/bank.controller.js';
import { BankQueries } from './bank/bank.queries.js';
import { ImportStatement } from './bank/import-statement.js';
import { ReconcileBank } from './bank/reconcile-bank.js';
import { ConfirmBreak } from './bank/confirm-break.js';
import { RetractStatement } from './bank/retract-statement.js';
import { StatementRegister } from './bank/statement-register.js';
import { CorrectPayee } from './payee/correct-payee.js';
import { Payees } from './payee/payees.js';
import { PayeesController } from './payee/payees.controller.js';
import { PayeesQueries } from './payee/payees.queries.js';
import { RegisterOldPayees } from './payee/register-old-payees.js';
import { AllotYear } from './year/allot-year.js';
import { CloseYear } from './year/close-year.js';
import { FundBookQueries } from './book/fund-book.queries.js';
import { FundNightly } from './book/fund-nightly.js';
import { FundsController } from './funds.controller.js';
import { FundsQueries } from './ledger/funds.queries.js';
import { Ledger } from './ledger/ledger.js';
import { OpenYear } from './year/open-year.js';
import { PlanYear } from './year/plan-year.js';
import { RecordIncome } from './year/record-income.js';
import { SignDailyHeads } from './book/sign-daily-heads.js';
import { OpenSpendRequest } from './spend/open-spend-request.js';
import { CorrectPayment } from './spend/correct-payment.js';
import { RecordAcceptance } from './spend/record-acceptance.js';
import { RecordContract } from './spend/record-contract.js';
import { Notices } from './spend/notices.js';
import { ObjectToSpend } from './spend/object-to-spend.js';
import { PauseSpend } from './spend/pause-spend.js';
import { PaySpend } from './spend/pay-spend.js';
import { PublicSpends } from './spend/public-spends.js';
import { ReleaseSpend } from './spend/release-spend.js';
import { SignSpend } from './spend/sign-spend.js';
import { RiskFlags } from './spend/risk-flags.js';
import { SpendSteps } from './spend/spend-steps.js';
import { SpendStore } from './spend/spend-store.js';
import { SpendController } from './spend/spend.controller.js';
import { SetSpendPolicy } from './spend/set-spend-policy.js';
import { SpendPolicyController } from './spend/spend-policy.controller.js';
import { SpendPolicyQueries } from './spend/spend-policy.queries.js';
import { SpendQueries } from './spend/spend.queries.js';
import { WishSpends } from './spend/wish-spends.js';

const SPEND = [
  SpendSteps,
  SpendStore,
  Notices,
  OpenSpendRequest,
  SignSpend,
  ObjectToSpend,
  PauseSpend,
  RecordContract,
  RecordAcceptance,
  PaySpend,
  CorrectPayment,
  ReleaseSpend,
  WishSpends,
  PublicSpends,
  RiskFlags,
  SpendQueries,
  SetSpendPolicy,
  SpendPolicyQueries,
];

const PAYEES = [Payees, CorrectPayee, PayeesQueries, RegisterOldPayees];

const BANK = [
  BankEntries,
  ImportStatement,
  ReconcileBank,
  RetractStatement,
  ConfirmBreak,
  BankQueries,
  StatementRegister,
];

const PARTS = [
  OpenYear,
  AllotYear,
  CloseYear,
  RecordIncome,
  PlanYear,
  SignDailyHeads,
  FundNightly,
  ...PAYEES,
  ...SPEND,
  ...BANK,
  FundsQueries,
  FundBookQueries,
];

/** The community fund: budget years, allotments, spend requests, the ledger, bank reconciliation, and the public fund
 *  book. */
@Module({ imports: [ImportsModule], providers: [Ledger, ...PARTS], exports: PARTS })
export class FundsModule {}

@Module({
  imports: [FundsModule, ImportsModule],
  controllers: [FundsController, SpendController, SpendPolicyController, PayeesController, BankController],
})
export class FundsHttpModule {}
