import { deflateRawSync } from 'node:zlib';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nanhai } from './nanhai.fixture.js';
import { parseSheets } from '#libs/platform';
import { readForm } from './read-form.js';
import { whyOf } from './words.js';
import type { Sheet } from '#libs/platform';

/** A zip file of the given entries; enough of the format for a workbook. */
function zip(entries: Record<string, string | Buffer>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const raw = Buffer.from(content as string);
    const packed = deflateRawSync(raw);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc(raw), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(raw.length, 22);
    head.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(8, 10);
    head.copy(central, 16, 14, 26);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    parts.push(head, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(entries).length, 8);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

const crc = (data: Buffer): number => crc32(data);

const WORKBOOK = `<workbook xmlns:r="r"><sheets><sheet name="沥苑" sheetId="1" r:id="rId1"/></sheets></workbook>`;
const RELATIONS = `<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="t/sharedStrings" Target="sharedStrings.xml"/></Relationships>`;
const workbook = (sheet: string | Buffer, more: Record<string, string> = {}): Buffer =>
  zip({
    'xl/workbook.xml': WORKBOOK,
    'xl/_rels/workbook.xml.rels': RELATIONS,
    'xl/worksheets/sheet1.xml': sheet,
    ...more,
  });

const cell = (reference: string, text: string): string =>
  `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
const row = (at: number, ...texts: string[]): string =>
  `<row r="${at}">${texts.map((text, column) => (text ? cell(String.fromCharCode(65 + column) + at, text) : '')).join('')}</row>`;
const sheet = (...rows: string[]): string => `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`;
const HEAD = ['村（社区）', '姓名', '联系电话', '微心愿内容', '类别', '预计费用（元）', '期望完成时间'];

async function verdicts(file: Buffer): Promise<string[]> {
  return readForm(await parseSheets(file, 'w.xlsx'), { units: nanhai(), asOf: new Date('2026-11-23') }).rows.map(
    (row) => [row.row, row.verdict, whyOf(row).join()].join(' ').trim(),
  );
}

describe('reading a workbook', () => {
  it('finds columns by their headings in any order, and skips titles, sections, totals and signatures', async () => {
    const file = workbook(
      sheet(
        row(1, '大沥镇微心愿征集表'),
        row(2, '微心愿', '许愿人', '手机号', '所属社区', '预算(元)'),
        row(3, '想换一台风扇', '李子梅', '15900007004', '沥苑', '100'),
        row(4, '第二网格'),
        row(5, '想理发', '陈坚', '15900007005', '沥苑社区居委会', ''),
        row(6, '合计', '', '', '', '100'),
        row(7, '填表人：张三', '', '13800000000'),
        row(8, '微心愿', '许愿人', '手机号', '所属社区', '预算(元)'),
        row(9, '想学手机', '黄英', '15900007006', '大沥镇沥南', '/'),
      ),
    );
    expect(await verdicts(file)).toEqual(['3 accept', '5 accept', '9 accept']);
  });

  it('fills merged cells downwards and reads formula results, shared strings and rich text', async () => {
    const file = workbook(
      sheet(
        row(1, ...HEAD),
        `<row r="2">${cell('A2', '沥苑社区')}${cell('B2', '李子梅')}<c r="C2"><v>15900007004</v></c><c r="D2" t="s"><v>0</v></c>${cell('E2', '物品类')}<c r="F2"><f>100+60</f><v>160</v></c><c r="G2"><v>44317</v></c></row>`,
        `<row r="3">${cell('B3', '陈坚')}${cell('C3', '15900007005')}${cell('D3', '想理发')}${cell('E3', '服务类')}</row>`,
      ).replace('</worksheet>', '<mergeCells><mergeCell ref="A2:A3"/></mergeCells></worksheet>'),
      { 'xl/sharedStrings.xml': '<sst><si><r><t>想要一台</t></r><r><t>风扇</t></r><rPh><t>xiang</t></rPh></si></sst>' },
    );
    const rows = readForm(await parseSheets(file, 'w.xlsx'), { units: nanhai(), asOf: new Date('2021-04-01') }).rows;
    expect(
      rows.map(({ verdict, values }) => [verdict, values.unitCode, values.text, values.costYuan, values.dueOn]),
    ).toEqual([
      ['accept', '440605125001', '想要一台风扇', 160, '2021-05-01'],
      ['accept', '440605125001', '想理发', 0, null],
    ]);
  });

  it('keeps a text that was stored as a formula, and leaves it to a person', async () => {
    const file = workbook(
      sheet(
        row(1, ...HEAD),
        `<row r="2">${cell('A2', '沥苑')}${cell('B2', '李子梅')}${cell('C2', '15900007004')}<c r="D2"><f>1+1榕树头的长凳断了</f><v></v></c></row>`,
      ),
    );
    expect(await verdicts(file)).toEqual(['2 review formula']);
  });

  it('distinguishes communities of one name by the town of the form', async () => {
    const head = row(2, ...HEAD);
    const wish = row(3, '太平社区', '李子梅', '15900007004', '想理发', '服务类');
    const unitOf = async (title: string): Promise<string | null> => {
      const file = workbook(sheet(row(1, title), head, wish));
      return readForm(await parseSheets(file, 'w.xlsx'), { units: nanhai(), asOf: new Date() }).rows[0]!.values
        .unitCode;
    };
    expect(await unitOf('大沥镇微心愿征集表')).toBe('440605125029');
    expect(await unitOf('西樵镇微心愿征集表')).toBe('440605122016');
  });

  it.each([
    '沥苑',
    '沥苑社区',
    '沥苑居委会',
    '沥苑社区居民委员会',
    '大沥镇沥苑社区',
    '南海区大沥镇沥苑',
    '沥苑社区党委',
    '沥苑社区第3网格',
    '440605125001',
    ' 沥 苑 ',
  ])('finds the community in %s', (text) =>
    expect(
      nanhai()
        .find(text)
        .map(({ code }) => code),
    ).toEqual(['440605125001']),
  );
  it.each(['XX社区', '城东社区', '大沥镇', '/', '沥'])('finds no community in %s', (text) =>
    expect(nanhai().find(text)).toEqual([]),
  );

  it('finds a repeated wish with its numbers in another spelling', async () => {
    const file = workbook(
      sheet(
        row(1, ...HEAD),
        row(2, '沥苑', '李子梅', '15900007004', '想理个发'),
        row(3, '沥苑社区', '李子梅（户主）', '159 0000 7004', '想理个发。谢谢'),
        row(4, '沥苑', '陈坚', '15900007004', '想理个发'),
      ),
    );
    expect(await verdicts(file)).toEqual(['2 accept', '3 duplicate same as row 2', '4 accept']);
  });

  it.each([
    [
      'a sheet that unpacks to more than is allowed',
      () => workbook(Buffer.concat([Buffer.from('<worksheet><sheetData>'), Buffer.alloc(320 * 1024 * 1024, 32)])),
      'IMPORT_TOO_LARGE',
    ],
    ['damaged XML', () => workbook('<worksheet><sheetData><row'), 'IMPORT_DAMAGED'],
    ['a zip that is no workbook', () => zip({ 'readme.txt': 'hello' }), 'IMPORT_DAMAGED'],
  ])('refuses %s', async (_, make, code) => {
    await expect(parseSheets(make(), 'w.xlsx')).rejects.toMatchObject({ kind: { code } });
  });

  it('refuses a file without headings', () => {
    const sheets: Sheet[] = [
      {
        name: 'a',
        from1904: false,
        isHidden: false,
        merges: [],
        rows: [{ row: 1, cells: new Map([[0, { text: '你好' }]]) }],
      },
    ];
    expect(() => readForm(sheets, { units: nanhai(), asOf: new Date() })).toThrow('IMPORT_NO_HEADINGS');
  });

  it.each([
    ['UTF-8', 'utf-8'],
    ['UTF-8 with a mark', 'bom'],
    ['GBK', 'gbk'],
  ])('reads CSV in %s', async (_, encoding) => {
    const text = '村（社区）,姓名,联系电话,微心愿内容\n沥苑社区,李子梅,15900007004,"想换一台风扇,静音的"\n';
    // 村（社区）,姓名,联系电话,微心愿内容 / 沥苑社区,李子梅 / 想换一台风扇,静音的 – in GBK
    const gbk = Buffer.from(
      'b4e5a3a8c9e7c7f8a3a92cd0d5c3fb2cc1aacfb5b5e7bbb02ccea2d0c4d4b8c4dac8dd0ac1a4d4b7c9e7c7f82cc0eed7d3c3b72c31353930303030373030342c22cfebbbbbd2bbcca8b7e7c9c82cbeb2d2f4b5c4220a',
      'hex',
    );
    const file =
      encoding === 'gbk' ? gbk : Buffer.concat([Buffer.from(encoding === 'bom' ? '\ufeff' : ''), Buffer.from(text)]);
    const rows = readForm(await parseSheets(file, 'w.csv'), { units: nanhai(), asOf: new Date() }).rows;
    expect(rows.map(({ verdict, values }) => [verdict, values.name, values.text])).toEqual([
      ['accept', '李子梅', '想换一台风扇,静音的'],
    ]);
  });
});
