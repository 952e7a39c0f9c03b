import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFile } from './read-file.js';
import { readForm, type ImportRow } from './read-form.js';
import { nanhai } from './nanhai.fixture.js';

const root = new URL('../../../../', import.meta.url);

interface Truth {
  rows: {
    sheet: string;
    row: number;
    verdict: string;
    why: string[];
    unit_code: string | null;
    name: string;
    phone: string;
    text: string;
    kind: string;
    cost_yuan: number | null;
    people: number;
    due: string | null;
    age: number;
  }[];
}

describe('reading the collection workbook of one town', () => {
  it('gives every row the verdict and the values of a careful clerk', async () => {
    const truth = JSON.parse(readFileSync(new URL('test/fixtures/wishes-dali-420.truth.json', root), 'utf8')) as Truth;
    const file = readFileSync(new URL('test/fixtures/wishes-dali-420.xlsx', root));
    const rows = [...readForm(await readFile(file, 'wishes.xlsx'), nanhai(), new Date())];
    const byPlace = new Map(rows.map((row) => [`${row.sheet}:${row.row}`, row]));
    const wrong: unknown[] = [];
    for (const expected of truth.rows) {
      const row = byPlace.get(`${expected.sheet}:${expected.row}`);
      if (!row || row.verdict !== expected.verdict || row.why.join() !== expected.why.join())
        wrong.push({ expected, row });
      else if (row.verdict === 'accept' && JSON.stringify(row.values) !== JSON.stringify(clean(expected)))
        wrong.push({ expected, row });
    }
    expect(wrong).toEqual([]);
    expect(rows).toHaveLength(truth.rows.length);
  });
});

const clean = (row: Truth['rows'][number]): ImportRow['values'] => ({
  unitCode: row.unit_code,
  name: row.name,
  phone: row.phone,
  text: row.text,
  kind: row.kind as 'goods',
  costYuan: row.cost_yuan,
  people: row.people,
  dueOn: row.due,
  age: row.age,
});
