/** What signers are warned of. `wishUnconfirmed` is added by the library of the wishes. */
export const RISK_FLAG_CODES = [
  'sameFile',
  'sameInvoice',
  'unusuallyHigh',
  'newPayee',
  'split',
  'outside',
  'listed',
  'relatedPayee',
  'madeByOne',
  'wishesEnded',
  'wishUnconfirmed',
] as const;
export type RiskFlagCode = (typeof RISK_FLAG_CODES)[number];
