/** All accounts of a community for a year. Their balances add up to zero. */
export const ACCOUNTS = [
  'allotted',
  'available',
  'reserved',
  'paid',
  'topped_up',
  'donated',
  'co_funded',
  'carried_in',
  'returned',
  'carried_out',
  'committed',
] as const;
export type AccountKind = (typeof ACCOUNTS)[number];

/** Source accounts: where a community's money of one budget year comes from. Their balances are zero or negative. */
export const SOURCES: readonly AccountKind[] = ['allotted', 'topped_up', 'donated', 'co_funded', 'carried_in'];

/** The figure of a statement to which each account adds. */
export const FIGURE_OF = {
  allotted: 'allottedFen',
  topped_up: 'addedFen',
  donated: 'addedFen',
  co_funded: 'addedFen',
  carried_in: 'addedFen',
  available: 'availableFen',
  reserved: 'reservedFen',
  committed: 'committedFen',
  paid: 'paidFen',
  returned: 'leftFen',
  carried_out: 'leftFen',
} as const satisfies Record<AccountKind, string>;
export type FundFigure = (typeof FIGURE_OF)[AccountKind];
/** Every figure at zero. */
export const NO_MONEY = Object.fromEntries(Object.values(FIGURE_OF).map((figure) => [figure, 0])) as Record<
  FundFigure,
  number
>;

export const isSource = (kind: AccountKind): boolean => SOURCES.includes(kind);

/** The account that holds a request's money: reserved after approval, committed after the contract. */
export type HeldAccount = 'reserved' | 'committed';

export const TRANSFER_KINDS = [
  'allot',
  'reserve',
  'pay',
  'release',
  'top_up',
  'donate',
  'co_fund',
  'return',
  'carry_out',
  'carry_in',
  'commit',
  'refund',
  'reverse',
] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];

/** Every kind of transfer with its source and target account; `held` is the account that holds the request's money. */
export const ROUTES = {
  allot: ['allotted', 'available'],
  top_up: ['topped_up', 'available'],
  donate: ['donated', 'available'],
  co_fund: ['co_funded', 'available'],
  carry_in: ['carried_in', 'available'],
  reserve: ['available', 'reserved'],
  commit: ['reserved', 'committed'],
  pay: ['held', 'paid'],
  release: ['held', 'available'],
  refund: ['paid', 'available'],
  reverse: ['paid', 'held'],
  return: ['available', 'returned'],
  carry_out: ['available', 'carried_out'],
} as const satisfies Record<TransferKind, readonly [AccountKind | 'held', AccountKind | 'held']>;

/** The source and the target account of a transfer. */
export const routeOf = (kind: TransferKind, held: HeldAccount): [AccountKind, AccountKind] => {
  const [from, to] = ROUTES[kind];
  return [from === 'held' ? held : from, to === 'held' ? held : to];
};

/** All valid routes as text (`allot:allotted>available`), for the invariant that checks them. */
export const TRANSFER_ROUTES = [
  ...new Set(
    TRANSFER_KINDS.flatMap((kind) =>
      (['reserved', 'committed'] as const).map((held) => `${kind}:${routeOf(kind, held).join('>')}`),
    ),
  ),
];

/** Transfers that a closed year still accepts: contracts and payments of requests decided in it, money that comes back or
 *  is carried in late, and the transfers that move the remainder out. */
export const AFTER_CLOSING: ReadonlySet<TransferKind> = new Set([
  'commit',
  'pay',
  'release',
  'refund',
  'reverse',
  'carry_in',
  'return',
  'carry_out',
]);
