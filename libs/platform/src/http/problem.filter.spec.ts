import { describe, expect, it } from 'vitest';
import { codedWords, problem } from '../problems.js';
import { problemBody } from './problem.filter.js';

describe('an error response', () => {
  const Ended = problem('SPEC_ENDED', 409, { zh: '已是“{state}”。', en: 'It is {state}.' });
  const STATE_WORDS = codedWords({ expired: { zh: '已失效', en: 'expired by now' } });

  it('has a state in words for people, and as code for programs', () => {
    const refusal = Ended({ state: STATE_WORDS.expired });
    expect(problemBody(refusal, 'zh')).toMatchObject({ title: '已是“已失效”。', state: 'expired' });
    expect(problemBody(refusal, 'en')).toMatchObject({ title: 'It is expired by now.', state: 'expired' });
  });

  it('has texts without a code in the reader’s language', () => {
    const PLAIN_WORDS = { zh: '甲', en: 'a' };
    const refusal = Ended({ state: PLAIN_WORDS });
    expect(problemBody(refusal, 'zh')).toMatchObject({ title: '已是“甲”。', state: '甲' });
    expect(problemBody(refusal, 'en')).toMatchObject({ title: 'It is a.', state: 'a' });
  });
});
