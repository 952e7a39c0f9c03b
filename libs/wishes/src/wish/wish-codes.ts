export const WISH_SOURCES = ['resident', 'proxy', 'grid_worker', 'import'] as const;
export type WishSource = (typeof WISH_SOURCES)[number];

export const WISH_KINDS = ['goods', 'service'] as const;
export type WishKind = (typeof WISH_KINDS)[number];

export const URGENCIES = ['normal', 'urgent'] as const;
export type Urgency = (typeof URGENCIES)[number];

/** Who pays: nobody, the community's fund, or a donor. */
export const COST_CLASSES = ['none', 'fund', 'donation'] as const;
export type CostClass = (typeof COST_CLASSES)[number];

/** How the consent was given. */
export const CONSENT_KINDS = ['spoken', 'written', 'phone', 'form'] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

export const TRANSFER_TARGETS = ['welfare_policy', 'micro_project', 'direct_line', 'charity'] as const;
export type TransferTarget = (typeof TRANSFER_TARGETS)[number];

/** Who confirmed the result: the resident, or staff on a return visit. */
export const CONFIRMATION_WAYS = ['resident', 'visit'] as const;
export type ConfirmationWay = (typeof CONFIRMATION_WAYS)[number];

export const SOLVED = ['yes', 'partly', 'no'] as const;
export type Solved = (typeof SOLVED)[number];
