import { InvalidInput, listIn, sayIn, toWorkbook, type FieldFault, type Locale } from '#libs/platform';
import { STRENGTH_CODE, strengthsOf, type Strength, type StrengthBranch, type StrengthList } from './strength-list.js';
import { STRENGTH_HEADINGS, type StrengthColumn, type StrengthRow } from './strengths.parser.js';

const COLUMNS = Object.keys(STRENGTH_HEADINGS) as StrengthColumn[];
const WIDTHS = [14, 18, 16, 16, 22, 40, 8];
const YES = /^(?:是|√|✓|y|yes|true|1|停用|retired)$/i;
const MOST_FAULTS = 50;

/** The list as a workbook that staff can edit and the parser can read again. */
export function strengthsWorkbook({ branches }: StrengthList): Promise<Buffer> {
  const lines = branches.flatMap((branch) =>
    branch.strengths.map(({ code, zh, en, synonyms, isRetired }) => [
      branch.zh,
      branch.en,
      code,
      zh,
      en,
      synonyms.join('、'),
      isRetired ? '是' : '',
    ]),
  );
  return toWorkbook(
    '特长库',
    COLUMNS.map((name) => STRENGTH_HEADINGS[name][0]),
    lines,
    WIDTHS,
  );
}

/** Applies the rows of a sheet to a list. Rows with a known code or Chinese name change a skill; other rows add one.
 *  Skills that the sheet does not mention stay. Pure. Throws INVALID_INPUT with the rows that lack values. */
export function mergeStrengthRows(rows: StrengthRow[], list: StrengthList, locale: Locale): StrengthBranch[] {
  const say = sayIn(locale);
  const branches = structuredClone(list.branches);
  const faults: FieldFault[] = [];
  for (const { row, text } of rows) {
    const missing = (['branch', 'zh', 'en'] as const).filter((name) => text[name] === '');
    if (missing.length > 0) {
      const names = listIn(
        locale,
        missing.map((name) => STRENGTH_HEADINGS[name][locale === 'en' ? 1 : 0]),
      );
      faults.push({
        field: say(`第 ${row} 行`, `row ${row}`),
        reason: say(`缺少：${names}`, `lacks: ${names}`),
      });
    } else put(branches, text);
  }
  if (faults.length > 0) throw InvalidInput({ faults: faults.slice(0, MOST_FAULTS) });
  return branches.filter(({ strengths }) => strengths.length > 0);
}

function put(branches: StrengthBranch[], text: StrengthRow['text']): void {
  const all = strengthsOf({ branches });
  const given = STRENGTH_CODE.test(text.code) ? text.code : undefined;
  const code =
    given ??
    all.find(({ zh }) => zh === text.zh)?.code ??
    unused(
      text.en,
      all.map((one) => one.code),
    );
  for (const branch of branches) branch.strengths = branch.strengths.filter((one) => one.code !== code);
  const entry: Strength = {
    code,
    zh: text.zh,
    en: text.en,
    synonyms: [...new Set(text.synonyms.split(/[、，,;；\s/]+/).filter(Boolean))],
    isRetired: YES.test(text.retired),
  };
  const branch = branches.find(({ code: own, zh }) => zh === text.branch || own === text.branch);
  if (branch) {
    const at = all.findIndex((one) => one.code === code);
    // A skill that only changes its words keeps its place.
    const place = branch.strengths.findIndex((one) => all.findIndex((other) => other.code === one.code) > at);
    branch.strengths.splice(at < 0 || place < 0 ? branch.strengths.length : place, 0, entry);
  } else {
    const en = text.branchEn || text.branch;
    branches.push({
      code: unused(
        en,
        branches.map((one) => one.code),
      ),
      zh: text.branch,
      en,
      strengths: [entry],
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
    const code = `${stem || 'strength'}${nth === 1 ? '' : `_${nth}`}`;
    if (!taken.includes(code)) return code;
  }
}
