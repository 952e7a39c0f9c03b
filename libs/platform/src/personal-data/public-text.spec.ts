import { describe, expect, it } from 'vitest';
import { judgeText, namesOfKinds } from './public-text.js';

const KNOWN = { names: ['李子梅'], phones: ['15900007004'], addresses: ['兰石花园9号705房'] };

describe('a text for the public', () => {
  const openIn = (text: string, keeps: { passage: string; reason?: string }[] = [], isMinor = false): string[] =>
    judgeText(text, KNOWN, { keeps, isMinor }).open.map(({ start, end }) => text.slice(start, end));
  /** Keeps everything that was found. */
  const insist = (text: string, reason?: string): string[] =>
    openIn(
      text,
      judgeText(text, KNOWN).findings.map(({ start, end }) => ({ passage: text.slice(start, end), reason })),
    );

  it('is accepted at once without findings', () => {
    expect(judgeText('想装两根扶手', KNOWN)).toEqual({ findings: [], open: [], kept: [] });
  });

  it('never keeps a name or a telephone of a person concerned, a mobile number or an identity number', () => {
    for (const secret of ['李子梅', '15900007004', '13800001234', '440605195001011234'])
      expect(insist(`找${secret}`, '本人要求').length, secret).toBeGreaterThan(0);
  });

  it('never keeps a known address with a door number', () => {
    expect(insist('住兰石花园9号705房', '本人要求').join('')).toContain('705');
  });

  it('keeps certain findings only with a reason, which is recorded without details of the persons', () => {
    const text = '请送到沥苑路12号社区服务中心';
    expect(openIn(text)).not.toEqual([]);
    expect(insist(text)).toEqual(openIn(text));
    expect(insist(text, '公共区域')).toEqual([]);
    const keeps = openIn(text).map((passage) => ({ passage, reason: '李子梅15900007004同意' }));
    const { kept } = judgeText(text, KNOWN, { keeps });
    expect(kept.length).toBeGreaterThan(0);
    expect(JSON.stringify(kept)).not.toMatch(/李子梅|7004/);
    expect(JSON.stringify(kept)).toContain('同意');
  });

  it('keeps possible findings with a confirmation, except about health, schools and minors', () => {
    expect(openIn('8栋楼下的路灯不亮')).toEqual(['8栋']);
    expect(insist('8栋楼下的路灯不亮')).toEqual([]);
    expect(openIn('8栋楼下的路灯不亮', [{ passage: '8栋' }], true)).toEqual(['8栋']);
    expect(openIn('8栋楼下的路灯不亮', [{ passage: '8栋', reason: '公共区域' }], true)).toEqual([]);
    for (const text of ['想找人陪着去做肺癌复诊', '在石门实验小学读书']) {
      expect(insist(text), text).not.toEqual([]);
      expect(insist(text, '本人要求写明'), text).toEqual([]);
    }
  });

  it('does not apply a decision on one passage to another', () => {
    expect(openIn('8栋楼下的路灯不亮', [{ passage: '9栋', reason: '公共区域' }])).not.toEqual([]);
  });

  it('names the kinds that were found in the reader’s language', () => {
    const { open } = judgeText('李子梅，15900007004', KNOWN);
    expect([namesOfKinds(open, 'zh'), namesOfKinds(open, 'en')]).toEqual(['姓名、电话', 'a name, a telephone number']);
  });
});
