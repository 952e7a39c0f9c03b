import { problem } from '#libs/platform';

export const PayeeNotFound = problem('PAYEE_NOT_FOUND', 404, {
  zh: '没有这个收款方，或不在您的范围内。',
  en: 'There is no such payee, or it is outside your scope.',
});
export const PayeeKnown = problem('PAYEE_KNOWN', 409, {
  zh: '名册里已有同名的收款方。',
  en: 'The register already has a payee of that name.',
});
export const PayeeInUse = problem('PAYEE_IN_USE', 409, {
  zh: '已有用款申请使用这个收款方，名称和已登记的信用代码不能再改。请新增收款方，未办完的申请退回后改用新的收款方。',
  en: 'Spend requests refer to this payee, so its name, and a credit code that is set, can no longer change. Add a new payee; send open requests back so that their next version names it.',
});
