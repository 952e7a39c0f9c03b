import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSheets } from '#libs/platform';
import { UnitNames, parseUnitsCsv } from '#libs/identity';
import { DEFAULT_SKILLS, SkillWords } from '../skills/skill-list.js';
import { readRoster, type RosterRow } from './read-roster.js';

const ROOT = new URL('../../../../', import.meta.url);
const units = new UnitNames(parseUnitsCsv(readFileSync(new URL('libs/identity/data/nanhai-units.csv', ROOT), 'utf8')));
const words = new SkillWords(DEFAULT_SKILLS);
const HOME = '440605125001';
const read = async (name: string): Promise<RosterRow[]> =>
  readRoster(await parseSheets(readFileSync(new URL(`test/fixtures/cases/${name}`, ROOT)), name), {
    units,
    words,
    home: HOME,
  }).rows;
const people = (rows: RosterRow[]): [string | null, string | null][] =>
  rows.map(({ values }) => [values.name, values.phone]);

describe('a roster as offices keep it', () => {
  it('with two lists beside each other loses nobody', async () => {
    const rows = await read('roster-two-lists-side-by-side.xlsx');
    expect(
      people(rows)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(['何丽', '李小明', '王美丽', '陈大文', '黄志强']);
    expect(rows.every(({ doubts }) => doubts.length === 0)).toBe(true);
  });

  it('does not take an emergency contact for the member', async () => {
    expect(people(await read('roster-emergency-contact-first.xlsx'))).toEqual([['陈大文', '13600000001']]);
  });

  it('takes neither the sum nor the signature for people', async () => {
    expect(people(await read('roster-total-and-signature-rows.xlsx'))).toEqual([['陈大文', '13600000001']]);
  });

  it('is cleaned of the marks that telephones paste into names', async () => {
    const rows = await read('roster-invisible-marks-in-names.xlsx');
    expect(rows.slice(0, 2).map(({ values }) => values.name)).toEqual(['陈大文', '陈大文']);
    for (const { values } of rows) expect(values.name).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069]/);
  });

  it('keeps names as minorities and people from abroad write them', async () => {
    const rows = await read('roster-minority-names.xlsx');
    expect(rows.map(({ row, values }) => [row, values.name])).toEqual([
      [2, '阿依古丽·买买提'],
      [3, '欧阳娜娜'],
      [4, 'Nguyễn Thị Hoa'],
      [5, '王'],
      [6, '李四'],
      [7, null],
      [8, '王X'],
      [9, '龦㑇𠮷'],
      [10, null],
      [11, null],
    ]);
    expect(rows.filter(({ doubts }) => doubts.includes('name')).map(({ row }) => row)).toEqual([7, 10, 11]);
  });

  it('finds the mobile number behind a landline', async () => {
    expect(people(await read('roster-spouse.xlsx')).map(([, phone]) => phone)).toEqual(['13600000001']);
  });

  it('does not take a province for the community', async () => {
    const rows = await read('roster-province-of-residence.xlsx');
    expect(rows.map(({ values }) => values.unitCode)).toEqual([HOME, HOME]);
  });
});
