import { problem } from '#libs/platform';

export const PayeeNotFound = problem('PAYEE_NOT_FOUND', 404, {
  zh: '没有这个收款方，或不在您的范围内。',
  en: 'There is no such payee, or it is outside your scope.',
});
export const PayeeKnown = problem('PAYEE_KNOWN', 409, {
  zh: '名册里已有同名的收款方。',
  en: 'The register has a payee of that name already.',
});
export const PayeeChanged = problem('PAYEE_CHANGED', 409, {
  zh: '这个收款方刚被别人改过，请刷新后再看。',
  en: 'Somebody has just changed this payee. Reload and look again.',
});
