import { toHalfWidth } from '#libs/platform/parsing';

export interface NamedUnit {
  id: string;
  code: string;
  name: string;
  level: string;
  path: string;
}

const SUFFIX = /(?:社区居民委员会|社区居委会?|村民委员会|居民委员会|村委会?|居委会?|社区|村|居)$/;
/** Offices that sit in a community and sign for it. */
const OFFICE = /(?:党委|党总支|党支部|党群服务中心|公共服务中心|服务站|经联社)$/;
const KIND = /社区|居/;

/** Normalizes a name for comparison: removes blanks, brackets and punctuation. */
export const cleanUnitName = (text: string): string =>
  toHalfWidth(text).replace(/[\s（）()【】[\]“”"'·.。,，:：]/g, '');
const short = (name: string): string => cleanUnitName(name).replace(SUFFIX, '');

/** Finds communities by the names that people write: with or without 社区, 居委会, 村委会, with the town in front, or by their
 *  twelve digits. */
export class UnitNames {
  private readonly byCode = new Map<string, NamedUnit>();
  private readonly byShort = new Map<string, NamedUnit[]>();
  private readonly towns: { unit: NamedUnit; names: string[] }[];

  constructor(units: NamedUnit[]) {
    this.towns = units
      .filter(({ level }) => level === 'town' || level === 'district')
      .map((unit) => ({
        unit,
        names: [cleanUnitName(unit.name), cleanUnitName(unit.name).replace(/(?:街道|镇|区)$/, '')],
      }));
    for (const unit of units.filter(({ level }) => level === 'community')) {
      this.byCode.set(unit.code, unit);
      const key = short(unit.name);
      this.byShort.set(key, [...(this.byShort.get(key) ?? []), unit]);
    }
  }

  /** The paths of the towns that a title or a file name mentions. */
  townsIn(text: string): string[] {
    const plain = cleanUnitName(text);
    return this.towns
      .filter(({ unit, names }) => unit.level === 'town' && plain.includes(names[0]!))
      .map(({ unit }) => unit.path);
  }

  /** All communities that a name may mean; empty if there are none. */
  find(text: string): NamedUnit[] {
    let plain = cleanUnitName(text)
      .replace(/第?\d+(?:号)?网格$/, '')
      .replace(OFFICE, '');
    const byCode = this.byCode.get(plain);
    if (byCode) return [byCode];
    let within: string | undefined;
    for (let cut = true; cut;) {
      cut = false;
      for (const { unit, names } of this.towns) {
        const prefix = names.find(
          (name) =>
            plain.startsWith(name) && plain.length > name.length && !this.byShort.has(plain.replace(SUFFIX, '')),
        );
        if (!prefix) continue;
        plain = plain.slice(prefix.length);
        if (unit.level === 'town') within = unit.path;
        cut = true;
      }
    }
    const found = (this.byShort.get(plain.replace(SUFFIX, '')) ?? []).filter(
      ({ path }) => !within || path.startsWith(within),
    );
    if (found.length < 2 || plain === plain.replace(SUFFIX, '')) return found;
    const sameKind = found.filter(({ name }) => KIND.test(name) === KIND.test(plain));
    return sameKind.length > 0 ? sameKind : found;
  }
}

/** The unit that a name means. If several towns have such a community, the one in the towns that the form mentions;
 *  undefined if that is not certain. */
export function matchUnitName(found: NamedUnit[], towns: readonly string[]): NamedUnit | undefined {
  if (found.length <= 1) return found[0];
  const here = found.filter(({ path }) => towns.some((town) => path.startsWith(town)));
  return here.length === 1 ? here[0] : undefined;
}
