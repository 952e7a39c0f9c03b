import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, MAX_VALUES, assertBounded } from './bounded-input.js';

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const refusal = (input: unknown): unknown => {
  try {
    assertBounded(input, 'en');
    return 'accepted';
  } catch (error) {
    return { code: (error as { kind: { code: string } }).kind.code, ...(error as { details: object }).details };
  }
};

describe('the input of a request', () => {
  it('may be nested up to a limit, without recursion', () => {
    expect(refusal(nested(MAX_DEPTH))).toBe('accepted');
    for (const levels of [MAX_DEPTH + 1, 2_000, 100_000])
      expect(refusal(nested(levels))).toMatchObject({ code: 'MALFORMED_REQUEST' });
    expect(refusal(JSON.parse('{"a":'.repeat(40) + '1' + '}'.repeat(40)))).toMatchObject({ code: 'MALFORMED_REQUEST' });
  });

  it('may have a limited number of values', () => {
    expect(refusal({ list: Array.from({ length: MAX_VALUES - 1 }, () => ({})) })).toBe('accepted');
    expect(refusal({ list: Array.from({ length: MAX_VALUES }, () => ({})) })).toMatchObject({ code: 'TOO_LARGE' });
  });

  it('is refused with NUL or half a character at any place, with the field named', () => {
    for (const bad of ['a\u0000', '\ud800', 'x\udfff'])
      expect(refusal({ a: { list: ['good', { email: bad }] } })).toMatchObject({
        code: 'INVALID_INPUT',
        faults: [{ field: 'a.list.1.email' }],
      });
    expect(refusal({ 'k\u0000': 1 })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(refusal({ text: '😀 𠮷', none: null, yes: true })).toBe('accepted');
  });

  it('is refused with null items in lists', () => {
    expect(refusal({ roles: [{}, null] })).toMatchObject({ code: 'INVALID_INPUT', faults: [{ field: 'roles.1' }] });
  });
});
