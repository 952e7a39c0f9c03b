/** Where a community's money of one budget year comes from: these accounts count what came in, below zero. */
export const SOURCES = ['allotted', 'topped_up', 'donated', 'co_funded', 'carried_in'] as const;
/** Where it is, and where it has gone. */
const PLACES = ['available', 'reserved', 'committed', 'paid', 'returned', 'carried_out'] as const;

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
  committed: 'committedFen',
  paid: 'paidFen',
  returned: 'leftFen',
  carried_out: 'leftFen',
} as const satisfies Record<AccountKind, string>;
export type FundFigure = (typeof FIGURE_OF)[AccountKind];
/** A fund without a fen. */
export const NO_MONEY = Object.fromEntries(Object.values(FIGURE_OF).map((figure) => [figure, 0])) as Record<
  FundFigure,
  number
>;

export const isSource = (kind: AccountKind): boolean => (SOURCES as readonly string[]).includes(kind);

/** What a request holds: reserved when it is approved, committed once there is a contract. */
export type HeldAccount = 'reserved' | 'committed';

/** Every kind of transfer, and the one way that it goes; `held` is whichever of the two its request holds. */
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
} as const satisfies Record<string, readonly [AccountKind | 'held', AccountKind | 'held']>;
export type TransferKind = keyof typeof ROUTES;

/** From which account a transfer takes, and to which it gives. */
export const routeOf = (kind: TransferKind, held: HeldAccount): [AccountKind, AccountKind] => {
  const [from, to] = ROUTES[kind];
  return [from === 'held' ? held : from, to === 'held' ? held : to];
};

/** `allot:allotted>available`, for the law that checks them. */
export const TRANSFER_ROUTES = [
  ...new Set(
    (Object.keys(ROUTES) as TransferKind[]).flatMap((kind) =>
      (['reserved', 'committed'] as const).map((held) => `${kind}:${routeOf(kind, held).join('>')}`),
    ),
  ),
];

/** What a closed year still books: contracts and bills of what it had decided, what comes back or is carried in late,
 *  and where the rest goes. */
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
