import { FIGURE_OF, NO_MONEY, type AccountKind } from '#libs/funds';
import type { FiguresOfUnit } from '../disclosure.dto.js';

/** The figures of one unit including everything below it, and its place in the tree of units. */
export interface UnitFigures extends FiguresOfUnit {
  parentId: string | null;
  path: string;
}

type PlainUnit = Pick<UnitFigures, 'unitId' | 'code' | 'name' | 'level' | 'parentId' | 'path'>;

/** Counts of each unit without the units below it. Numbers may arrive as strings. */
export interface Counts {
  units: PlainUnit[];
  wishes: { unitId: string; status: string; n: number | string }[];
  overdue: { unitId: string; n: number | string }[];
  money: { unitId: string; kind: AccountKind; balanceFen: number | string }[];
}

const STATES: Record<string, 'waiting' | 'open' | 'underWay' | 'confirmed' | undefined> = {
  submitted: 'waiting',
  returned: 'waiting',
  verified: 'waiting',
  reopened: 'waiting',
  open: 'open',
  claimed: 'underWay',
  in_progress: 'underWay',
  fulfilled: 'underWay',
  closed: 'confirmed',
};

const ZERO = {
  collected: 0,
  waiting: 0,
  open: 0,
  underWay: 0,
  confirmed: 0,
  overdue: 0,
  ...NO_MONEY,
};

/** Adds up the figures of every unit including all units below it. */
export function addUp({ units, wishes, overdue, money }: Counts): Map<string, UnitFigures> {
  const figures = new Map(units.map((unit) => [unit.unitId, { ...unit, ...ZERO }]));
  const add = (unitId: string, key: keyof typeof ZERO, n: number): void => {
    for (let unit = figures.get(unitId); unit; unit = figures.get(unit.parentId ?? '')) unit[key] += n;
  };
  for (const { unitId, status, n } of wishes) {
    const state = STATES[status];
    if (status !== 'draft') add(unitId, 'collected', Number(n));
    if (state) add(unitId, state, Number(n));
  }
  for (const { unitId, n } of overdue) add(unitId, 'overdue', Number(n));
  // Accounts that money comes from have negative balances.
  for (const { unitId, kind, balanceFen } of money) add(unitId, FIGURE_OF[kind], Math.abs(Number(balanceFen)));
  return figures;
}
