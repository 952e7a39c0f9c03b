export { fundsContract } from './funds.contract.js';
export {
  AWAITS_RENEWAL,
  HAS_OPEN_OBJECTION,
  HAS_SIGNED,
  SPEND_REQUESTS,
  SPEND_WISHES,
  TAKES_PART,
} from './funds.sql.js';
export * from './funds.permissions.js';
export {
  ReversalProposed,
  SpendApproved,
  SpendObjected,
  SpendPaused,
  SpendRefused,
  SpendReturned,
} from './funds.events.js';
export { explainFault } from './bank/explain-fault.js';
export { STATEMENT_PARSER } from './bank/import-statement.js';
export type { ParsedStatement, parse as parseStatement } from './bank/statement.parser.js';
export { StatementRegister } from './bank/statement-register.js';
export { FIGURE_OF, NO_MONEY, type AccountKind } from './ledger/accounts.js';
export { AllotYear } from './year/allot-year.js';
export { CloseYear } from './year/close-year.js';
export { FUND_BOOK } from './book/fund-book.js';
export { BookHeadsPage, BookKeysResponse, BookLinesPage, BookProofResponse } from './book/fund-book.dto.js';
export { FundBookQueries, VERIFIER_FILE } from './book/fund-book.queries.js';
export { FundsQueries } from './ledger/funds.queries.js';
export type { Rollover } from './ledger/ledger.js';
export { OpenYear } from './year/open-year.js';
export { SignDailyHeads } from './book/sign-daily-heads.js';
export { OpenSpendRequest, type SpendForm } from './spend/open-spend-request.js';
export type { PayeeKind } from './payee/payee-codes.js';
export { PAYEE_COLUMNS, PAYEE_JOIN, type PayeeColumns } from './payee/payees.js';
export { PublicSpends, type Disclosed, type PublicSpend } from './spend/public-spends.js';
export { ReleaseSpend } from './spend/release-spend.js';
export { RiskFlags, type RiskFlag } from './spend/risk-flags.js';
export { OBJECTION_ACTIONS, PAYMENT_ACTIONS, REVERSAL_ACTIONS, SPEND_ACTIONS } from './spend/spend-steps.js';
export { SPEND_STATUS_WORDS, type SpendStatus } from './spend/spend.lifecycle.js';
export type { SpendKind } from './spend/spend.policy.js';
export { WishSpends, hasOpenSpend, type WishSpend } from './spend/wish-spends.js';
export { SpendFormBody, SpendIdResponse, SpendRequestIdParam } from './spend/spend.dto.js';
export { FundsHttpModule, FundsModule } from './funds.module.js';
