import { UnitNames, cleanUnitName, matchUnitName, type NamedUnit } from '#libs/identity/parsing';

const GOVERNMENT = /(?:街道办事处|办事处|街道办|人民政府|政府)$/;
const STEM = /(?:街道|镇|区)$/;

/** Finds offices by the names that people use. Communities: as `UnitNames` does. Towns and the district: with or without 街道,
 *  镇 and 办事处. Grids: with or without the name of their community in front. Every unit: also by its code. */
export class OfficeNames {
  private readonly byCode: ReadonlyMap<string, NamedUnit>;
  private readonly byName = new Map<string, NamedUnit[]>();
  private readonly communities: UnitNames;
  private readonly districts: readonly string[];

  constructor(units: NamedUnit[]) {
    this.byCode = new Map(units.map((unit) => [unit.code, unit]));
    this.communities = new UnitNames(units);
    this.districts = units.filter(({ level }) => level === 'district').map(({ name }) => cleanUnitName(name));
    for (const unit of units)
      for (const name of namesOf(unit)) this.byName.set(name, [...(this.byName.get(name) ?? []), unit]);
  }

  at(code: string | null): NamedUnit | undefined {
    return code === null ? undefined : this.byCode.get(code);
  }

  /** The office that a text means; undefined where that is ambiguous. `town`: what the same row says about the town. */
  find(text: string, town = ''): NamedUnit | undefined {
    const plain = cleanUnitName(text);
    const towns = this.communities.townsIn(town || text);
    const office = this.byCode.get(plain) ?? matchUnitName(this.named(plain), towns);
    return office ?? this.grid(plain, towns) ?? matchUnitName(this.communities.find(text), towns);
  }

  /** By its full name, with or without the name of the district in front. */
  private named(plain: string): NamedUnit[] {
    const bare = plain.replace(GOVERNMENT, (end) => (end.startsWith('街道') ? '街道' : ''));
    const district = this.districts.find((name) => bare.startsWith(name)) ?? '';
    return this.byName.get(plain) ?? this.byName.get(bare) ?? this.byName.get(bare.slice(district.length)) ?? [];
  }

  private grid(plain: string, towns: string[]): NamedUnit | undefined {
    for (let at = 1; at < plain.length; at += 1) {
      const grids = (this.byName.get(plain.slice(at)) ?? []).filter(({ level }) => level.startsWith('grid'));
      if (grids.length === 0) continue;
      const community = matchUnitName(this.communities.find(plain.slice(0, at)), towns);
      const within = grids.filter(({ path }) => community && path.startsWith(community.path));
      if (within.length === 1) return within[0];
    }
    return undefined;
  }
}

function namesOf({ name, level }: NamedUnit): string[] {
  const whole = cleanUnitName(name);
  const isOffice = level === 'district' || level === 'town';
  return isOffice ? [...new Set([whole, whole.replace(STEM, '')])] : [whole];
}
