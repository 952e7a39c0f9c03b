import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { answer, fileBody, type ApiClient, type Schemas } from '#libs/api-client';
import type { Cast, Player } from './people.js';
import { everyItem } from './every-item.js';
import { inParallel, until } from './parallel.js';
import { publishWish } from './public-text.js';

type Row = Schemas['ImportRowResponse'];
type Card = Schemas['WishCard'];

/** The town uploads its workbook, corrects what could not be read, and commits. Returns the finished import. */
export async function importWorkbook(cast: Cast, file: string): Promise<Schemas['ImportResponse']> {
  const { api } = cast.one('town_officer');
  const id = await upload(api, cast.town.id, file);
  const preview = await read(api, id, 'ready');
  const review = await rowsOf(api, id, 'review');
  await inParallel(review, 4, (row) => correct(cast, api, id, row));
  await answer(api.POST('/api/v1/wish-imports/{importId}/commit', { params: { path: { importId: id } } }));
  const committed = await read(api, id, 'committed');
  return { ...committed, counts: preview.counts };
}

/** Uploads the same workbook again, which adds nothing. Returns how many wishes it added. */
export async function importAgain(cast: Cast, file: string): Promise<{ added: number; known: number }> {
  const { api } = cast.one('town_officer');
  const id = await upload(api, cast.town.id, file);
  await read(api, id, 'ready');
  await answer(api.POST('/api/v1/wish-imports/{importId}/commit', { params: { path: { importId: id } } }));
  const { added, known } = await read(api, id, 'committed');
  return { added, known };
}

async function upload(api: ApiClient, unitId: string, file: string): Promise<string> {
  const asked = api.POST('/api/v1/wish-imports', {
    params: { query: { unitId } },
    ...fileBody(readFileSync(file), basename(file)),
  });
  return (await answer(asked)).id;
}

async function read(api: ApiClient, importId: string, status: string): Promise<Schemas['ImportResponse']> {
  const get = (): Promise<Schemas['ImportResponse']> =>
    answer(api.GET('/api/v1/wish-imports/{importId}', { params: { path: { importId } } }));
  await until(`the import is ${status}`, 60_000, async () => {
    const now = await get();
    if (now.status === 'failed') throw new Error(`import: ${now.problem?.title}`);
    return now.status === status;
  });
  return get();
}

const rowsOf = (api: ApiClient, importId: string, verdict: 'review'): Promise<Row[]> =>
  everyItem((cursor) =>
    answer(
      api.GET('/api/v1/wish-imports/{importId}/rows', {
        params: { path: { importId }, query: { limit: 100, cursor, verdict } },
      }),
    ),
  );

/** The clerk calls the resident and fills in what was missing. */
async function correct(cast: Cast, api: ApiClient, importId: string, row: Row): Promise<void> {
  const digits = (row.typed.phone ?? '').replace(/\D/g, '');
  const community = cast.communities.find(({ name }) => name.startsWith(row.sheet)) ?? cast.communities[0]!;
  const found: Record<string, Omit<Schemas['CorrectImportRowBody'], 'reading'>> = {
    phone: { phone: digits.padEnd(11, '0').slice(0, 11) },
    due: { dueOn: null },
    cost: { costYuan: 0 },
    unit: { unitCode: community.code },
    formula: { text: row.values.text },
    age: { age: null },
    name: { name: '居民' },
    people: { people: 1 },
    kind: { kind: 'service' },
  };
  const body: Schemas['CorrectImportRowBody'] = Object.assign(
    { reading: row.reading },
    ...row.doubts.map((doubt) => found[doubt] ?? {}),
  );
  await answer(
    api.PATCH('/api/v1/wish-imports/{importId}/rows/{rowNo}', {
      params: { path: { importId, rowNo: row.rowNo } },
      body,
    }),
  );
}

/** Grid workers verify, secretaries review the public text and publish; wishes that belong elsewhere are transferred.
 *  Returns the published wishes in the order of submission. */
export async function verifyAndPublish(cast: Cast): Promise<Card[]> {
  const published = await inParallel(cast.all('grid_worker'), 8, async (worker) => {
    const secretary = cast.one('community_secretary', worker.unitId);
    const wishes = await allWishes(worker, 'submitted');
    const opened: Card[] = [];
    for (const wish of wishes) {
      const path = { wishId: wish.id };
      await answer(worker.api.POST('/api/v1/wishes/{wishId}/verification', { params: { path } }));
      if (/增设站点/.test(wish.publicText)) {
        await answer(
          secretary.api.POST('/api/v1/wishes/{wishId}/transfer', {
            params: { path },
            body: { to: 'direct_line', reason: '公交站点由交通部门办理，已转区长直通车' },
          }),
        );
        continue;
      }
      opened.push(await publish(secretary, wish));
    }
    return opened;
  });
  return published.flat().toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function publish(secretary: Player, wish: Card): Promise<Card> {
  const body = {
    publicText: wish.publicText,
    category: wish.category as 'repairs',
    costClass: wish.estimatedFen > 0 ? ('fund' as const) : ('none' as const),
    isPolicyChecked: true,
    helpersNeeded: wish.peopleHelped >= 20 ? 3 : 1,
  };
  await publishWish(secretary.api, wish.id, body);
  return { ...wish, helpersNeeded: body.helpersNeeded };
}

const allWishes = ({ api, unitId }: Player, status: 'submitted'): Promise<Card[]> =>
  everyItem((cursor) =>
    answer(api.GET('/api/v1/wishes', { params: { query: { limit: 100, cursor, status, unitId } } })),
  );
