import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  YUAN,
  digitsReader,
  figureReader,
  isAllRead,
  numberOf,
  plainest,
  readMobile,
  readPhone,
  readYuan,
  yuanToFen,
} from './typed';

const RUNS = { numRuns: 2_000 };
const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const digitsOf = (text: string): string =>
  text.replace(/[\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) - 0xff10)).replace(/\D/g, '');

const mobile = fc.stringMatching(/^1[3-9]\d{9}$/);
const separator = fc.constantFrom('', ' ', '-', '\u00a0', '–', '.');
const mark = fc.constantFrom('', '\u202d', '\u200b', ' ');

describe('a telephone number', () => {
  it.each([
    '17000000006',
    '+86 170 0000 0006',
    '+8617000000006',
    '008617000000006',
    '86 170 0000 0006',
    '8617000000006',
    '(+86) 170-0000-0006',
    '（０086）170 0000 0006',
    '１７００００００００６',
    '\u202d+86 170 0000 0006\u202c',
    ' 170.0000.0006\n',
  ])('filled in as %j is 17000000006', (typed) => {
    expect(readMobile(typed)).toBe('17000000006');
    expect(readPhone(typed)).toBe('17000000006');
  });

  it.each([
    '',
    '1700000000',
    '170000000061',
    '17000000006 17000000007',
    '17000000006/17000000007',
    '17000000006 分机1',
    '+852 17000000006',
    '12000000006',
    '0757-85551234',
    '一七零',
  ])('is not made of %j', (typed) => {
    expect(readMobile(typed)).toBeUndefined();
    expect(plainest(readMobile, typed)).toBe(typed);
  });

  it.each([
    ['0757-8555 1234', '075785551234'],
    ['+86 757 8555 1234', '075785551234'],
    ['（010）12345678', '01012345678'],
    ['+86 10 1234 5678', '01012345678'],
  ])('with an area code stays one: %s', (typed, expected) => expect(readPhone(typed)).toBe(expected));

  it('is the same however it is grouped, marked and widened', () => {
    fc.assert(
      fc.property(
        mobile,
        fc.constantFrom('', '+86', '86', '0086', '(+86)'),
        fc.array(separator, { minLength: 4, maxLength: 4 }),
        mark,
        fc.boolean(),
        (number, prefix, gaps, around, isWide) => {
          const groups = [prefix, number.slice(0, 3), number.slice(3, 7), number.slice(7)];
          const typed = around + groups.map((group, at) => group + gaps[at]).join('') + around;
          expect(readMobile(isWide ? fullWidth(typed) : typed)).toBe(number);
        },
      ),
      RUNS,
    );
  });

  it('is made of any text with all digits of it, or not at all', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+()\d ,、-]{0,26}$/)), (typed) => {
        const read = readMobile(typed);
        if (read !== undefined) expect(digitsOf(typed).replace(/^(?:0086|86)/, '')).toBe(read);
      }),
      RUNS,
    );
  });
});

describe('a sum of yuan', () => {
  it.each([
    ['1.2万', '12000'],
    ['1.2万元', '12000'],
    ['1,200', '1200'],
    ['1，200.50', '1200.5'],
    ['１２００', '1200'],
    ['￥1200', '1200'],
    ['¥ 1,200.00 元', '1200'],
    ['RMB 1200', '1200'],
    ['人民币１２００元整', '1200'],
    ['1200块', '1200'],
    ['0.01', '0.01'],
    ['.5', '0.5'],
    ['12.', '12'],
    ['0080', '80'],
    ['0', '0'],
    ['1.00001万', '10000.1'],
  ])('typed as %s is %s', (typed, expected) => {
    expect(readYuan(typed)).toBe(expected);
    expect(yuanToFen(typed)).toBe(Math.round(Number(expected) * 100));
  });

  it.each([
    '80 90',
    '80元90元',
    '80元+90元',
    '100-200',
    '1,2,3',
    '1.2.3',
    '1,20',
    '1,2000',
    '1 200',
    '1.234',
    '约50',
    '3块5',
    '-5',
    '1e3',
    '0x10',
    '一百',
    '.',
    '元',
    '20000000000',
    'Infinity',
  ])('is not made of %s, which stays as it is', (typed) => {
    expect(readYuan(typed)).toBeUndefined();
    expect(plainest(readYuan, typed)).toBe(typed);
    expect(yuanToFen(typed, 0)).toBeNaN();
  });

  it('is the same in every spelling', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: YUAN.most * 100 }),
        fc.constantFrom('plain', 'grouped', 'myriad'),
        fc.constantFrom('', '￥', '¥ ', 'RMB', '人民币'),
        fc.constantFrom('', '元', ' 元整'),
        mark,
        fc.boolean(),
        (fen, how, before, after, around, isWide) => {
          const yuan = { plain: fen / 100, grouped: fen / 100, myriad: fen / 1_000_000 }[how];
          const figure = yuan.toLocaleString('en-US', { useGrouping: how === 'grouped', maximumFractionDigits: 8 });
          const typed = `${around}${before}${figure}${how === 'myriad' ? '万' : ''}${after}${around}`;
          expect(yuanToFen(isWide ? fullWidth(typed) : typed)).toBe(fen);
        },
      ),
      RUNS,
    );
  });

  it('is never made of two', () => {
    fc.assert(
      fc.property(
        fc.nat(99_999),
        fc.constantFrom(' ', '-', '~', '至', '、', ';', '+', '元', '元 ', '/', '\n', '或'),
        fc.nat(99_999),
        (one, between, other) => {
          expect(readYuan(`${one}${between}${other}`)).toBeUndefined();
          expect(readYuan(`${one}元${between}${other}元`)).toBeUndefined();
        },
      ),
      RUNS,
    );
  });

  it('keeps every digit of any text, or is not made of it', () => {
    const significant = (digits: string): string => digits.replace(/^0+|0+$/g, '');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[￥\d,.，万元 -]{0,14}$/)), (typed) => {
        const read = readYuan(typed);
        if (read === undefined) expect(plainest(readYuan, typed)).toBe(typed);
        else {
          expect(significant(digitsOf(read))).toBe(significant(digitsOf(typed)));
          expect(readYuan(read)).toBe(read);
        }
      }),
      RUNS,
    );
  });
});

describe('a figure', () => {
  it('lies within its bounds', () => {
    const hours = { least: 0, most: 200, decimals: 1 };
    expect(['0', '1.5', '200', '０.５'].map(figureReader(hours))).toEqual(['0', '1.5', '200', '0.5']);
    expect(['-1', '201', '1.25', '2h', ''].map(figureReader(hours))).toEqual(Array(5).fill(undefined));
    expect(['-5000', '−12', '-0'].map(figureReader({ least: -5_000, most: 5_000 }))).toEqual(['-5000', '-12', '0']);
  });

  it('that was not typed has the value that its form gives it', () => {
    expect(numberOf('  ', { least: 1, most: 9 }, 1)).toBe(1);
    expect(yuanToFen('', 0)).toBe(0);
    expect(yuanToFen('')).toBeNaN();
  });

  it('that could not be read keeps a body from being sent', () => {
    expect(isAllRead({ items: [{ priceFen: 1, name: 'a' }], none: null })).toBe(true);
    expect(isAllRead({ items: [{ priceFen: NaN, name: 'a' }] })).toBe(false);
  });
});

it('digits of a code may come in groups', () => {
  expect(digitsReader(6)('123 456')).toBe('123456');
  expect(digitsReader(8, 30)('６２２２ 0200 0000 1234')).toBe('6222020000001234');
  expect(['12345', '1234567', '12345a', '123,456'].map((typed) => digitsReader(6)(typed))).toEqual(
    Array(4).fill(undefined),
  );
});
