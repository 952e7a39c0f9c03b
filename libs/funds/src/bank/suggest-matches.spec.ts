import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestMatches, type OpenEntry, type OpenLine } from './suggest-matches.js';

let made = 0;
const line = (more: Partial<OpenLine>): OpenLine => ({
  id: `line-${(made += 1)}`,
  bookedOn: '2026-11-05',
  amountFen: -26_000,
  counterparty: '',
  account: '',
  summary: '',
  reference: '',
  ...more,
});
const entry = (more: Partial<OpenEntry>): OpenEntry => ({
  kind: 'payment',
  id: `entry-${(made += 1)}`,
  unitId: 'unit',
  bookedOn: '2026-11-04',
  amountFen: -26_000,
  party: '利民五金店',
  accountTail: null,
  papers: [],
  purpose: '扶手',
  ...more,
});

describe('a suggested match', () => {
  it('is sure when sum and payee agree and no other entry is close', () => {
    const [suggestion] = suggestMatches([line({ counterparty: '佛山市南海利民五金店' })], [entry({})]);
    expect(suggestion).toMatchObject({ isSure: true, because: ['amount', 'party', 'day'] });
  });

  it('is only likely by the sum alone, and absent with another sum or long afterwards', () => {
    expect(suggestMatches([line({})], [entry({})])[0]).toMatchObject({ isSure: false, because: ['amount', 'day'] });
    expect(suggestMatches([line({ amountFen: -26_001 })], [entry({})])).toEqual([]);
    expect(suggestMatches([line({ amountFen: 26_000 })], [entry({})])).toEqual([]);
    expect(suggestMatches([line({ bookedOn: '2027-01-05' })], [entry({})])).toEqual([]);
  });

  it('is distinguished from similar ones by the voucher, and doubtful without it', () => {
    const twins = [entry({ papers: ['JZ-26-001'] }), entry({ papers: ['JZ-26-002'] })];
    const second = line({ counterparty: '利民五金店', summary: '付扶手款 jz26002' });
    const [named] = suggestMatches([second], twins);
    expect(named).toMatchObject({ entries: [twins[1]], isSure: true });
    const [unnamed] = suggestMatches([line({ counterparty: '利民五金店' })], twins);
    expect(unnamed!.isSure).toBe(false);
  });

  it('may combine several bills of one payee, or an allotment to all communities', () => {
    const bills = [entry({ amountFen: -10_000 }), entry({ amountFen: -16_000 })];
    expect(suggestMatches([line({ counterparty: '利民五金店' })], bills)).toMatchObject([
      { entries: bills, because: ['sum', 'party', 'day'], isSure: true },
    ]);
    const allotments = Array.from({ length: 43 }, () => entry({ kind: 'allotment', party: '', amountFen: 50_000_000 }));
    const [lump] = suggestMatches([line({ amountFen: 43 * 50_000_000 })], allotments);
    expect(lump!.entries).toHaveLength(43);
  });

  it('never uses a movement or an entry twice, and always adds up', () => {
    const fen = fc.constantFrom(-10_000, -26_000, -16_000, 60_000);
    const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-11-${String(date).padStart(2, '0')}`);
    const party = fc.constantFrom('利民五金店', '南海建筑公司', '');
    const lines = fc.array(fc.record({ amountFen: fen, bookedOn: day, counterparty: party }), { maxLength: 20 });
    const entries = fc.array(fc.record({ amountFen: fen, bookedOn: day, party }), { maxLength: 20 });
    fc.assert(
      fc.property(lines, entries, (someLines, someEntries) => {
        const all = { lines: someLines.map(line), entries: someEntries.map(entry) };
        const suggestions = suggestMatches(all.lines, all.entries);
        const usedLines = suggestions.map(({ lineId }) => lineId);
        const usedEntries = suggestions.flatMap((one) => one.entries.map(({ id }) => id));
        expect(new Set(usedLines).size).toBe(usedLines.length);
        expect(new Set(usedEntries).size).toBe(usedEntries.length);
        for (const { lineId, entries: together } of suggestions)
          expect(together.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(
            all.lines.find(({ id }) => id === lineId)!.amountFen,
          );
      }),
      { numRuns: 300 },
    );
  });
});
