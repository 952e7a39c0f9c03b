/** Where a community's money of one budget year comes from: these accounts count what came in, below zero. */
export const SOURCES = ['allotted', 'topped_up', 'donated', 'co_funded', 'carried_in'] as const;
/** Where it is, and where it has gone. */
const PLACES = ['available', 'reserved', 'paid', 'returned', 'carried_out'] as const;

/** Every account that a community has for a year. They add up to zero. */
export const ACCOUNTS = [...SOURCES, ...PLACES] as const;
export type AccountKind = (typeof ACCOUNTS)[number];

/** What a statement calls an account's money. */
export const FIGURE_OF = {
  allotted: 'allottedFen',
  topped_up: 'addedFen',
  donated: 'addedFen',
  co_funded: 'addedFen',
  carried_in: 'addedFen',
  available: 'availableFen',
  reserved: 'reservedFen',
  paid: 'paidFen',
  returned: 'leftFen',
  carried_out: 'leftFen',
} as const satisfies Record<AccountKind, string>;
export type FundFigure = (typeof FIGURE_OF)[AccountKind];

export const isSource = (kind: AccountKind): boolean => (SOURCES as readonly string[]).includes(kind);

/** Every kind of transfer, and the one way that it goes. */
export const ROUTES = {
  allot: ['allotted', 'available'],
  top_up: ['topped_up', 'available'],
  donate: ['donated', 'available'],
  co_fund: ['co_funded', 'available'],
  carry_in: ['carried_in', 'available'],
  reserve: ['available', 'reserved'],
  pay: ['reserved', 'paid'],
  release: ['reserved', 'available'],
  return: ['available', 'returned'],
  carry_out: ['available', 'carried_out'],
} as const satisfies Record<string, readonly [AccountKind, AccountKind]>;
export type TransferKind = keyof typeof ROUTES;

/** `allot:allotted>available`, for the law that checks them. */
export const TRANSFER_ROUTES = Object.entries(ROUTES).map(([kind, [from, to]]) => `${kind}:${from}>${to}`);

/** What a closed year still books: the bills of what it had decided, and where the rest goes. */
export const AFTER_CLOSING: ReadonlySet<TransferKind> = new Set(['pay', 'release', 'return', 'carry_out']);
