import { declarePersonalData, defineKept, definePeriod, type AccountPart } from '#libs/platform';

const ANSWERED = 'text IS NOT NULL AND answered_at IS NOT NULL';
const OBJECTION = definePeriod('objection', {
  days: 1_095,
  leastDays: 365,
  mostDays: 3_650,
  what: { zh: '群众对用款提出的异议原文', en: 'Original texts of objections to spending' },
  basis: { zh: '自答复之日起；公开的答复一直保留', en: 'From the answer; the public answer stays' },
  rows: { table: 'spend_objection', column: 'answered_at', and: ANSWERED, set: 'text = NULL' },
});

/** Signatures, payments and vouchers keep the person's id. The texts of the person's answered objections are erased. */
export const fundsAccountPart: AccountPart = {
  obstacles: async (reader, personId) => {
    const row = await reader.row<{ n: number }>(
      'SELECT COUNT(*) AS n FROM spend_objection WHERE raised_by = ? AND answered_at IS NULL',
      [personId],
    );
    return [
      {
        code: 'objections',
        count: Number(row?.n ?? 0),
        text: { zh: '{count} 条异议还没有答复', en: '{count} objection(s) not answered yet' },
      },
    ];
  },
  erase: async (tx, personId) => {
    await tx.execute(`UPDATE spend_objection SET text = NULL WHERE raised_by = ? AND ${ANSWERED}`, [personId]);
  },
};

const ACCOUNTING = defineKept('accounting', {
  what: { zh: '用款、凭证与收款人', en: 'Spending, vouchers and payees' },
  why: {
    zh: '会计凭证、账簿保存 30 年（《会计档案管理办法》）；其中受益人的姓名、电话和住址在删除时遮盖',
    en: 'Vouchers and account books are kept for 30 years; names, telephones and addresses of beneficiaries in them are masked on erasure',
  },
});

declarePersonalData({
  fund_transfer: [{ columns: ['actor_id'], kept: ACCOUNTING }],
  fund_payment: [{ columns: ['approved_by', 'paid_by'], kept: ACCOUNTING }],
  fund_year: [{ columns: ['closed_by'], kept: ACCOUNTING }],
  fund_income: [{ columns: ['giver', 'recorded_by'], kept: ACCOUNTING }],
  fund_plan: [{ columns: ['set_by'], kept: ACCOUNTING }],
  fund_refund: [{ columns: ['reason', 'recorded_by'], kept: ACCOUNTING }],
  fund_reversal: [{ columns: ['reason', 'proposed_by', 'decided_by', 'paid_by', 'renewed_by'], kept: ACCOUNTING }],
  payee: [{ columns: ['sealed_name', 'name_hash', 'added_by', 'settled_by'], kept: ACCOUNTING }],
  spend_request: [
    {
      columns: [
        'purpose',
        'items',
        'quotes',
        'justification',
        'payee_relation',
        'payee_account',
        'reason',
        'requested_by',
        'decided_by',
        'committed_by',
      ],
      kept: ACCOUNTING,
    },
  ],
  spend_version: [{ columns: ['body', 'made_by'], kept: ACCOUNTING }],
  spend_participation: [{ columns: ['person_id'], kept: ACCOUNTING }],
  spend_signature: [{ columns: ['person_id', 'behalf_of', 'principal_id'], kept: ACCOUNTING }],
  spend_objection: [
    { columns: ['text'], until: OBJECTION },
    { columns: ['answer', 'raised_by', 'answered_by'], kept: ACCOUNTING },
  ],
  spend_pause: [{ columns: ['reason', 'lift_reason', 'paused_by', 'lifted_by'], kept: ACCOUNTING }],
  spend_acceptance: [{ columns: ['received', 'accepted_by'], kept: ACCOUNTING }],
  spend_policy_draft: [{ columns: ['updated_by'], kept: 'trail' }],
  bank_statement: [{ columns: ['imported_by'], kept: ACCOUNTING }],
  bank_line: [{ columns: ['told', 'aside_reason', 'aside_by'], kept: ACCOUNTING }],
  bank_retraction: [{ columns: ['reason', 'proposed_by', 'decided_by'], kept: ACCOUNTING }],
  bank_break: [{ columns: ['reason', 'confirmed_by'], kept: ACCOUNTING }],
  bank_match: [{ columns: ['made_by', 'undone_by'], kept: ACCOUNTING }],
});
