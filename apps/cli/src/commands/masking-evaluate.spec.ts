import { describe, expect, it } from 'vitest';
import { readAnnotatedTexts } from './masking-evaluate.js';

const line = (spans: unknown, text: unknown = '电话13800008001'): string => JSON.stringify({ text, spans });

describe('a file of annotated sentences', () => {
  it('is read line by line, with empty lines and a byte order mark ignored', () => {
    const { texts, faults } = readAnnotatedTexts(
      `\ufeff${line([{ start: 2, end: 13, kind: 'phone' }])}\r\n\n${line([])}\n`,
    );
    expect(faults).toEqual([]);
    expect(texts.map(({ spans }) => spans.length)).toEqual([1, 0]);
  });

  it.each([
    ['{"text":', 'line 2, the line: is no JSON'],
    ['[]', 'line 2, the line: is no JSON object'],
    [line([], 5), 'line 2, text: must be a string'],
    [line('none'), 'line 2, spans: must be a list'],
    [line([3]), 'line 2, spans[0]: must be an object'],
    [line([{ start: 2, end: 13, kind: 'tel' }]), 'line 2, spans[0].kind: must be one of phone'],
    [line([{ start: -1, end: 13, kind: 'phone' }]), 'line 2, spans[0].start: must be a whole number from 0 to 12'],
    [
      line([{ start: 2, end: 14, kind: 'phone' }]),
      'line 2, spans[0].end: must be a whole number after start and at most 13',
    ],
    [line([{ start: 2, end: 2, kind: 'phone' }]), 'line 2, spans[0].end'],
  ])('reports errors with line and field: %s', (wrong, fault) => {
    const { faults } = readAnnotatedTexts(`${line([])}\n${wrong}`);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });
});
