import { InvalidInput, listIn, sayIn, toWorkbook, type FieldFault, type Locale } from '#libs/platform';
import { SKILL_CODE, skillsOf, type Skill, type SkillCategory, type SkillList } from './skill-list.js';
import { SKILL_HEADINGS, type SkillColumn, type SkillRow } from './skills.parser.js';

const COLUMNS = Object.keys(SKILL_HEADINGS) as SkillColumn[];
const WIDTHS = [14, 18, 16, 16, 22, 40, 8];
const YES = /^(?:是|√|✓|y|yes|true|1|停用|retired)$/i;
const MOST_FAULTS = 50;

/** The list as a workbook that staff can edit and the parser can read again. */
export function skillsWorkbook({ categories }: SkillList): Promise<Buffer> {
  const lines = categories.flatMap((category) =>
    category.skills.map(({ code, zh, en, synonyms, isRetired }) => [
      category.zh,
      category.en,
      code,
      zh,
      en,
      synonyms.join('、'),
      isRetired ? '是' : '',
    ]),
  );
  return toWorkbook(
    '特长库',
    COLUMNS.map((name) => SKILL_HEADINGS[name][0]),
    lines,
    WIDTHS,
  );
}

/** Applies the rows of a sheet to a list. Rows with a known code or Chinese name change a skill; other rows add one.
 *  Skills that the sheet does not mention stay. Pure. Throws INVALID_INPUT with the rows that lack values. */
export function mergeSkillRows(rows: SkillRow[], list: SkillList, locale: Locale): SkillCategory[] {
  const say = sayIn(locale);
  const categories = structuredClone(list.categories);
  const faults: FieldFault[] = [];
  for (const { row, text } of rows) {
    const missing = (['category', 'zh', 'en'] as const).filter((name) => text[name] === '');
    if (missing.length > 0) {
      const names = listIn(
        locale,
        missing.map((name) => SKILL_HEADINGS[name][locale === 'en' ? 1 : 0]),
      );
      faults.push({
        field: say(`第 ${row} 行`, `row ${row}`),
        reason: say(`缺少：${names}`, `lacks: ${names}`),
      });
    } else put(categories, text);
  }
  if (faults.length > 0) throw InvalidInput({ faults: faults.slice(0, MOST_FAULTS) });
  return categories.filter(({ skills }) => skills.length > 0);
}

function put(categories: SkillCategory[], text: SkillRow['text']): void {
  const all = skillsOf({ categories });
  const given = SKILL_CODE.test(text.code) ? text.code : undefined;
  const code =
    given ??
    all.find(({ zh }) => zh === text.zh)?.code ??
    unused(
      text.en,
      all.map((one) => one.code),
    );
  for (const category of categories) category.skills = category.skills.filter((one) => one.code !== code);
  const entry: Skill = {
    code,
    zh: text.zh,
    en: text.en,
    synonyms: [...new Set(text.synonyms.split(/[、，,;；\s/]+/).filter(Boolean))],
    isRetired: YES.test(text.retired),
  };
  const category = categories.find(({ code: own, zh }) => zh === text.category || own === text.category);
  if (category) {
    const at = all.findIndex((one) => one.code === code);
    // A skill that only changes its words keeps its place.
    const place = category.skills.findIndex((one) => all.findIndex((other) => other.code === one.code) > at);
    category.skills.splice(at < 0 || place < 0 ? category.skills.length : place, 0, entry);
  } else {
    const en = text.categoryEn || text.category;
    categories.push({
      code: unused(
        en,
        categories.map((one) => one.code),
      ),
      zh: text.category,
      en,
      skills: [entry],
    });
  }
}

/** Derives an unused code from an English name. */
function unused(en: string, taken: string[]): string {
  const stem = en
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 20);
  for (let nth = 1; ; nth += 1) {
    const code = `${stem || 'skill'}${nth === 1 ? '' : `_${nth}`}`;
    if (!taken.includes(code)) return code;
  }
}
