import { describe, expect, it } from 'vitest';
import { readHolidays, writeHolidays } from './holiday-lines';

describe('lines of holidays', () => {
  it('are read however days are written', () => {
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

  it('come back as they stand where they say no day, or not what it is', () => {
    const lines = ['2027-02-30 放假', '春节放假', '2027-02-05', '2027-2-5 到 放假'];
    expect(readHolidays(lines.join('\n'))).toEqual({ spans: [], unread: lines });
  });

  it('are written so that they are read again', () => {
    const text = '2027-02-05~2027-02-11 放假\n2027-02-14 上班';
    expect(writeHolidays(readHolidays(text).spans, { off: '放假', work: '上班' })).toBe(text);
  });
});
