import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '#libs/identity';
import { CONTACT_VIEW, WISH_READ } from '#libs/wishes';
import { newId } from '#libs/platform';
import {
  AWAY,
  HOME,
  castOf,
  changedSince,
  footprint,
  plantAway,
  plantObjects,
  unitOf,
  type Branch,
} from '../support/objects.js';
import { each, readOperations, send, withValue, type Answered, type Operation } from '../support/openapi.js';
import * as spending from '../support/spending.js';
import { Stage, inHours, type Actor } from '../support/stage.js';
import { holdersOf } from '../support/permissions.js';

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const year = Number(today.slice(0, 4));

/** A community of another district, with its own town: no role there has a say here. */
const FAR: Branch = { community: 'E11', town: 'E1', district: 'E' };

/** Whose affair a thing is decides the use case here, since every signed-in person may ask. Who gets in, by operation; all
 *  others hear that they may not, or that there is no such thing. */
const BY_AFFAIR: Record<string, readonly Role[]> = {
  'get /api/v1/files/{fileId}': [],
  'delete /api/v1/sessions/{sessionId}': [],
  'post /api/v1/inbox/{notificationId}/reading': [],
  'post /api/v1/inbox/{notificationId}/archiving': [],
  'post /api/v1/me/contact-points/{contactPointId}/confirmation': [],
  'delete /api/v1/me/contact-points/{contactPointId}': [],
  // An open wish: its staff, and the volunteers of its community.
  'get /api/v1/wishes/{wishId}': [...WISH_READ.roles, 'volunteer'],
  'get /api/v1/wishes/{wishId}/events': [...WISH_READ.roles, 'volunteer'],
  'get /api/v1/wishes/{wishId}/questions': [...WISH_READ.roles, 'volunteer'],
  'get /api/v1/wishes/{wishId}/contact-views': WISH_READ.roles,
  'post /api/v1/wishes/{wishId}/contact-views': CONTACT_VIEW.roles,
};
/** These refuse by the state of the thing first, so that a 409 says nothing; no role gets through. */
const REFUSED_BY_STATE = new Set([
  'post /api/v1/wishes/{wishId}/confirmation',
  'post /api/v1/wishes/{wishId}/reopening',
  'post /api/v1/spend-requests/{spendRequestId}/objections',
]);

/** A form is tried out for one's own place; wishes of others in it are left out of account, as the ids in bodies show. */
const TRIED_OUT: ReadonlySet<string> = new Set(['post /api/v1/spend-assessments']);

/** What an id in a body or a query names, by the name of its property. */
const NAMES: Record<string, string> = {
  payee: 'payeeId',
  unitId: 'unitId',
  wishId: 'wishId',
  intoId: 'wishId',
  alsoFor: 'wishId',
  subjectId: 'wishId',
  spendRequestId: 'spendRequestId',
  grantId: 'grantId',
  fileId: 'fileId',
  fileIds: 'fileId',
  photoIds: 'fileId',
  minutesIds: 'fileId',
  volunteerId: 'volunteerId',
  volunteerIds: 'volunteerId',
  deputyId: 'deputyId',
  viewerId: 'personId',
  actorId: 'personId',
  lineIds: 'lineId',
  entries: 'paymentId',
  personId: 'personId',
};

/** Refusals that are about an id in the body. */
const CODES_OF_IDS = new Set(['FILE_TAKEN', 'ENTRY_SETTLED', 'NO_FREE_VOLUNTEER', 'MERGE_TARGET']);

/** What belongs to the platform, and not to a unit: a role that may read it somewhere reads all of it. */
const OF_THE_PLATFORM = new Set(['draftId', 'jobId', 'deliveryId', 'unitId']);
const isOfUnit = (name: string, id: string): boolean => id.length === 36 && !OF_THE_PLATFORM.has(name);

const tally = new Map<string, Map<string, number>>();
function count(kind: string, what: string, n = 1): void {
  const counts = tally.get(kind) ?? new Map<string, number>();
  counts.set(what, (counts.get(what) ?? 0) + n);
  tally.set(kind, counts);
}

describe('people on the same level', () => {
  let stage: Stage;
  let url: string;
  let operations: Operation[];
  let cast: Record<Role, Actor>;
  let home: Record<string, string>;

  beforeAll(async () => {
    stage = await Stage.open('sideways');
    url = await stage.startApi();
    operations = await readOperations(url);
    await plantAway(stage);
    await stage.plantUnit('E1', { code: '440699100', level: 'town', parent: 'E' });
    await stage.plantUnit('E11', { code: '440699100001', level: 'community', parent: 'E1' });
    cast = await castOf(stage, HOME);
    home = await plantObjects(stage);
  });
  afterAll(async () => {
    for (const [kind, counts] of tally)
      process.stdout.write(`${kind}: ${[...counts].map(([what, n]) => `${what} ${n}`).join(', ')}\n`);
    await stage.close();
  });

  /** With ids of this community in its path and its body. */
  const bodyAt = (operation: Operation, ids: Record<string, string>, which: 'body' | 'fullBody' = 'body'): unknown => {
    let body = operation[which];
    for (const at of operation.bodyIds) {
      const name = nameOf(at);
      const [top] = at;
      if (body && typeof top === 'string' && top in (body as object)) body = withValue(body, at, ids[name] ?? newId());
    }
    return body;
  };
  const queryAt = (operation: Operation, ids: Record<string, string>): Record<string, string> =>
    Object.fromEntries(
      operation.queries
        .filter(({ isRequired }) => isRequired)
        .map(({ name, isId, sample }) => [name, isId ? (ids[NAMES[name] ?? name] ?? newId()) : sample]),
    );
  const ask = (operation: Operation, who: Actor, ids = home): Promise<Answered> =>
    send(url, operation, {
      ids,
      cookie: who.cookie,
      query: queryAt(operation, ids),
      body: bodyAt(operation, ids),
    });

  it('of one community are refused everything without permission, and change nothing by it', async () => {
    const wrong: string[] = [];
    let before = await footprint(stage);
    for (const operation of operations) {
      const { permission } = operation;
      if (permission === null || permission === 'self') continue;
      const lacking = ROLES.filter((role) => !holdersOf(permission).includes(role));
      if (lacking.length === 0) continue;
      count('the wrong role in the right unit', 'operations');
      await each(lacking, 6, async (role) => {
        const { status } = await ask(operation, cast[role]);
        count('the wrong role in the right unit', String(status));
        if (status !== 403) wrong.push(`${operation.name} as ${role}: ${status}`);
      });
      const after = await footprint(stage);
      for (const table of changedSince(before, after)) wrong.push(`${operation.name} changed ${table}`);
      before = after;
    }
    expect(wrong).toEqual([]);
    expect(tally.get('the wrong role in the right unit')!.get('operations')).toBeGreaterThan(150);
  });

  it('read only their own data on routes open to every signed-in person', async () => {
    const viewerName = '慕容照见';
    const reason = '约好周五下午上门看看';
    const viewer = await stage.actor('grid_worker', HOME.community);
    await stage.db.query('UPDATE person SET name = ? WHERE id = ?', [
      stage.encryption.encrypt('person.name', viewer.id, viewerName),
      viewer.id,
    ]);
    await stage.db.query(
      `INSERT INTO personal_data_view (id, viewer_id, subject_id, fields, reason, viewed_at) VALUES (?,?,?,'name,phone',?,NOW(3))`,
      [newId(), viewer.id, home.wishId, reason],
    );
    const asked = operations.filter(({ path, permission }) => permission === 'self' && path.includes('{'));
    expect(asked.map((operation) => operation.name).filter((name) => !REFUSED_BY_STATE.has(name))).toEqual(
      expect.arrayContaining(Object.keys(BY_AFFAIR)),
    );
    const wrong: string[] = [];
    for (const operation of asked) {
      const allowed = BY_AFFAIR[operation.name];
      if (!allowed && !REFUSED_BY_STATE.has(operation.name)) wrong.push(`${operation.name}: who gets in?`);
      for (const role of ROLES) {
        const before = await footprint(stage);
        const { status, text } = await ask(operation, cast[role]);
        count('everybody may ask', String(status));
        const isIn = status < 400;
        if (isIn !== (allowed?.includes(role) ?? false)) wrong.push(`${operation.name} as ${role}: ${status}`);
        if (!isIn && allowed && status !== 403 && status !== 404) wrong.push(`${operation.name} as ${role}: ${status}`);
        if (!isIn && status >= 500) wrong.push(`${operation.name} as ${role}: ${status}`);
        if (!isIn)
          for (const table of changedSince(before, await footprint(stage)))
            wrong.push(`${operation.name} as ${role} changed ${table}`);
        const mayReadWho = operation.name.endsWith('/contact-views') && allowed?.includes(role);
        if (!mayReadWho && (text.includes(viewerName) || text.includes(reason)))
          wrong.push(`${operation.name} as ${role} tells who looked, and why`);
      }
    }
    expect(wrong).toEqual([]);
    expect(asked.length).toBeGreaterThan(10);
  });

  it('gain nothing in their community by a role in another one', async () => {
    const mixed = new Map<string, Actor>();
    const person = async (local: Role, elsewhere: Role): Promise<Actor> => {
      const key = `${local}+${elsewhere}`;
      const known = mixed.get(key);
      if (known) return known;
      const actor = await stage.actor(local, unitOf(local, HOME));
      await stage.grant(actor.id, elsewhere, unitOf(elsewhere, AWAY));
      mixed.set(key, actor);
      return actor;
    };
    const cells: [Operation, Role, Role][] = operations.flatMap((operation) => {
      const { permission } = operation;
      // A resident has no affair with a neighbour's things.
      if (operation.name in BY_AFFAIR)
        return ROLES.filter((role) => role !== 'resident').map((role): [Operation, Role, Role] => [
          operation,
          'resident',
          role,
        ]);
      if (permission === null || permission === 'self') return [];
      const local = (['volunteer', 'resident', 'grid_worker'] as const).find(
        (role) => !holdersOf(permission).includes(role),
      );
      return local ? holdersOf(permission).map((role): [Operation, Role, Role] => [operation, local, role]) : [];
    });
    for (const [, local, role] of cells) await person(local, role);
    const wrong: string[] = [];
    let before = await footprint(stage);
    for (const operation of new Set(cells.map(([operation]) => operation))) {
      // Without an id it is an errand at one's own place, which is allowed; only its answer is looked at.
      const hasId = operation.path.replace(/\{(channel|draftId|jobId|deliveryId)\}/, '').includes('{');
      const isRead = operation.method === 'get';
      const sentBody = JSON.stringify([bodyAt(operation, home), queryAt(operation, home)]);
      const namesPlace = Object.values(home).some((id) => id.length === 36 && sentBody.includes(id));
      if (!hasId && !isRead && !namesPlace) continue;
      count('a role elsewhere', 'operations');
      await each(
        cells.filter(([asked]) => asked === operation),
        6,
        async ([, local, role]) => {
          const { status, text } = await ask(operation, await person(local, role));
          count('a role elsewhere', String(status));
          if ((hasId || !isRead) && status !== 403 && status !== 404 && !TRIED_OUT.has(operation.name))
            wrong.push(`${operation.name} as ${local} here and ${role} there: ${status} ${text.slice(0, 120)}`);
          for (const [key, id] of Object.entries(home))
            if (isOfUnit(key, id) && !sentBody.includes(id) && !operation.path.includes(key) && text.includes(id))
              wrong.push(`${operation.name} as ${local} here and ${role} there tells ${key}`);
        },
      );
      const after = await footprint(stage);
      for (const table of changedSince(before, after)) wrong.push(`${operation.name} changed ${table}`);
      before = after;
    }
    expect(wrong).toEqual([]);
    expect(tally.get('a role elsewhere')!.get('operations')).toBeGreaterThan(100);
  });

  it('get the same answer for a foreign id in a body or a query as for one that does not exist', async () => {
    const far = await plantObjects(stage, FAR);
    const people = await castOf(stage, FAR);
    const stands = await whereIdsAreAsked(far, people);
    const wrong: string[] = [];
    const early: string[] = [];
    for (const operation of operations) {
      const { permission, bodyIds, queries } = operation;
      if (permission === null) continue;
      const role = permission === 'self' ? 'resident' : holdersOf(permission)[0]!;
      const stand = stands[operation.name] ?? {};
      const who = stand.who ?? people[role];
      const own = { ...far, ...stand.ids };
      const places = [
        ...bodyIds.map((at) => ({ at, label: at.join('.'), name: nameOf(at) })),
        ...queries
          .filter(({ isId }) => isId)
          .map(({ name }) => ({ at: null, label: `?${name}`, name: NAMES[name] ?? name })),
      ];
      if (places.length > 0) count('ids in bodies and queries', 'operations');
      for (const { at, label, name } of places) {
        const foreign = home[name];
        if (!foreign) {
          wrong.push(`${operation.name} ${label}: no id of this kind`);
          continue;
        }
        const asked = async (id: string): Promise<Answered> => {
          const body = { ...(bodyAt(operation, own, 'fullBody') as object), ...stand.body };
          return send(url, operation, {
            ids: own,
            cookie: who.cookie,
            query: { ...queryAt(operation, own), ...(at ? {} : { [label.slice(1)]: id }) },
            body: at ? withValue(body, at, id) : operation.body === undefined ? undefined : body,
          });
        };
        const before = await footprint(stage);
        const theirs = await asked(foreign);
        const changed = changedSince(before, await footprint(stage));
        const random = newId();
        const absent = await asked(random);
        count('ids in bodies and queries', 'ids');
        count('ids in bodies and queries', String(theirs.status));
        const told = (answer: Answered, id: string): string => `${answer.status} ${answer.text.replaceAll(id, 'ID')}`;
        if (told(theirs, foreign) !== told(absent, random))
          wrong.push(`${operation.name} ${label}: ${told(theirs, foreign)} but ${told(absent, random)}`);
        if (changed.length > 0) wrong.push(`${operation.name} ${label} changed ${changed.join(', ')}`);
        for (const [key, id] of Object.entries(home))
          if (isOfUnit(key, id) && id !== foreign && theirs.text.includes(id))
            wrong.push(`${operation.name} ${label} tells ${key}`);
        const { code, faults = [] } = theirs.body as { code?: string; faults?: { field: string }[] };
        const isAsked =
          CODES_OF_IDS.has(code ?? '') ||
          (code === 'INVALID_INPUT' && faults.every(({ field }) => field === at?.[0])) ||
          theirs.status === 404 ||
          theirs.status === 200;
        if (!isAsked) early.push(`${operation.name} ${label}: ${theirs.status} ${theirs.text.slice(0, 200)}`);
      }
    }
    expect(wrong).toEqual([]);
    // What is refused for another reason before has not been asked about the id.
    expect(early).toEqual([]);
    expect(tally.get('ids in bodies and queries')!.get('ids')).toBeGreaterThan(30);
  });

  /** Things that stand where the ids of a body are looked up, by operation, and who may do it to them. */
  async function whereIdsAreAsked(
    far: Record<string, string>,
    people: Record<Role, Actor>,
  ): Promise<Record<string, { who?: Actor; ids?: Record<string, string>; body?: Record<string, unknown> }>> {
    const { grid_worker: worker, community_secretary: secretary, volunteer } = people;
    await people.district_officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: far.unitId!, year, amountFen: 5_000_000 },
    });
    const wish = (): Promise<string> => stage.wish({ unit: FAR.community, enteredBy: worker.id });
    const asked = async (): Promise<string> =>
      (await spending.ask(worker, await wish(), spending.formOf(100))).data!.id;
    const signed = async (): Promise<string> => {
      const id = await asked();
      expect((await spending.sign(secretary, id)).response.status).toBe(200);
      return id;
    };
    const accepted = await signed();
    expect((await spending.accept(people.grid_leader, accepted)).response.status).toBe(200);
    const returned = await asked();
    expect((await spending.decline(secretary, returned, 'return')).response.status).toBe(200);
    const claimed = await wish();
    const claim = await volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
      params: { path: { wishId: claimed } },
      body: { promisedAt: inHours(24) },
    });
    await volunteer.api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId: claim.data!.id } } });
    const form = {
      ...spending.formOf(100),
      quotes: [{ supplier: '五金店', amountFen: 100 }],
      minutesIds: [],
      alsoFor: [],
      advanceFen: undefined,
    };
    return {
      'post /api/v1/wishes/{wishId}/spend-requests': { ids: { wishId: await wish() }, body: form },
      'post /api/v1/spend-requests/{spendRequestId}/versions': { ids: { spendRequestId: returned }, body: form },
      'post /api/v1/spend-requests/{spendRequestId}/contract': {
        ids: { spendRequestId: await signed() },
        body: { amountFen: 100, retentionFen: 0, retentionUntil: undefined, contractOn: today },
      },
      'post /api/v1/spend-requests/{spendRequestId}/acceptance': {
        who: people.grid_leader,
        ids: { spendRequestId: await signed() },
        body: { receivedOn: today },
      },
      'post /api/v1/spend-requests/{spendRequestId}/payments': {
        ids: { spendRequestId: accepted },
        body: { amountFen: 100 },
      },
      'post /api/v1/wishes/{wishId}/fulfilment': { ids: { wishId: claimed }, body: { doneOn: today } },
      'post /api/v1/wishes/{wishId}/merge': { who: secretary },
      'put /api/v1/match-plans/{planId}/wishes/{wishId}': { body: { basedOn: 1 } },
    };
  }

  function nameOf(at: (string | number)[]): string {
    const name = at.findLast((step) => typeof step === 'string' && step !== 'id') as string;
    return NAMES[name] ?? name;
  }

  describe('in the party grids of one community', () => {
    const wishes: Record<string, string> = {};
    const workers: Record<string, Actor> = {};

    beforeAll(async () => {
      const { code } = stage.unit('A2');
      await stage.plantUnit('X', { code: `${code}001`, level: 'grid1', parent: 'A2' });
      await stage.plantUnit('Y', { code: `${code}002`, level: 'grid1', parent: 'A2' });
      await stage.plantUnit('X1', { code: `${code}00101`, level: 'grid2', parent: 'X' });
      await stage.plantUnit('X11', { code: `${code}0010101`, level: 'grid3', parent: 'X1' });
      for (const unit of ['A2', 'X', 'Y', 'X1', 'X11']) {
        workers[unit] = await stage.actor('grid_worker', unit);
        wishes[unit] = await stage.wish({ unit, enteredBy: workers[unit].id, status: 'submitted' });
      }
    });

    /** From whose place which wishes are seen. */
    const REACH: Record<string, string[]> = {
      A2: ['A2', 'X', 'Y', 'X1', 'X11'],
      X: ['X', 'X1', 'X11'],
      Y: ['Y'],
      X1: ['X1', 'X11'],
      X11: ['X11'],
    };

    it.each(Object.entries(REACH))(
      'a grid worker of %s reaches the wishes of %j and no others',
      async (own, reached) => {
        const { api } = workers[own]!;
        const { data } = await api.GET('/api/v1/wishes', { params: { query: { limit: 50 } } });
        expect(data!.items.map(({ id }) => id).toSorted()).toEqual(reached.map((unit) => wishes[unit]!).toSorted());
        for (const [unit, wishId] of Object.entries(wishes)) {
          const path = { wishId };
          const isReached = reached.includes(unit);
          const read = await api.GET('/api/v1/wishes/{wishId}', { params: { path } });
          expect([unit, read.response.status]).toEqual([unit, isReached ? 200 : 404]);
          const contact = await api.POST('/api/v1/wishes/{wishId}/contact-views', {
            params: { path },
            body: { reason: '上门' },
          });
          expect([unit, contact.response.status]).toEqual([unit, isReached ? 200 : 404]);
          if (isReached) continue;
          const before = await footprint(stage);
          const refused = await api.POST('/api/v1/wishes/{wishId}/verification', { params: { path } });
          const absent = await api.POST('/api/v1/wishes/{wishId}/verification', {
            params: { path: { wishId: newId() } },
          });
          expect(refused.response.status).toBe(404);
          expect(refused.error).toEqual(absent.error);
          expect(changedSince(before, await footprint(stage))).toEqual([]);
        }
      },
    );

    it.each(['community_secretary', 'community_director', 'supervision_committee'])(
      'the %s of the community reaches all of them, and those of another community none',
      async (role) => {
        const own = await stage.actor(role, 'A2');
        const { data } = await own.api.GET('/api/v1/wishes', { params: { query: { limit: 50 } } });
        expect(data!.items).toHaveLength(Object.keys(wishes).length);
        const other = await stage.actor(role, 'A1');
        for (const wishId of Object.values(wishes)) {
          const read = await other.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId } } });
          expect(read.response.status).toBe(404);
        }
      },
    );

    it('a role in one grid gives nothing in the next one', async () => {
      const both = await stage.actor('grid_worker', 'X');
      await stage.grant(both.id, 'volunteer', 'Y');
      const verify = await both.api.POST('/api/v1/wishes/{wishId}/verification', {
        params: { path: { wishId: wishes.Y! } },
      });
      expect(verify.response.status).toBe(403);
      const read = await both.api.GET('/api/v1/wishes/{wishId}', { params: { path: { wishId: wishes.Y! } } });
      expect(read.response.status).toBe(404);
    });
  });
});
