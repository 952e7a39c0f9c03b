import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/platform';
import { foreignLink } from '../support/file-links.js';
import { AWAY, plantAway, plantObjects, unitOf } from '../support/objects.js';
import { readOperations, send as sendTo, type Operation } from '../support/openapi.js';
import { Stage, type Actor } from '../support/stage.js';
import { holdersOf } from '../support/permissions.js';

describe('a signed-in person of another community', () => {
  let stage: Stage;
  let operations: Operation[];
  const ids: Record<string, string> = {};
  const strangers = new Map<string, Actor>();

  beforeAll(async () => {
    stage = await Stage.open('scope');
    const url = await stage.startApi();
    operations = await readOperations(url);
    await plantAway(stage);
    Object.assign(ids, await plantObjects(stage));
  });
  afterAll(() => stage.close());

  it('gets the same 404 for a foreign id as for an unknown one, on every route with an id', async () => {
    // A channel has a name, and no id.
    const withIds = operations.filter(
      ({ path, permission }) => path.replace('{channel}', '').includes('{') && permission !== null,
    );
    expect(withIds.length).toBeGreaterThan(30);
    let asked = 0;
    for (const operation of withIds) {
      expect(operation.permission, `${operation.path} says who may`).not.toBeNull();
      for (const name of operation.path.match(/\{(\w+)\}/g)!)
        expect(ids[name.slice(1, -1)], `no sample for ${name}`).toBeDefined();
      const stranger = await strangerFor(operation.permission!);
      const ours = await send(operation, stranger, ids);
      const unknown = Object.fromEntries(Object.keys(ids).map((name) => [name, name === 'rowNo' ? '1' : newId()]));
      const nobodys = await send(operation, stranger, unknown);
      expect([operation.method, operation.path, ours.status]).toEqual([operation.method, operation.path, 404]);
      expect([operation.method, operation.path, ours.body]).toEqual([operation.method, operation.path, nobodys.body]);
      asked += 1;
    }
    expect(asked).toBe(withIds.length);
  });

  it('opens no file by a link without a valid signature', async () => {
    const open = operations.filter(({ path, permission }) => path.includes('{') && permission === null);
    expect(open.map(({ path }) => path).filter((path) => !path.startsWith('/api/v1/public/'))).toEqual([
      '/api/v1/files/{fileId}/{variant}',
    ]);
    const answers = await Promise.all(
      [ids.fileId, newId()].map(async (id) => {
        const answer = await fetch(`${stage.urls[0]}${await foreignLink(id!, 'full')}`);
        return [answer.status, await answer.json()];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]![0]).toBe(404);
  });

  it('changes nothing by these requests', async () => {
    expect(await stage.rows('SELECT status, version FROM wish WHERE id = ?', [ids.wishId])).toEqual([
      { status: 'open', version: 1 },
    ]);
    expect(await stage.rows('SELECT status FROM claim WHERE id = ?', [ids.claimId])).toEqual([{ status: 'active' }]);
    expect(await stage.rows('SELECT status FROM spend_request WHERE id = ?', [ids.spendRequestId])).toEqual([
      { status: 'submitted' },
    ]);
    expect(await stage.rows('SELECT revoked_at FROM role_grant WHERE id = ?', [ids.grantId])).toEqual([
      { revoked_at: null },
    ]);
    expect(await stage.rows('SELECT ended_at FROM session WHERE id = ?', [ids.sessionId])).toEqual([
      { ended_at: null },
    ]);
    expect(await stage.rows('SELECT status FROM job WHERE id = ?', [ids.jobId])).toEqual([{ status: 'failed' }]);
    expect(await stage.rows('SELECT read_at FROM notification WHERE id = ?', [ids.notificationId])).toEqual([
      { read_at: null },
    ]);
    expect(await stage.rows('SELECT COUNT(*) n FROM personal_data_view')).toEqual([{ n: 0 }]);
  });

  it('sees nothing of the first community in any list', async () => {
    for (const path of [
      '/api/v1/wishes',
      '/api/v1/open-wishes',
      '/api/v1/spend-requests',
      '/api/v1/wish-imports',
      '/api/v1/people',
      '/api/v1/me/claims',
      '/api/v1/work-queue',
      '/api/v1/exports',
      '/api/v1/audit/events',
      '/api/v1/audit/data-views',
    ]) {
      const operation = operations.find((candidate) => candidate.path === path && candidate.method === 'get')!;
      const stranger = await strangerFor(operation.permission!);
      const { status, text } = await send(operation, stranger, ids);
      expect([path, status]).toEqual([path, 200]);
      for (const id of [ids.wishId, ids.claimId, ids.spendRequestId, ids.importId, ids.exportId])
        expect(text).not.toContain(id);
    }
  });

  it('gets UNAUTHENTICATED without a session, on every route that is not public', async () => {
    const closed = operations.filter(({ permission }) => permission !== null);
    expect(closed.length).toBeGreaterThan(40);
    for (const operation of closed) {
      const { status } = await send(operation, undefined, ids);
      expect([operation.path, status]).toEqual([operation.path, 401]);
    }
  });

  /** The first role that holds a permission, where it has no say here. */
  async function strangerFor(permission: string): Promise<Actor> {
    const role = holdersOf(permission)[0]!;
    if (!strangers.has(role)) strangers.set(role, await stage.actor(role, unitOf(role, AWAY)));
    return strangers.get(role)!;
  }

  const send = (operation: Operation, actor: Actor | undefined, values: Record<string, string>) =>
    sendTo(stage.urls[0]!, operation, {
      ids: values,
      cookie: actor?.cookie,
      query: operation.queries.some(({ name, isRequired }) => isRequired && name === 'unitId')
        ? { unitId: values.unitId! }
        : {},
      body: fill(operation.body, values),
    });
});

/** Ids inside a body are ours as well. */
const fill = (body: unknown, values: Record<string, string>): unknown =>
  body === undefined
    ? undefined
    : JSON.parse(
        JSON.stringify(body, (key, value: unknown) =>
          key === 'unitId'
            ? values.unitId
            : key === 'volunteerId'
              ? values.personId
              : key === 'intoId'
                ? values.wishId
                : value,
        ),
      );
