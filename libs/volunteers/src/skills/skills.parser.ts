import { findTables, problem, type Sheet, type Vocabulary } from '#libs/platform/parsing';

const SkillsNoHeadings = problem('SKILLS_NO_HEADINGS', 422, {
  zh: '没有找到表头。至少要有“大类”“特长”“英文”三列。',
  en: 'No heading row was found. At least the columns Category, Skill and English are needed.',
});

/** Column headings of the list, in both languages. */
export const SKILL_HEADINGS = {
  category: ['大类', 'Category'],
  categoryEn: ['大类英文', 'Category (English)'],
  code: ['代码', 'Code'],
  zh: ['特长', 'Skill'],
  en: ['英文', 'English'],
  synonyms: ['同义词', 'Synonyms'],
  retired: ['停用', 'Retired'],
} as const;
export type SkillColumn = keyof typeof SKILL_HEADINGS;
export interface SkillRow {
  /** Row number as shown in the spreadsheet, counted from 1. */
  row: number;
  text: Record<SkillColumn, string>;
}

const COLUMNS = Object.keys(SKILL_HEADINGS) as SkillColumn[];
const plain = (text: string): string => text.replace(/\s+/g, '').toLowerCase();

const SKILLS_FORM: Vocabulary<SkillColumn> = {
  meaningOf(path) {
    const own = plain(path.at(-1)!);
    const field = COLUMNS.find((name) => SKILL_HEADINGS[name].some((heading) => plain(heading) === own));
    return field && { field, rank: 0 };
  },
  isTable: (fields) => fields.has('category') && fields.has('zh') && fields.has('en'),
};

/** Entry point of the parser thread for a list of skills; returns its rows as typed. Throws SKILLS_NO_HEADINGS. */
export function parse(sheets: Sheet[]): { rows: SkillRow[] } {
  const tables = findTables(sheets, SKILLS_FORM);
  if (tables.length === 0) throw SkillsNoHeadings();
  const rows = tables.flatMap(({ columns, rows: below }) =>
    below.map(({ row, cells }) => {
      const text = Object.fromEntries(COLUMNS.map((name) => [name, ''])) as SkillRow['text'];
      for (const { at, field } of columns)
        if (field) text[field] = (cells.get(at)?.text ?? '').replace(/\s+/g, ' ').trim();
      return { row, text };
    }),
  );
  return { rows: rows.filter(({ text }) => COLUMNS.some((name) => text[name] !== '')) };
}
