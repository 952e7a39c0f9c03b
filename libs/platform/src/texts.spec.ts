import { describe, expect, it } from 'vitest';
import { isIllFormed, visibleText } from './texts.js';

const marked = (codes: number[]): string => `李${codes.map((code) => String.fromCodePoint(code)).join('')}某`;

describe('typed text', () => {
  it.each([
    ['NUL', 0x0],
    ['a control', 0x1b],
    ['a right-to-left override', 0x202e],
    ['a right-to-left mark', 0x200f],
    ['an isolate', 0x2067],
    ['a zero width space', 0x200b],
    ['a joiner between ideographs', 0x200d],
    ['a word joiner', 0x2060],
    ['a byte order mark', 0xfeff],
    ['a soft hyphen', 0xad],
    ['a Hangul filler', 0x3164],
    ['a variation selector of nothing', 0xfe0f, 0xfe0f],
    ['a tag', 0xe0041],
    ['half a surrogate pair', 0xd800],
    ['the other half', 0xdc00],
    ['no character', 0xffff],
  ])('loses %s', (_, ...codes) => expect(visibleText(marked(codes as number[]))).toBe('李某'));

  it.each([
    '👨‍👩‍👧 一家三口',
    '👩🏽‍⚕️ 医生',
    '❤️',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '1️⃣',
    '葛󠄀',
    '𠮷𫘜',
    'نامه‌ای',
    'ᠮᠣᠩᠭᠤᠯ ᠪᠢᠴᠢᠭ᠌ᠡ',
    '阿卜杜热依木·买买提',
    '第一行\n第二行\t尾',
  ])('keeps %s', (text) => expect(visibleText(text)).toBe(text));

  it('has one kind of space and one kind of line end', () => {
    expect(visibleText('李\u3000某\u00a0某\u2003某\u2028某')).toBe('李 某 某 某\n某');
  });

  it('is ill-formed with NUL or half a surrogate pair, and well-formed otherwise', () => {
    expect(['a\u0000', '\ud83d', 'x\udc00y'].map(isIllFormed)).toEqual([true, true, true]);
    expect(['', '😀', '\u202e', '𠮷'].map(isIllFormed)).toEqual([false, false, false, false]);
  });
});
