import { BUG, Conflict, declareConstraints } from '#libs/platform';
import { BankLineSettled, EntrySettled, RetractionNeedsTwo, StatementRetracted } from './bank/bank.errors.js';
import { IncomeKnown, OnlyDonationsInKind } from './year/record-income.js';
import {
  AlreadyAccepted,
  FourEyes,
  ObjectionMade,
  AlreadyReversed,
  SpendIsPaused,
  SpendRequestOpen,
  VoucherUsed,
} from './spend/spend.errors.js';

declareConstraints({
  uq_account: BUG, // opening an account that exists already is ignored
  ck_account_side: BUG, // a posting locks the account and checks its balance first
  uq_transfer_op: Conflict,
  uq_transfer_entry: Conflict,
  ck_transfer_amount: BUG,
  ck_year_closing: BUG,
  uq_income_reference: IncomeKnown,
  ck_income: OnlyDonationsInKind,

  uq_payee_name: Conflict, // two people add the same name at once: the second finds it on the next try
  ck_payee_name: BUG,
  uq_spend_wish_held: SpendRequestOpen,
  uq_spend_wish_place: BUG,
  ck_spend_wish: BUG,
  ck_spend_amount: BUG,
  ck_spend_four_eyes: FourEyes,
  ck_spend_later: BUG,
  ck_spend_order: BUG,
  uq_participation_act: BUG, // repeats the primary key, for foreign keys
  ck_participation_act: BUG,
  uq_signature_person: FourEyes,
  uq_signature_principal: FourEyes,
  ck_signature_behalf: FourEyes,
  'spend_signature.act': BUG,
  uq_objection_person: ObjectionMade,
  ck_objection: BUG,
  'spend_objection.act': BUG,
  uq_pause_open: SpendIsPaused,
  'spend_acceptance.act': AlreadyAccepted,
  uq_payment_voucher: VoucherUsed,
  uq_payment_payer: BUG, // repeats the primary key, for foreign keys
  ck_payment_amount: BUG,
  ck_payment_four_eyes: FourEyes,
  'fund_payment.act': BUG,
  uq_refund_voucher: VoucherUsed,
  'fund_refund.amount_fen': BUG,
  uq_reversal_standing: AlreadyReversed,
  ck_reversal: FourEyes,
  ck_reversal_payer: FourEyes,
  ck_reversal_renewal: FourEyes,
  'fund_reversal.act': BUG,

  uq_statement_standing: Conflict,
  uq_line_standing: Conflict,
  uq_retraction_standing: StatementRetracted,
  ck_retraction: RetractionNeedsTwo,
  ck_break: BUG,
  ck_line: BankLineSettled,
  ck_match: BUG,
  uq_entry_standing: EntrySettled,
});
