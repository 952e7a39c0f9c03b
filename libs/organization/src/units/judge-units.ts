import { UNIT_LEVELS, cleanUnitName, type UnitLevel } from '#libs/identity/parsing';

/** Why a row needs a person's attention. Unreadable, missing or too long: `code`, `name`, `level`, `kind`. `parent`: missing
 *  or not known. `notBelow`: the level is not below that of the parent. `moved`: the unit is elsewhere in the tree.
 *  `differs`: the file repeats the unit with differences. `outside`: the unit is outside the part of the tree that the file
 *  is about. `changed`: changed since the file was read. Nothing new: `twice` (repeated in the file), `same` (known and
 *  unchanged). `sheet`: a whole sheet was not read. */
export const UNIT_DOUBTS = [
  'code',
  'name',
  'level',
  'kind',
  'parent',
  'notBelow',
  'moved',
  'differs',
  'outside',
  'changed',
  'twice',
  'same',
  'sheet',
] as const;
export type UnitDoubt = (typeof UNIT_DOUBTS)[number];

const HOPELESS: ReadonlySet<UnitDoubt> = new Set(['sheet', 'changed']);
const NOTHING_NEW: ReadonlySet<UnitDoubt> = new Set(['twice', 'same']);

/** `accept`: the row has no doubts. */
export function unitVerdict(doubts: readonly UnitDoubt[]): 'accept' | 'review' | 'reject' | 'duplicate' {
  if (doubts.some((doubt) => HOPELESS.has(doubt))) return 'reject';
  if (doubts.length === 0) return 'accept';
  return doubts.every((doubt) => NOTHING_NEW.has(doubt)) ? 'duplicate' : 'review';
}

export interface UnitValues {
  /** 6 to 24 digits. */
  code: string | null;
  name: string | null;
  level: UnitLevel | null;
  /** Null: the file does not say; a known unit keeps its kind. */
  kind: string | null;
  /** The code of the unit above, or its name as typed. Null: none given. */
  parent: string | null;
}
export interface KnownUnit {
  code: string;
  name: string;
  level: UnitLevel;
  kind: string;
  path: string;
}
export interface JudgedUnit {
  doubts: UnitDoubt[];
  /** The code of the unit above; null where it was not found. */
  parentCode: string | null;
  /** For a known unit that gets another name or kind: its present values. */
  before: { name: string; kind: string } | null;
}

export const UNIT_CODE = /^\d{6,24}$/;
export const LONGEST_NAME = 60;
export const LONGEST_KIND = 20;

/** Finds the doubts about every unit of a file, from the file itself and the known units. `within`: the path of the unit
 *  that the file is about. Pure. */
export function judgeUnits(units: UnitValues[], known: readonly KnownUnit[], within: string): JudgedUnit[] {
  const tree = new Tree(units, known);
  return units.map((unit, at) => {
    const parentCode = tree.parentOf(unit);
    const present = unit.code === null ? undefined : tree.known.get(unit.code);
    const doubts = [
      ...missingIn(unit),
      ...placeDoubts(unit, { tree, parentCode, present, within }),
      ...(tree.isAgain(at) ? (['twice'] as const) : tree.differs(unit) ? (['differs'] as const) : []),
    ];
    const change = present && changeOf(present, unit);
    if (present && !change && doubts.length === 0) doubts.push('same');
    return { doubts, parentCode, before: change ?? null };
  });
}

function missingIn({ code, name, level, kind }: UnitValues): UnitDoubt[] {
  const doubts: UnitDoubt[] = [];
  if (code === null || !UNIT_CODE.test(code)) doubts.push('code');
  if (name === null || [...name].length > LONGEST_NAME) doubts.push('name');
  if (level === null) doubts.push('level');
  if (kind !== null && [...kind].length > LONGEST_KIND) doubts.push('kind');
  return doubts;
}

function placeDoubts(
  { code, level }: UnitValues,
  {
    tree,
    parentCode,
    present,
    within,
  }: { tree: Tree; parentCode: string | null; present: KnownUnit | undefined; within: string },
): UnitDoubt[] {
  const isTop = parentCode === null && present?.path === `/${code}/`;
  if (!isTop && parentCode === null && !(within === '/' && level === 'district')) return ['parent'];
  if (present && (present.level !== level || parentCodeOf(present) !== parentCode)) return level ? ['moved'] : [];
  const above = parentCode === null ? undefined : tree.levelOf(parentCode);
  if (above && level && UNIT_LEVELS.indexOf(level) <= UNIT_LEVELS.indexOf(above)) return ['notBelow'];
  const path = code === null ? undefined : tree.pathOf(code);
  return path !== undefined && !path.startsWith(within) ? ['outside'] : [];
}

function changeOf(present: KnownUnit, { name, kind }: UnitValues): { name: string; kind: string } | undefined {
  const isSame = (name ?? present.name) === present.name && (kind ?? present.kind) === present.kind;
  return isSame ? undefined : { name: present.name, kind: present.kind };
}

const parentCodeOf = ({ path }: KnownUnit): string | null => path.split('/').at(-3) || null;

/** The known units together with the units of a file. */
class Tree {
  readonly known: ReadonlyMap<string, KnownUnit>;
  private readonly byCode = new Map<string, { at: number; unit: UnitValues }[]>();
  private readonly byName = new Map<string, Set<string>>();
  private readonly paths = new Map<string, string | undefined>();

  constructor(
    private readonly units: UnitValues[],
    known: readonly KnownUnit[],
  ) {
    this.known = new Map(known.map((unit) => [unit.code, unit]));
    for (const { code, name } of known) this.name(code, name);
    for (const [at, unit] of units.entries()) {
      if (unit.code === null) continue;
      const same = this.byCode.get(unit.code);
      if (same) same.push({ at, unit });
      else this.byCode.set(unit.code, [{ at, unit }]);
      if (unit.name) this.name(unit.code, unit.name);
    }
  }

  /** The code of the unit above, where exactly one unit of the file or of the known units matches. */
  parentOf({ code, level, parent }: UnitValues): string | null {
    if (parent === null) return null;
    if (UNIT_CODE.test(parent)) return this.levelOf(parent) === undefined && !this.byCode.has(parent) ? null : parent;
    const meant = [...(this.byName.get(cleanUnitName(parent)) ?? [])].filter((one) => {
      const above = this.levelOf(one);
      return one !== code && (!above || !level || UNIT_LEVELS.indexOf(above) < UNIT_LEVELS.indexOf(level));
    });
    return meant.length === 1 ? meant[0]! : null;
  }

  levelOf(code: string): UnitLevel | undefined {
    return this.known.get(code)?.level ?? this.byCode.get(code)?.[0]?.unit.level ?? undefined;
  }

  /** Undefined where the chain of parents is incomplete or circular. */
  pathOf(code: string): string | undefined {
    const present = this.known.get(code);
    if (present) return present.path;
    if (!this.paths.has(code)) {
      this.paths.set(code, undefined);
      const unit = this.byCode.get(code)?.[0]?.unit;
      const parent = unit && this.parentOf(unit);
      const above = parent ? this.pathOf(parent) : unit?.level === 'district' ? '/' : undefined;
      this.paths.set(code, above && `${above}${code}/`);
    }
    return this.paths.get(code);
  }

  /** An earlier row contains the same unit with the same values. */
  isAgain(at: number): boolean {
    const { code } = this.units[at]!;
    const same = code === null ? [] : this.byCode.get(code)!;
    return same.length > 1 && same[0]!.at < at && same.every(({ unit }) => isEqual(unit, same[0]!.unit));
  }

  differs({ code }: UnitValues): boolean {
    const same = code === null ? [] : this.byCode.get(code)!;
    return same.some(({ unit }) => !isEqual(unit, same[0]!.unit));
  }

  private name(code: string, name: string): void {
    const key = cleanUnitName(name);
    const codes = this.byName.get(key);
    if (codes) codes.add(code);
    else this.byName.set(key, new Set([code]));
  }
}

const isEqual = (a: UnitValues, b: UnitValues): boolean =>
  a.name === b.name && a.level === b.level && a.kind === b.kind && a.parent === b.parent;
