import { readFileSync } from 'node:fs';
import { answer, fileBody, type Schemas } from '#libs/api-client';
import { until, type Actor } from './stage.js';

/** The district's real units. */
export const NANHAI = new URL('../../libs/identity/data/nanhai-units.csv', import.meta.url);

/** Sends a list of units for a unit and takes it in. */
export async function importUnits(
  by: Actor,
  unitId: string,
  file: Buffer = readFileSync(NANHAI),
): Promise<Schemas['UnitImportResponse']> {
  const { id } = await answer(
    by.api.POST('/api/v1/unit-imports', { params: { query: { unitId } }, ...fileBody(file, 'units.csv') }),
  );
  const params = { path: { unitImportId: id } };
  const get = (): Promise<Schemas['UnitImportResponse']> =>
    answer(by.api.GET('/api/v1/unit-imports/{unitImportId}', { params }));
  await answer(by.api.POST('/api/v1/unit-imports/{unitImportId}/commit', { params }));
  await until('the units are taken in', 60_000, async () => (await get()).status === 'committed');
  return get();
}
