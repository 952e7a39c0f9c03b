import { findTables, problem, type Sheet, type Vocabulary } from '#libs/platform/parsing';

const StrengthsNoHeadings = problem('STRENGTHS_NO_HEADINGS', 422, {
  zh: '没有找到表头。至少要有“大类”“特长”“英文”三列。',
  en: 'No heading row was found. At least the columns Branch, Strength and English are needed.',
});

/** Column headings of the list, in both languages. */
export const STRENGTH_HEADINGS = {
  branch: ['大类', 'Branch'],
  branchEn: ['大类英文', 'Branch (English)'],
  code: ['代码', 'Code'],
  zh: ['特长', 'Strength'],
  en: ['英文', 'English'],
  synonyms: ['同义词', 'Synonyms'],
  retired: ['停用', 'Retired'],
} as const;
export type StrengthColumn = keyof typeof STRENGTH_HEADINGS;
export interface StrengthRow {
  /** Row number as shown in the spreadsheet, counted from 1. */
  row: number;
  text: Record<StrengthColumn, string>;
}

const COLUMNS = Object.keys(STRENGTH_HEADINGS) as StrengthColumn[];
const plain = (text: string): string => text.replace(/\s+/g, '').toLowerCase();

const STRENGTHS_FORM: Vocabulary<StrengthColumn> = {
  meaningOf(path) {
    const own = plain(path.at(-1)!);
    const field = COLUMNS.find((name) => STRENGTH_HEADINGS[name].some((heading) => plain(heading) === own));
    return field && { field, rank: 0 };
  },
  isTable: (fields) => fields.has('branch') && fields.has('zh') && fields.has('en'),
};

/** Entry point of the parser thread for a list of skills; returns its rows as typed. Throws STRENGTHS_NO_HEADINGS. */
export function parse(sheets: Sheet[]): { rows: StrengthRow[] } {
  const tables = findTables(sheets, STRENGTHS_FORM);
  if (tables.length === 0) throw StrengthsNoHeadings();
  const rows = tables.flatMap(({ columns, rows: below }) =>
    below.map(({ row, cells }) => {
      const text = Object.fromEntries(COLUMNS.map((name) => [name, ''])) as StrengthRow['text'];
      for (const { at, field } of columns)
        if (field) text[field] = (cells.get(at)?.text ?? '').replace(/\s+/g, ' ').trim();
      return { row, text };
    }),
  );
  return { rows: rows.filter(({ text }) => COLUMNS.some((name) => text[name] !== '')) };
}
