/** `uncertain`: it may or may not have arrived. `dropped`: it was not sent on purpose, for example because the task was done. */
export const DELIVERY_STATUSES = ['waiting', 'sending', 'sent', 'failed', 'uncertain', 'dropped'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Statuses in which a delivery may be sent again. */
export const REPEATABLE: readonly DeliveryStatus[] = ['failed', 'uncertain'];

export const DELIVERY_STEPS = ['repeat'] as const;
export type DeliveryStep = (typeof DELIVERY_STEPS)[number];
