import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskText } from '../masking.js';
import { findPersonalData } from './find-personal-data.js';
import type { KnownDetails, PersonalDataKind } from './finding.js';
import { scoreMasking, type AnnotatedText } from './score-masking.js';

const CORPUS = new URL('../../../../../test/fixtures/masking/', import.meta.url);

const found = (text: string, known?: KnownDetails): string[] =>
  findPersonalData(text, known).map(
    ({ start, end, kind, certainty }) => `${kind} ${certainty} ${text.slice(start, end)}`,
  );
const certainOnes = (text: string): string[] =>
  findPersonalData(text)
    .filter(({ certainty }) => certainty === 'certain')
    .map(({ start, end }) => text.slice(start, end));

describe('personal data in a text', () => {
  it.each([
    ['电话138.0000.8001', '138.0000.8001'],
    ['电话138，0000，8001', '138，0000，8001'],
    ['１３８００００８００１', '１３８００００８００１'],
    ['①③⑧⓪⓪⓪⓪⑧⓪⓪①', '①③⑧⓪⓪⓪⓪⑧⓪⓪①'],
    ['一三八零零零零八零零一', '一三八零零零零八零零一'],
    ['幺三八〇〇〇〇八〇〇幺', '幺三八〇〇〇〇八〇〇幺'],
    ['壹叁捌零零零零捌零零壹', '壹叁捌零零零零捌零零壹'],
    [
      '1\u200b3\u200b8\u200b0\u200b0\u200b0\u200b0\u200b8\u200b0\u200b0\u200b1',
      '1\u200b3\u200b8\u200b0\u200b0\u200b0\u200b0\u200b8\u200b0\u200b0\u200b1',
    ],
    ['138\n0000\n8001', '138\n0000\n8001'],
    ['+86 138-0000-8001', '+86 138-0000-8001'],
    ['电话13800008001一家三口', '13800008001'],
    ['打85500123就得', '85500123'],
    ['0757-8550 0123转802', '0757-8550 0123转802'],
    ['手机尾号8001', '8001'],
    ['身份证440605 19500101 123X', '440605 19500101 123X'],
    ['护照E12345678', 'E12345678'],
    ['回乡证H1234567801', 'H1234567801'],
    ['卡号6222 0000 0000 1234 567', '6222 0000 0000 1234 567'],
    ['微信号liang_zq88', 'liang_zq88'],
    ['加V：amei0757', 'amei0757'],
    ['QQ1234567890', '1234567890'],
    ['邮箱lihua＠example.com', 'lihua＠example.com'],
    ['车牌粤E·12345', '粤E·12345'],
    ['粤ya1234d', '粤ya1234d'],
    ['住沥北三巷五号', '沥北三巷五号'],
    ['家在翰林苑A座1203', '翰林苑A座1203'],
    ['屋企喺大圩村二队', '大圩村二队'],
    ['12栋三单元501漏水', '12栋三单元501'],
    ['姓名：梁志强，男', '梁志强'],
    ['我叫欧阳淑芬', '欧阳淑芬'],
    ['我叫李子梅，想装扶手', '李子梅'],
  ])('is masked: %s', (text, passage) => {
    expect(certainOnes(text)).toContain(passage);
    expect(maskText(text)).not.toContain(passage);
  });

  it.each([
    '5楼没电梯',
    '心愿 MW-5WX2-ED4N 还缺一把椅子',
    '想要两节1号电池',
    '坐2号线去复诊',
    '请在10号前送到',
    '36码的鞋，5月19号前',
    '502胶水和84消毒液',
    '3号楼下的路灯坏了',
    '坐126路公交车',
    '两室一厅，每月1800元',
    '型号XQB80-1268',
    '请拨打12345或400-800-1234',
    '您的心愿MW-7K3P-Q2XD已有人认领',
    '每周一三五下午，2026年10月1日起',
  ])('is not masked: %s', (text) => expect(maskText(text)).toBe(text));

  it.each([
    ['梁志强想要一张轮椅', 'name possible 梁志强'],
    ['今天黄美玲来电', 'name possible 黄美玲'],
    ['欧阳淑芬行动不便', 'name possible 欧阳淑芬'],
    ['陈婆婆想理发', 'name possible 陈婆婆'],
    ['读沥北小学三年级2班', 'school possible 沥北小学三年级2班'],
    ['得了尿毒症', 'health possible 尿毒症'],
    ['丈夫坐牢', 'debt possible 坐牢'],
  ])('is marked for the reviewer: %s', (text, finding) => expect(found(text)).toContain(finding));

  it('is found wherever a known detail is written, also separated or in part', () => {
    const known: KnownDetails = {
      names: ['梁志强', null],
      phones: ['13800008001'],
      addresses: ['大沥镇沥北村三巷5号'],
    };
    expect(found('梁 志 强', known)).toEqual(['name certain 梁 志 强']);
    expect(found('街坊都叫我志强', known)).toEqual(['name certain 志强']);
    expect(found('梁伯', known)).toEqual(['name possible 梁伯']);
    expect(found('1 3 8 0 0 0 0 8 0 0 1', known)).toEqual(['phone certain 1 3 8 0 0 0 0 8 0 0 1']);
    expect(found('打85500123', { phones: ['0757-8550 0123'] })).toEqual(['phone certain 85500123']);
    expect(found('沥雅苑12', { addresses: ['大沥镇沥雅苑12栋501'] })).toEqual(['address certain 沥雅苑12']);
    expect(found('我喺三巷五', known)).toEqual(['address certain 三巷五']);
    expect(found('大沥镇 沥北村 三巷5号', known)).toEqual(['address certain 大沥镇 沥北村 三巷5号']);
    expect(maskText('找志强，13800008001，沥北小公园', known, { keep: ['志强', '13800008001'] })).toBe(
      '找某居民，***，沥北小公园',
    );
  });

  it('stays when a reviewer decided to keep it', () => {
    expect(maskText('图书角在文化楼A座302', undefined, { keep: ['文化楼A座302'] })).toBe('图书角在文化楼A座302');
    expect(maskText('图书角在文化楼A座302')).toBe('图书角在某处');
  });
});

const digits = (least: number, most = least): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((list) => list.join(''));
const mobile = fc
  .tuple(fc.constantFrom('13', '15', '17', '18', '19'), digits(9))
  .map(([start, rest]) => `${start}${rest}`);
const identity = fc
  .tuple(
    fc.constantFrom('440605', '450103', '110101'),
    fc.integer({ min: 1930, max: 2022 }),
    fc.constantFrom('0131', '1105', '0718'),
    digits(3),
    fc.constantFrom('X', '3', '0'),
  )
  .map((parts) => parts.join(''));
const separator = fc.constantFrom('', ' ', '-', '.', '·', '，', '、', '/', '—', '_', '\n', ' - ', '\u200b', '。');
const DIGITS_OF = ['0123456789', '０１２３４５６７８９', '⓪①②③④⑤⑥⑦⑧⑨', '零一二三四五六七八九', '〇壹贰叁肆伍陆柒捌玖'];
const writtenAs = (number: string, style: string): string =>
  number.replace(/\d/g, (digit) => [...style][Number(digit)]!);
const around = fc.constantFrom('', '想要一台风扇，', '唔该晒。', '😀👨‍👩‍👧 ', '請打', 'ab ', '（', '\u202e谢谢\u202c');

describe('obfuscation of a number', () => {
  it('does not hide a telephone: any separator, any digits', () => {
    fc.assert(
      fc.property(
        mobile,
        separator,
        fc.constantFrom(...DIGITS_OF),
        around,
        around,
        (number, sign, style, before, after) => {
          const groups = [number.slice(0, 3), number.slice(3, 7), number.slice(7)];
          const planted = groups.map((group) => writtenAs(group, style)).join(sign);
          const text = `${before}${before === 'ab ' ? '电话' : ''}${planted}${after === 'ab ' ? '' : after}`;
          const start = text.indexOf(planted);
          const finding = findPersonalData(text).find((one) => one.start <= start && one.end >= start + planted.length);
          expect(finding).toMatchObject({ kind: 'phone', certainty: 'certain' });
          expect(maskText(text)).not.toContain(planted);
        },
      ),
    );
  });

  it('does not hide an identity card', () => {
    fc.assert(
      fc.property(identity, separator, fc.constantFrom(...DIGITS_OF), around, (number, sign, style, before) => {
        const planted = [number.slice(0, 6), number.slice(6, 14), number.slice(14)]
          .map((group) => writtenAs(group, style))
          .join(sign);
        const text = `${before}${planted}，谢谢`;
        const start = text.indexOf(planted);
        const finding = findPersonalData(text).find((one) => one.start <= start && one.end >= start + planted.length);
        expect(finding).toMatchObject({ kind: 'idNumber', certainty: 'certain' });
      }),
    );
  });
});

const PIECES = [
  '住', '三巷', '5号', '12栋', '501', 'A座', '梁志强', '陈伯', '电话', '138', '0000', '8001', '-', ' ', '，', '\n', '微信', 'abc123', '粤E', '12345',
  '某处', '***', '某居民', '大沥镇', '沥北村', '二队', '尾号', '我叫', '姓名：', '\u200b', '\ufe0f', '😀', '一三八', '㈠', 'ﬁ', '１', '號', '癌', 'QQ', '@', '.com',
]; // prettier-ignore
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((pieces) => pieces.join('')),
);

describe('any text', () => {
  it('has findings in order, without overlap, within the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let last = 0;
        for (const { start, end } of findPersonalData(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });

  it('is unchanged by a second masking', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const masked = maskText(text);
        expect(maskText(masked)).toBe(masked);
        expect(findPersonalData(masked).filter(({ certainty }) => certainty === 'certain')).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '1',
    '1 ',
    '一',
    '住',
    '三巷',
    '大沥镇',
    '5号',
    'a-1',
    '梁',
    '老',
    '微信:',
    '粤E',
    '(',
    '@a.',
    '·阿依',
    '我叫',
    '小学',
  ])('of ten thousand characters of %s is read completely', (piece) => {
    const text = piece.repeat(10_000 / piece.length);
    expect(maskText(text).length).toBeLessThanOrEqual(text.length + 10_000);
  });
});

describe('annotated sentences', () => {
  const corpora = readdirSync(CORPUS).filter((name) => name.endsWith('.jsonl'));
  const read = (name: string): AnnotatedText[] =>
    readFileSync(new URL(name, CORPUS), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AnnotatedText);

  it('are enough for a measurement', () => expect(corpora.flatMap(read).length).toBeGreaterThan(300));

  it('are masked when certain, marked when a person must decide, and rarely masked wrongly', () => {
    const { kinds, sentences, falselyMasked } = scoreMasking(corpora.flatMap(read));
    const masked = (...of: PersonalDataKind[]): number => share(of, ({ masked: count }) => count);
    const seen = (...of: PersonalDataKind[]): number => share(of, (score) => score.masked + score.marked);
    const share = (of: PersonalDataKind[], count: (score: (typeof kinds)[PersonalDataKind]) => number): number =>
      of.reduce((sum, kind) => sum + count(kinds[kind]), 0) / of.reduce((sum, kind) => sum + kinds[kind].spans, 0);
    expect(masked('phone', 'idNumber', 'contact', 'plate')).toBeGreaterThanOrEqual(0.98);
    expect(masked('address')).toBeGreaterThanOrEqual(0.9);
    expect(seen('name')).toBeGreaterThanOrEqual(0.9);
    expect(seen('school', 'health', 'debt')).toBeGreaterThanOrEqual(0.9);
    expect(falselyMasked / sentences).toBeLessThanOrEqual(0.03);
  });
});

describe('the measure', () => {
  it('counts a span as masked only when certain findings cover it completely', () => {
    const text = '电话13800008001，住沥北三巷五号';
    const spans: AnnotatedText['spans'] = [
      { start: 2, end: 13, kind: 'phone' },
      { start: 0, end: 13, kind: 'contact' },
      { start: 15, end: text.length, kind: 'address' },
    ];
    const { kinds, falselyMasked } = scoreMasking([{ text, spans }]);
    expect(kinds.phone).toEqual({ spans: 1, masked: 1, marked: 0 });
    expect(kinds.contact).toEqual({ spans: 1, masked: 0, marked: 1 });
    expect(kinds.address).toEqual({ spans: 1, masked: 1, marked: 0 });
    expect(falselyMasked).toBe(0);
    expect(scoreMasking([{ text, spans: spans.slice(0, 1) }]).falselyMasked).toBe(1);
  });
});
