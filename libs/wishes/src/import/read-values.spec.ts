import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chineseNumber, readAge, readCost, readDue, readKind, readPeople, readText } from './read-values.js';
import { readName, readPhone, type Cell } from '#libs/platform';

const typed = (text: string): Cell => ({ text });
const number = (value: number): Cell => ({ text: String(value), number: value });
const april = { year: 2021, month: 4 };

describe('the parser of a cell', () => {
  it.each([
    ['120', 120],
    ['约120', 120],
    ['大约 120 元左右', 120],
    ['120元', 120],
    ['￥1,470', 1470],
    ['¥1470.50', 1470.5],
    ['3块5', 3.5],
    ['80元（含运费10元）', 80],
    ['１４８０', 1480],
    ['4240.00', 4240],
    ['1.2万', 12000],
    ['3千', 3000],
    ['三百五十', 350],
    ['一千二百元', 1200],
    ['五百块', 500],
    ['/', 0],
    ['无', 0],
    ['无需费用', 0],
    ['免费', 0],
    ['—', 0],
    ['-', 0],
    ['0.00', 0],
    ['1，200', 1200],
    ['壹佰元整', 100],
    ['壹仟贰佰元', 1200],
    ['1.2千元', 1200],
    ['0.5万元', 5000],
    ['100.50元', 100.5],
    ['人民币 80 元', 80],
  ])('reads a cost of %s as %d yuan', (text, yuan) => expect(readCost(typed(text))).toBe(yuan));

  it.each([
    '-50',
    '几百',
    '200-300',
    '200～300元',
    '一百多',
    '300多',
    '500以内',
    '待定',
    '看情况',
    '不详',
    '约',
    'abc',
    '80元90元',
    '两三百',
    '五六百元',
    '三四十',
    '80+90',
    '80、90',
    '2件80元',
    '80元/2个',
    '3元5毛',
    '12345678',
    '1.200',
    '1.200,00',
    '1,20',
    '50%',
    '５０％',
    '100元以内',
    '100-200元',
    '－50',
    '(50)',
    '50元/人',
    '50元（每人）',
    '50（单价）',
    '100美元',
    '$100',
    'US$100',
    '100港币',
    '1e3',
    '八折',
    'TRUE',
  ])('leaves a cost of %s to a person', (text) => expect(readCost(typed(text))).toBeUndefined());
  it('leaves a negative number to a person', () => expect(readCost(number(-50))).toBeUndefined());

  it.each([
    ['13600001551', '13600001551'],
    ['136 0000 1551', '13600001551'],
    ['136-0000-1551', '13600001551'],
    ['+86 13600001551', '13600001551'],
    ['0086-13600001551', '13600001551'],
    ['8613600001551', '13600001551'],
    ['１３６００００１５５１', '13600001551'],
    ['电话：13600001551', '13600001551'],
    ['13600001551（女儿）', '13600001551'],
    ['0757-85550000', '075785550000'],
    ['013600001551', '13600001551'],
    ['0136-0000-1551', '13600001551'],
    ['+86 013600001551', '13600001551'],
    ['010-85550000', '01085550000'],
    ['02085550000', '02085550000'],
  ])('reads the telephone %s', (text, digits) => expect(readPhone(typed(text))).toBe(digits));
  it.each([
    '1360000155',
    '136000015511',
    '13600001551/13900002222',
    '1360000I551',
    '无',
    '85550000',
    '不详',
    '23600001551',
    '01360000155',
    '0136000015511',
    '02685',
    '075785550',
  ])('leaves the telephone %s to a person', (text) => expect(readPhone(typed(text))).toBeUndefined());
  it('reads a telephone that is a number', () => expect(readPhone(number(13600001551))).toBe('13600001551'));

  it.each([
    ['2021-05-01', '2021-05-01'],
    ['2021/5/1', '2021-05-01'],
    ['2021.05.01', '2021-05-01'],
    ['20210501', '2021-05-01'],
    ['2021年5月1日', '2021-05-01'],
    ['2021年5月1号前', '2021-05-01'],
    ['21年5月1日', '2021-05-01'],
    ['5月1日前', '2021-05-01'],
    ['五月一日前', '2021-05-01'],
    ['二〇二一年五月十二日', '2021-05-12'],
    ['６月２８日之前', '2021-06-28'],
    ['5/1', '2021-05-01'],
    ['1月15日前', '2022-01-15'],
    ['2021-05-01 00:00:00', '2021-05-01'],
    ['5月1日（劳动节）前', '2021-05-01'],
    ['2021年5月1日（周六）', '2021-05-01'],
    ['5月1日左右', '2021-05-01'],
    ['44317', '2021-05-01'],
    ['十二月三十一日', '2021-12-31'],
    ['2021-12-31T00:00:00+08:00', '2021-12-31'],
    ['2021-12-30T16:00:00Z', '2021-12-31'],
    ['2021-12-30T16:00:00.000Z', '2021-12-31'],
  ])('reads the day %s', (text, day) => expect(readDue(typed(text), april, false)).toBe(day));
  it.each([
    '尽快',
    '节前',
    '5月底前',
    '月底',
    '五月中旬',
    '2021年5月',
    '2月30日',
    '2021-13-01',
    '1/5/2021',
    '长期',
    '春节前',
    '2026.2.30',
    '2026年13月',
    '2026年12月',
    '12/31/2026',
    '31/12/2026',
    '31/12',
    '26-12-31',
    '26/12/31',
    '年底',
    '明年春节',
    '12月31日后',
    '12月30日或31日',
    '2026-12-30至2026-12-31',
    '2021-12-31T25:00:00Z',
    '2021-02-30T00:00:00Z',
    '一二月三日',
    '99999',
    '1月1日到2月1日',
  ])('leaves the day %s to a person', (text) => expect(readDue(typed(text), april, false)).toBeUndefined());
  it('reads days as spreadsheets count them, from 1900 and from 1904', () => {
    expect(readDue(number(44317), april, false)).toBe('2021-05-01');
    expect(readDue(number(42855), april, true)).toBe('2021-05-01');
    expect(readDue(number(20210501), april, false)).toBe('2021-05-01');
    expect(readDue(undefined, april, false)).toBeNull();
  });

  it.each([
    ['64', 64],
    ['64岁', 64],
    ['６４', 64],
    ['六十四', 64],
    ['七十', 70],
    ['一百零二岁', 102],
    ['约80', 80],
    ['8个月', 0],
    ['', null],
  ])('reads the age %s as %s', (text, age) => expect(readAge(typed(text))).toBe(age));
  it.each(['八十多', '老年', '150', '-3'])('leaves the age %s to a person', (text) =>
    expect(readAge(typed(text))).toBeUndefined(),
  );

  it.each([
    ['3', 3],
    ['约20人', 20],
    ['3人（一家三口）', 3],
    ['二十', 20],
    ['', 1],
  ])('reads %s as a number of people', (text, people) => expect(readPeople(typed(text))).toBe(people));
  it.each(['0', '若干', '20多人', '1.5', '全村'])('leaves %s as a number of people to a person', (text) =>
    expect(readPeople(typed(text))).toBeUndefined(),
  );

  it.each([
    ['李子梅', '李子梅'],
    ['李子梅（户主）', '李子梅'],
    [' 李 子 梅\u3000', '李子梅'],
    ['陈𠮷坚', '陈𠮷坚'],
    ['John Smith', 'John Smith'],
    ['欧阳 志远', '欧阳志远'],
  ])('reads the name %s', (text, name) => expect(readName(typed(text))).toBe(name));
  it.each([
    '',
    '无',
    '/',
    '13600001551',
    '=A1',
    '陈坚、李明',
    '陈坚 李明',
    '陈坚/李明',
    '李子梅等',
    '李子梅夫妇',
    '李子梅之子',
    '李子梅?',
    '李子梅\n陈坚',
  ])('leaves the name %s to a person', (text) => expect(readName(typed(text))).toBeUndefined());

  it.each([
    ['想理个发，出不了门🙏', '想理个发，出不了门'],
    ['需要一袋米 谢谢！！', '需要一袋米'],
    ['想有人聊聊天\n（已电话核实）', '想有人聊聊天'],
    ['想要一台风扇，非常感谢', '想要一台风扇'],
    ['孩子想学画画\r\n周末都可以', '孩子想学画画 周末都可以'],
  ])('reads the wish in %j', (text, wish) =>
    expect(readText(typed(text))).toEqual({ text: wish, isFormula: false, isTooLong: false }),
  );
  it.each(['', '  ', '/', '无', '？？', '🙏'])('finds no wish in %j', (text) =>
    expect(readText(typed(text))).toBeUndefined(),
  );
  it.each([
    '@SUM(1+1)榕树头的长凳断了',
    '=1+2榕树头的长凳断了',
    '＝HYPERLINK("x")榕树头的长凳断了',
    `+cmd|' /C calc'!A0 榕树头的长凳断了`,
    '-2+3榕树头的长凳断了',
  ])('keeps %s as text and reports that it begins like a formula', (text) =>
    expect(readText(typed(text))).toEqual({ text: '榕树头的长凳断了', isFormula: true, isTooLong: false }),
  );

  it('distinguishes goods from services', () => {
    expect(
      ['服务类', '服务', '物品类', '物资', '实物类', '其他', '物品和服务'].map((text) => readKind(typed(text))),
    ).toEqual(['service', 'service', 'goods', 'goods', 'goods', undefined, undefined]);
  });

  it('reads every number below a hundred thousand in Chinese', () => {
    const digits = '零一二三四五六七八九';
    const write = (value: number): string => {
      if (value >= 10_000) {
        const rest = value % 10_000;
        return `${write(Math.floor(value / 10_000))}万${rest === 0 ? '' : (rest < 1_000 ? '零' : '') + write(rest)}`;
      }
      let text = '';
      let zero = false;
      for (const [unit, sign] of [
        [1_000, '千'],
        [100, '百'],
        [10, '十'],
        [1, ''],
      ] as const) {
        const digit = Math.floor(value / unit) % 10;
        if (digit === 0) zero = text !== '';
        else {
          text += (zero ? '零' : '') + digits[digit] + sign;
          zero = false;
        }
      }
      return text;
    };
    fc.assert(fc.property(fc.integer({ min: 1, max: 99_999 }), (value) => chineseNumber(write(value)) === value));
  });

  it('never throws on any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const cell = typed(text);
        for (const read of [readCost, readPeople, readAge, readPhone, readName, readText, readKind]) read(cell);
        readDue(cell, april, false);
      }),
    );
  });
});
