import { collapseSpaces } from '#libs/platform/parsing';
import { UNIT_LEVELS, type UnitLevel } from '#libs/identity/parsing';

const LEVELS: readonly [UnitLevel, RegExp][] = [
  ['district', /^(?:区级?|县级?|区县级?|县区级?|市辖区|区（?县）?|区\(县\))$/],
  ['town', /^(?:镇街级?|街镇级?|镇级?|乡级?|乡镇级?|街道级?|街道办?事?处?|镇\(街道?\)|乡镇\(街道\))$/],
  [
    'community',
    /^(?:村社区级?|社区级?|村级?|村居级?|居委会?|村委会?|行政村|村\(社区\)|社区\(村\)|村\(居\)|居民委员会|村民委员会|社区居委会)$/,
  ],
  ['grid1', /^(?:一级网格|1级网格|网格一级|第一级网格)$/],
  ['grid2', /^(?:二级网格|2级网格|网格二级|第二级网格)$/],
  ['grid3', /^(?:三级网格|3级网格|网格三级|第三级网格|微网格)$/],
];

/** The level that a word means; undefined where that is ambiguous: 网格 alone may be one of three levels. */
export function levelNamed(text: string): UnitLevel | undefined {
  const word = collapseSpaces(text).toLowerCase();
  return UNIT_LEVELS.find((level) => level === word) ?? LEVELS.find(([, pattern]) => pattern.test(word))?.[0];
}

const KINDS: Record<string, string> = {
  街道: 'street',
  街道办: 'street',
  镇: 'town',
  乡镇: 'town',
  社区: 'community',
  居委会: 'community',
  社区居委会: 'community',
  村: 'village',
  行政村: 'village',
  村委会: 'village',
};

/** The kind as the platform stores it; unknown words stay as they were typed. */
export const kindNamed = (text: string): string => KINDS[collapseSpaces(text)] ?? collapseSpaces(text);
