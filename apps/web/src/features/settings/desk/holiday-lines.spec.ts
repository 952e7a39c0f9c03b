import { describe, expect, it } from 'vitest';
import { readHolidays, writeHolidays } from './holiday-lines';

describe('lines of holidays', () => {
  it('are parsed with days in any common spelling', () => {
    const { spans, unread } = readHolidays(
      `2027-02-05~2027-02-11 放假
       2027年2月14日 上班；2027/5/1至5/5：放假

       2027-10-09 work`,
    );
    expect(unread).toEqual([]);
    expect(spans).toEqual([
      { from: '2027-02-05', until: '2027-02-11', kind: 'off' },
      { from: '2027-02-14', until: '2027-02-14', kind: 'work' },
      { from: '2027-05-01', until: '2027-05-05', kind: 'off' },
      { from: '2027-10-09', until: '2027-10-09', kind: 'work' },
    ]);
  });

  it('are returned unchanged without a valid day or kind', () => {
    const lines = ['2027-02-30 放假', '春节放假', '2027-02-05', '2027-2-5 到 放假'];
    expect(readHolidays(lines.join('\n'))).toEqual({ spans: [], unread: lines });
  });

  it('are formatted so that they can be parsed again', () => {
    const text = '2027-02-05~2027-02-11 放假\n2027-02-14 上班';
    expect(writeHolidays(readHolidays(text).spans, { off: '放假', work: '上班' })).toBe(text);
  });
});
