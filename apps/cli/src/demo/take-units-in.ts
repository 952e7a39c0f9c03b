import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { answer, fileBody, type ApiClient, type Schemas } from '#libs/api-client';
import { until } from './parallel.js';

type Units = Schemas['UnitsResponse']['items'];

/** Uploads a list of units for the district and commits it. Returns all units afterwards. */
export async function takeUnitsIn(api: ApiClient, file: URL): Promise<Units> {
  const units = async (): Promise<Units> => (await answer(api.GET('/api/v1/units'))).items;
  const district = (await units()).find(({ level }) => level === 'district')!;
  const { id } = await answer(
    api.POST('/api/v1/unit-imports', {
      params: { query: { unitId: district.id } },
      ...fileBody(readFileSync(file), basename(file.pathname)),
    }),
  );
  const params = { path: { unitImportId: id } };
  await answer(api.POST('/api/v1/unit-imports/{unitImportId}/commit', { params }));
  await until('the units are taken in', 60_000, async () => {
    const { status } = await answer(api.GET('/api/v1/unit-imports/{unitImportId}', { params }));
    return status === 'committed';
  });
  return units();
}
