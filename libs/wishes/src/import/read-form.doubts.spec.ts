import { describe, expect, it } from 'vitest';
import { parseSheets, type Sheet } from '#libs/platform';
import { sheetOf } from '../../../../test/support/sheets.js';
import { rowsOf, workbookOf } from '../../../../test/support/workbooks.js';
import { nanhai } from './nanhai.fixture.js';
import { readForm, type WishForm } from './read-form.js';

const ASKED_ON = { units: nanhai(), asOf: new Date('2026-11-30') };
const HEAD = ['社区', '姓名', '电话', '心愿内容', '预计费用', '受益人数', '期望完成时间'];
const read = (...sheets: Sheet[]): WishForm => readForm(sheets, ASKED_ON);
const briefly = ({ rows }: WishForm): unknown[] =>
  rows.map(({ row, verdict, doubts }) => `${row} ${verdict} ${doubts.join()}`);

describe('a row with only a wish', () => {
  const lone = (text: string, head = HEAD): unknown[] => {
    const line = head.map((label) => (label === '心愿内容' ? text : undefined));
    return briefly(read(sheetOf([head, ['沥苑社区', '李子梅', '13600000001', '想要一台轮椅'], line]))).slice(1);
  };

  it.each(['想要轮椅', '一张床', '理发', '要米'])('is not dropped, even if it is short: %s', (text) => {
    expect(lone(text)).toEqual(['3 review unit,name,phone']);
  });

  it('below a row with a ditto mark is not dropped', () => {
    const lines = [
      HEAD,
      ['沥苑社区', '李子梅', '13600000001', '想要一台轮椅'],
      ['沥苑社区', '陈坚', '13600000002', '同上'],
      [undefined, undefined, undefined, '同上'],
    ];
    const { rows } = read(sheetOf(lines));
    expect(rows.map(({ verdict, values }) => [verdict, values.text])).toEqual([
      ['accept', '想要一台轮椅'],
      ['accept', '想要一台轮椅'],
      ['review', '想要一台轮椅'],
    ]);
  });

  it.each([
    '一、助老类',
    '沥苑社区',
    '沥苑',
    '第二网格',
    '（二）残疾人家庭',
    '困难群体',
    '2026年11月30日',
    '合计',
    '备注：',
  ])('is not a wish where a section begins or a list ends: %s', (text) => {
    expect(lone(text)).toEqual([]);
    expect(
      lone(
        text,
        [...HEAD].toSorted((a) => (a === '心愿内容' ? -1 : 1)),
      ),
    ).toEqual([]);
  });

  it('keeps a name that stands alone', () => {
    expect(briefly(read(sheetOf([HEAD, [undefined, '陈阿婆']])))).toEqual(['2 reject text']);
  });

  it('is not repeated by a ditto mark when it is a title', () => {
    const { rows } = read(
      sheetOf([
        ['心愿内容', '姓名', '电话', '社区'],
        ['想要一台轮椅', '李子梅', '13600000001', '沥苑'],
        ['二、助残类'],
        ['同上', '陈坚', '13600000002', '沥苑'],
      ]),
    );
    expect(rows.map(({ values }) => values.text)).toEqual(['想要一台轮椅', '想要一台轮椅']);
  });
});

describe('a ditto mark', () => {
  it('without a cell above to repeat is reported', () => {
    const { rows } = read(
      sheetOf([
        HEAD,
        ['沥苑', '李子梅', '13600000001', '想要一台轮椅', '同上', '同上', '同上'],
        ['沥苑', '陈坚', '13600000002', '想要一把伞', '80', '2', '2026-12-31'],
        ['沥苑', '黄英', '13600000003', '想要一盏灯'],
        ['沥苑', '何丽', '13600000004', '想理发', '同上'],
      ]),
    );
    expect(rows.map(({ doubts }) => doubts.join())).toEqual(['cost,people,due', '', '', 'cost']);
  });
});

describe('a cell that is merged over several rows', () => {
  const merged = async (refs: string[], lines: string[][]): Promise<WishForm> => {
    const merges = `<mergeCells>${refs.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;
    const xml = `<worksheet><sheetData>${rowsOf(lines).replace(/<c [^>]*><is><t><\/t><\/is><\/c>/g, '')}</sheetData>${merges}</worksheet>`;
    return readForm(await parseSheets(workbookOf([xml]), 'w.xlsx'), ASKED_ON);
  };
  const HEADINGS = ['社区', '姓名', '电话', '地址', '困难类别', '心愿内容', '预计费用', '受益人数', '期望完成时间'];
  const LINES = [
    HEADINGS,
    ['沥苑', '李子梅', '13600000001', '花园1号', '低保', '想要一台轮椅', '300', '3', '2026-12-31'],
    ['沥苑', '陈坚', '13600000002', '花园2号', '孤寡', '想要一把伞', '', '', ''],
    ['沥苑', '黄英', '13600000003', '花园3号', '残疾', '想要一盏灯', '10', '1', '2026-12-30'],
  ];

  it.each([
    ['G2:G3', 'cost', 'costYuan'],
    ['H2:H3', 'people', 'people'],
    ['I2:I3', 'due', 'dueOn'],
  ] as const)('is asked about in each of them, not given to all or lost: %s', async (ref, field, value) => {
    const { rows } = await merged([ref], LINES);
    expect(rows.map(({ doubts, values }) => [doubts.join(), values[value] === null])).toEqual([
      [field, true],
      [field, true],
      ['', false],
    ]);
  });

  it('gives each row the same place and person', async () => {
    const { rows } = await merged(
      ['A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'E2:E3'],
      [
        HEADINGS,
        ['沥苑', '李子梅', '13600000001', '花园1号', '低保', '想要一台轮椅', '300', '1', ''],
        ['', '', '', '', '', '想要一把伞', '30', '2', ''],
      ],
    );
    expect(
      rows.map(({ verdict, values, extra }) => [verdict, values.name, values.phone, extra, values.costYuan]),
    ).toEqual([
      ['accept', '李子梅', '13600000001', { address: '花园1号', hardship: '低保' }, 300],
      ['accept', '李子梅', '13600000001', { address: '花园1号', hardship: '低保' }, 30],
    ]);
  });

  it('like all others of its record means one wish over two rows', async () => {
    const { rows } = await merged(
      HEADINGS.map((_, at) => `${'ABCDEFGHI'[at]}2:${'ABCDEFGHI'[at]}3`),
      [...LINES.slice(0, 2), [], LINES[3]!],
    );
    expect(rows.map(({ row, verdict, values }) => [row, verdict, values.costYuan])).toEqual([
      [2, 'accept', 300],
      [4, 'accept', 10],
    ]);
  });

  it('with the price is reported, and nothing is computed from it', async () => {
    const head = ['社区', '姓名', '电话', '心愿内容', '单价', '数量'];
    const { rows } = await merged(
      ['E2:E3'],
      [
        head,
        ['沥苑', '李子梅', '13600000001', '想要椅子', '50', '2'],
        ['沥苑', '陈坚', '13600000002', '想要桌子', '', '1'],
      ],
    );
    expect(rows.map(({ doubts, values }) => [doubts.join(), values.costYuan])).toEqual([
      ['cost', null],
      ['cost', null],
    ]);
  });

  it('over two columns as well is not lost', async () => {
    const { rows } = await merged(['G2:H3'], LINES);
    expect(rows.map(({ doubts }) => doubts.join())).toEqual(['cost', 'cost', '']);
  });
});

describe('the cost of several things', () => {
  const cost = (head: string[], ...cells: (string | undefined)[]): unknown => {
    const lines = [
      ['社区', '姓名', '电话', '心愿内容', ...head],
      ['沥苑', '李子梅', '13600000001', '想要几把椅子', ...cells],
    ];
    const [row] = read(sheetOf(lines)).rows;
    return row!.doubts.includes('cost') ? 'asked' : row!.values.costYuan;
  };
  it.each([
    [['单价', '数量', '总价'], ['50', '4', '200'], 200],
    [['总价', '数量', '单价'], ['200', '4', '50'], 200],
    [['单价（元）', '数量', '金额（元）'], ['50', '4', '200'], 200],
    [['单价', '数量', '小计'], ['50', '4把', ''], 200],
    [['单价', '数量'], ['50', '4'], 200],
    [['单价', '数量'], ['50', ''], 'asked'],
    [['单价', '数量'], ['约几十', '4'], 'asked'],
    [['单价', '数量'], ['50', '若干'], 'asked'],
    [['单价'], ['50'], 'asked'],
    [['单价', '数量', '总价'], ['50', '4', '260'], 'asked'],
    [['价格', '数量'], ['50', '4'], 'asked'],
    [['价格', '数量'], ['50', '1'], 50],
    [['市场价', '数量'], ['50', '4'], 'asked'],
    [['参考价'], ['50'], 50],
    [['资助额'], ['50'], 50],
    [['报价', '资助额'], ['50', '40'], 'asked'],
    [['费用（单价）', '数量'], ['50', '4'], 200],
    [['预算（元/人）'], ['50'], 'asked'],
    [['總價', '單價', '數量'], ['200', '50', '4'], 200],
    [['Unit price', 'Quantity', 'Total'], ['50', '4', '200'], 200],
    [['Unit Price', 'Qty'], ['50', '4'], 200],
    [['预计费用（美元）'], ['50'], 'asked'],
    [['预算（USD）'], ['50'], 'asked'],
  ] as [string[], string[], unknown][])('below %j as %j is %s yuan', (head, cells, yuan) =>
    expect(cost(head, ...cells)).toBe(yuan),
  );
});

describe('a line of text with a comma too many', () => {
  it('is reported, since the text after the comma is in the wrong column', async () => {
    const file =
      '社区,姓名,电话,心愿内容\n沥苑,李子梅,13600000001,想换一台风扇,静音的\n沥苑,陈坚,13600000002,想要一把伞,\n';
    const { rows } = readForm(await parseSheets(Buffer.from(file), 'w.csv'), ASKED_ON);
    expect(rows.map(({ verdict, doubts }) => `${verdict} ${doubts.join()}`)).toEqual(['review text', 'accept ']);
  });
});

describe('hidden content', () => {
  it('is counted, although it is not read', () => {
    const lines = [
      HEAD,
      ['沥苑', '李子梅', '13600000001', '想要一台轮椅'],
      ['沥苑', '陈坚', '13600000002', '想要一把伞'],
    ];
    const shown = sheetOf(lines, [], '今年');
    shown.rows[2]!.isHidden = true;
    const lastYear = { ...sheetOf(lines, [], '去年'), isHidden: true };
    const words = { ...sheetOf([['物品类'], ['服务类']], [], '选项'), isHidden: true };
    const form = read(shown, lastYear, words);
    expect(briefly(form)).toEqual(['2 accept ']);
    expect(form.hidden).toEqual({ sheets: ['去年'], rows: 1 });
  });
});

describe('unknown headings', () => {
  it('on an unread sheet are reported, even if another sheet was read', () => {
    const october = sheetOf([HEAD, ['沥苑', '李子梅', '13600000001', '想要一台轮椅']], [], '10月');
    const november = sheetOf(
      [
        ['居所', '名', '号码', '想要什么'],
        ['沥苑', '陈坚', '13600000002', '想要一把伞'],
      ],
      [],
      '11月',
    );
    const { headings } = read(october, november);
    expect(headings.map(({ sheet, heading, state }) => [sheet, heading, state])).toEqual([
      ['11月', '居所', 'unknown'],
      ['11月', '名', 'unknown'],
      ['11月', '号码', 'unknown'],
      ['11月', '想要什么', 'unknown'],
    ]);
  });

  it('like property names of objects are ordinary headings', () => {
    const head = ['社区', '姓名', '电话', '心愿内容', 'constructor', '__proto__', 'toString'];
    const sheet = sheetOf([head, ['沥苑', '李子梅', '13600000001', '想要一台轮椅', 'x', 'y', 'z']]);
    const { rows, headings } = read(sheet);
    expect(rows[0]!.verdict).toBe('accept');
    expect(headings.map(({ heading, field, state }) => [heading, field, state])).toEqual([
      ['constructor', null, 'unknown'],
      ['__proto__', null, 'unknown'],
      ['toString', null, 'unknown'],
    ]);
    const choices = JSON.parse('{"__proto__": "hardship", "constructor": null}') as Record<string, string | null>;
    const chosen = readForm([sheet], { ...ASKED_ON, choices });
    expect(chosen.rows[0]!.extra.hardship).toBe('y');
  });
});

describe('a person with contradictory data', () => {
  it('does not get the telephone of a proxy', () => {
    const { rows } = read(
      sheetOf([
        ['社区', '申请人', '代理人姓名', '代理人电话', '心愿内容'],
        ['沥苑', '李子梅', '王五', '13600000001', '想要一台轮椅'],
      ]),
    );
    expect(rows[0]).toMatchObject({ doubts: ['phone'], values: { name: '李子梅', phone: null } });
  });

  it('does not get a start day as due date', () => {
    const { rows } = read(
      sheetOf([
        ['社区', '姓名', '电话', '心愿内容', '开始时间'],
        ['沥苑', '李子梅', '13600000001', '想要一台轮椅', '2026-12-01'],
      ]),
    );
    expect(rows[0]!.values.dueOn).toBeNull();
  });

  it('is reported when two telephones or two names are possible', () => {
    const { rows } = read(
      sheetOf([
        ['社区', '姓名', '手机1', '手机2', '心愿内容'],
        ['沥苑', '李子梅', '13600000001', '13600000002', '想要一台轮椅'],
      ]),
    );
    expect(rows[0]).toMatchObject({ verdict: 'review', doubts: ['phone'], values: { phone: null } });
    const names = read(
      sheetOf([
        ['社区', '申请人姓名', '受益人姓名', '电话', '心愿内容'],
        ['沥苑', '李子梅', '陈坚', '13600000001', '想要一台轮椅'],
      ]),
    );
    expect(names.rows[0]).toMatchObject({ verdict: 'review', doubts: ['name'], values: { name: null } });
  });

  it('is reported when a wish stands in two columns, without loss of text', () => {
    const { rows } = read(
      sheetOf([
        ['社区', '姓名', '电话', '微心愿', '具体需求'],
        ['沥苑', '李子梅', '13600000001', '出门看病', '想要一台轮椅'],
      ]),
    );
    expect(rows[0]).toMatchObject({ verdict: 'review', doubts: ['text'], values: { text: '出门看病；想要一台轮椅' } });
  });
});
