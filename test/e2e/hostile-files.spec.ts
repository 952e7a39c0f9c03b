import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage, sleep, until, type Actor } from '../support/stage.js';
import { rowsOf, workbookOf } from '../support/workbooks.js';

const HEAD = ['姓名', '手机', '社区'];
const PERSON = ['李子梅', '15900007004', '沥苑'];
const sheet = (rows: string, after = ''): string => `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`;
const MERGES = sheet(
  rowsOf([HEAD, ...Array.from({ length: 1_999 }, () => ['李', '', ''])]),
  `<mergeCells>${'<mergeCell ref="A1:A2001"/>'.repeat(330_000)}</mergeCells>`,
);
const strings = (count: number): Record<string, string> => ({
  'xl/sharedStrings.xml': `<sst>${'<si><t>a</t></si>'.repeat(count)}</sst>`,
});
/** Each is small when it is sent, and large by what its numbers multiply. */
const HOSTILE: [string, () => Buffer][] = [
  ['330,000 merged cells over 2,000 rows', () => workbookOf([MERGES])],
  [
    '10,000 merged cells over 2,000 rows',
    () =>
      workbookOf([MERGES.replace(/(?:<mergeCell ref="A1:A2001"\/>)+/, '<mergeCell ref="A1:A2001"/>'.repeat(10_000))]),
  ],
  ['three million shared texts', () => workbookOf([sheet(rowsOf([HEAD, PERSON]))], strings(3_000_000))],
  [
    'one long text in very many cells',
    () =>
      workbookOf([sheet(`<row>${'<c t="s"><v>0</v></c>'.repeat(180)}</row>`.repeat(8_000))], {
        'xl/sharedStrings.xml': `<sst><si><t>${'长'.repeat(4_000)}</t></si></sst>`,
      }),
  ],
  ['elements in each other, a million deep', () => workbookOf([`<worksheet>${'<a>'.repeat(1_000_000)}`])],
  ['1,000 sheets', () => workbookOf(Array.from({ length: 1_000 }, () => sheet(rowsOf([HEAD, PERSON]))))],
  [
    'very many columns',
    () => workbookOf([sheet(rowsOf([HEAD]) + `<row r="2">${'<c><v>1</v></c>'.repeat(3_000_000)}</row>`)]),
  ],
  ['a row without end', () => workbookOf([sheet('<row r="99999999999999"><c><v>1</v></c></row>')])],
  ['rows of nothing that matters, 70,000', () => workbookOf([sheet('<row><c><v>1</v></c></row>'.repeat(70_000))])],
  ['a line of CSV without end', () => Buffer.from(`姓名,手机\n"${'a'.repeat(3_000_000)}`)],
  ['a CSV of nothing but commas', () => Buffer.from(`姓名,手机\n${','.repeat(9_000_000)}`)],
];

describe('a decompression bomb', () => {
  let stage: Stage;
  let url: string;
  let secretary: Actor;

  beforeAll(async () => {
    stage = await Stage.open('hostile_files');
    url = await stage.startApi();
    await stage.startWorker();
    secretary = await stage.actor('town_officer', 'A');
  });
  afterAll(() => stage.close());

  const send = async (
    path: string,
    bytes: Buffer,
  ): Promise<{ status: number; body: { id?: string; code?: string; title?: string } }> => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)]), bytes[0] === 0x50 ? 'list.xlsx' : 'list.csv');
    const response = await fetch(`${url}/api/v1/${path}?unitId=${stage.unit('A').id}`, {
      method: 'POST',
      headers: { cookie: secretary.cookie, 'accept-language': 'en' },
      body: form,
    });
    return { status: response.status, body: (await response.json()) as { code?: string } };
  };

  /** Asks all the time whether the api answers; returns how often it did, and the longest wait. */
  function watch(): { end: () => Promise<{ answers: number; longestMs: number }> } {
    const over = new AbortController();
    const running = (async () => {
      let answers = 0;
      let longestMs = 0;
      while (!over.signal.aborted) {
        const began = performance.now();
        const response = await fetch(`${url}/api/v1/session`, { headers: { cookie: secretary.cookie } });
        if (response.status === 200) answers += 1;
        longestMs = Math.max(longestMs, performance.now() - began);
        await sleep(10);
      }
      return { answers, longestMs };
    })();
    return {
      end: () => {
        over.abort();
        return running;
      },
    };
  }

  it.each(HOSTILE)(
    'is refused as a roster with a clear error, while other requests are served: %s',
    async (name, make) => {
      const bytes = make();
      const watched = watch();
      const began = performance.now();
      const { status, body } = await send('volunteer-rosters', bytes);
      const ms = performance.now() - began;
      const { answers, longestMs } = await watched.end();
      console.log(
        `${name}: ${(bytes.length / 1_000).toFixed(0)} kB, ${status} ${body.code} after ${ms.toFixed(0)} ms; ${answers} other answers meanwhile, the longest wait ${longestMs.toFixed(0)} ms`,
      );
      expect([413, 422]).toContain(status);
      expect(body.title).toMatch(/\S/);
      expect(answers).toBeGreaterThan(0);
    },
  );

  it('is refused as a wish import by the job, which names the limit', async () => {
    const { status, body } = await send('wish-imports', workbookOf([MERGES]));
    expect(status).toBe(201);
    const read = async () =>
      (await (
        await fetch(`${url}/api/v1/wish-imports/${body.id}`, {
          headers: { cookie: secretary.cookie, 'accept-language': 'en' },
        })
      ).json()) as { status: string; problem: { code: string; title: string } | null };
    await until('it is read', 40_000, async () => (await read()).status !== 'reading');
    expect(await read()).toMatchObject({
      status: 'failed',
      problem: { code: 'IMPORT_TOO_LARGE', title: expect.stringContaining('more than 10000 merged cells') },
    });
  });

  it('does not block valid files: files are read one after the other, and too many at once are refused for a while', async () => {
    const bad = workbookOf([sheet(rowsOf([HEAD]) + '<row><c><v>1</v></c></row>'.repeat(11_000))]);
    const answers = await Promise.all(Array.from({ length: 24 }, () => send('volunteer-rosters', bad)));
    const codes = new Set(answers.map(({ status }) => status));
    expect([...codes].every((status) => [422, 413, 503, 201].includes(status))).toBe(true);
    const good = await send('volunteer-rosters', workbookOf([sheet(rowsOf([HEAD, PERSON]))]));
    expect(good.status).toBe(201);
  });
});
