import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, fileBody } from '#libs/api-client';
import { Stage, fixture, type Actor } from '../support/stage.js';

const CASES = join(new URL('.', import.meta.url).pathname, '../fixtures/cases');

describe('files from outside', () => {
  let stage: Stage;
  let clerk: Actor;
  let worker: Actor;

  beforeAll(async () => {
    stage = await Stage.open('papers');
    await stage.startApi();
    clerk = await stage.actor('finance_clerk', 'A');
    worker = await stage.actor('grid_worker', 'A1');
  });
  afterAll(() => stage.close());

  const cli = async (...args: string[]): Promise<Record<string, unknown>> =>
    JSON.parse((await stage.cli([...args, '--json'])).out) as Record<string, unknown>;

  it('are explained by the command line: a statement', async () => {
    const file = join(CASES, 'bank-failed-payment-returned.csv');
    expect(await cli('funds', 'read-statement', file)).toMatchObject({
      refused: false,
      movements: [
        { row: 2, on: '2026-11-03', amountFen: 100_000, balanceFen: 100_000 },
        { row: 4, on: '2026-11-05', amountFen: -26_000, balanceFen: 74_000 },
      ],
      leftOut: [{ row: 3, why: 'failed' }],
      errors: [],
      breaks: [],
      closingFen: 74_000,
    });
  });

  it('are explained by the command line: a roster', async () => {
    const file = join(CASES, 'roster-emergency-contact-first.xlsx');
    const { rows, counts } = await cli('volunteers', 'read-roster', file, '--unit', stage.unit('A1').code);
    expect(rows).toMatchObject([{ values: { name: '陈大文', phone: '13600000001' } }]);
    expect(counts).toMatchObject({ reject: 0, duplicate: 0 });
  });

  it('that overlap import a movement once, even if the bank has added a name since', async () => {
    const send = (name: string) =>
      answer(
        clerk.api.POST('/api/v1/units/{unitId}/bank/statements', {
          params: { path: { unitId: stage.unit('A').id } },
          ...fileBody(fixture(`cases/${name}`), name),
        }),
      );
    expect((await send('bank-overlap-1-first-half.csv')).added).toBe(2);
    expect((await send('bank-overlap-2-whole-month.csv')).added).toBe(1);
  });

  it('and pages accept no wish without content, nor one for a past day', async () => {
    const tell = (more: object) =>
      worker.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need: '想装一根扶手在门口旁边',
          kind: 'goods',
          beneficiary: { name: '李某', phone: '13600009001' },
          consent: { kind: 'spoken', byGuardian: false },
          ...more,
        } as never,
      });
    const faults = async (more: object): Promise<string[]> =>
      ((await tell(more)).error as { faults?: { field: string }[] } | undefined)?.faults?.map(({ field }) => field) ??
      [];
    expect(await faults({ need: '\u200b'.repeat(6) })).toContain('need');
    expect(await faults({ need: '12345！！' })).toEqual(['need']);
    for (const dueOn of ['0001-01-01', '2020-01-01', '9999-12-31']) expect(await faults({ dueOn })).toEqual(['dueOn']);
    expect(await faults({ dueOn: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10) })).toEqual([]);
  });
});
