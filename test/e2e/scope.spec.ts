import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '#libs/identity';
import { newId } from '#libs/platform';
import { formOf } from '../support/spending.js';
import { Stage, inHours, type Actor } from '../support/stage.js';

interface Operation {
  method: string;
  path: string;
  permission: string | null;
  body: unknown;
  /** It takes a file. */
  isUpload: boolean;
}
interface OpenApi {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, Schema> };
}
interface OpenApiOperation {
  'x-authz'?: { permission?: string; public?: boolean };
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
}
interface Schema {
  $ref?: string;
  type?: string;
  required?: string[];
  properties?: Record<string, Schema>;
  enum?: unknown[];
  example?: unknown;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  format?: string;
}

describe('a signed-in person of another community', () => {
  let stage: Stage;
  let operations: Operation[];
  const ids: Record<string, string> = {};
  const strangers = new Map<string, Actor>();

  beforeAll(async () => {
    stage = await Stage.open('scope');
    const url = await stage.startApi();
    await stage.plantUnit('E', { code: '440699', level: 'district' });
    const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as OpenApi;
    operations = readOperations(document);
    const worker = await stage.actor('grid_worker', 'A1');
    const volunteer = await stage.actor('volunteer', 'A1');
    const officer = await stage.actor('town_officer', 'A');
    ids.wishId = await stage.wish({ enteredBy: worker.id });
    const claimed = await stage.wish({ enteredBy: worker.id });
    const claim = await volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
      params: { path: { wishId: claimed } },
      body: { promisedAt: inHours(24) },
    });
    ids.claimId = claim.data!.id;
    const spend = await worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
      params: { path: { wishId: ids.wishId } },
      body: formOf(100),
    });
    ids.spendRequestId = spend.data!.id;
    ids.unitId = stage.unit('A1').id;
    ids.personId = volunteer.id;
    const [grant] = await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ?', [volunteer.id]);
    ids.grantId = grant!.id;
    const [session] = await stage.rows<{ id: string }>('SELECT id FROM session WHERE person_id = ?', [volunteer.id]);
    ids.sessionId = session!.id;
    // A role that signs, lent by its holder: the ids of a delegation.
    const secretary = await stage.actor('community_secretary', 'A1');
    ids.delegationId = newId();
    await stage.db.query(
      `INSERT INTO delegation (id, grant_id, deputy_id, from_on, until_on, reason, given_by, given_at)
       SELECT ?, id, ?, NOW(), NOW(), 'r', person_id, NOW(3) FROM role_grant WHERE person_id = ?`,
      [ids.delegationId, officer.id, secretary.id],
    );
    ids.importId = newId();
    await stage.db.query(
      `INSERT INTO wish_import (id, unit_id, unit_path, file_name, file_hash, status, created_by, created_at) VALUES (?,?,?,'f.xlsx',REPEAT('0',32),'ready',?,NOW(3))`,
      [ids.importId, stage.unit('A1').id, stage.unit('A1').path, officer.id],
    );
    await stage.db.query(
      `INSERT INTO wish_import_row (import_id, row_no, sheet, sheet_row, verdict, why, cells) VALUES (?,1,'s',4,'review','phone','x')`,
      [ids.importId],
    );
    ids.rowNo = '1';
    ids.fileId = newId();
    ids.variant = 'full';
    await stage.db.query(
      `INSERT INTO file (id, purpose, status, subject_id, created_by, created_at) VALUES (?,'need','ready',?,?,NOW(3))`,
      [ids.fileId, ids.wishId, worker.id],
    );
    Object.assign(ids, { planId: newId(), invitationId: newId() });
    await stage.db.query(
      `INSERT INTO match_plan (id, unit_id, unit_path, status, policy, asked_by, asked_at) VALUES (?,?,?,'ready','{}',?,NOW(3))`,
      [ids.planId, stage.unit('A1').id, stage.unit('A1').path, officer.id],
    );
    await stage.db.query(
      `INSERT INTO plan_wish (plan_id, wish_id, places, candidates, hindered) VALUES (?,?,1,'[]','{}')`,
      [ids.planId, ids.wishId],
    );
    await stage.db.query(
      `INSERT INTO invitation (id, plan_id, wish_id, volunteer_id, status, sent_at, answer_by) VALUES (?,?,?,?,'open',NOW(3),NOW(3))`,
      [ids.invitationId, ids.planId, ids.wishId, volunteer.id],
    );
    Object.assign(ids, { contactPointId: newId(), hookId: newId(), deliveryId: newId() });
    await stage.db.query(
      `INSERT INTO contact_point (id, person_id, channel, address, address_hash, label, created_at) VALUES (?,?,'email','x',REPEAT('0',32),'l',NOW(3))`,
      [ids.contactPointId, volunteer.id],
    );
    await stage.db.query(
      `INSERT INTO unit_hook (id, unit_id, unit_path, channel, label, address, created_by, created_at) VALUES (?,?,?,'wecom','l','x',?,NOW(3))`,
      [ids.hookId, stage.unit('A1').id, stage.unit('A1').path, officer.id],
    );
    await stage.db.query(
      `INSERT INTO delivery (id, channel, class, target_id, status, due_at, created_at) VALUES (?,'wecom','task',?,'failed',NOW(3),NOW(3))`,
      [ids.deliveryId, ids.hookId],
    );
    Object.assign(ids, { groupId: newId(), rosterId: newId() });
    await stage.db.query(
      `INSERT INTO volunteer_group (id, kind, name, unit_id, unit_path, opened_by, opened_at) VALUES (?,'party_group','g',?,?,?,NOW(3))`,
      [ids.groupId, stage.unit('A1').id, stage.unit('A1').path, officer.id],
    );
    await stage.db.query(
      `INSERT INTO roster (id, unit_id, unit_path, file_name, status, created_by, created_at) VALUES (?,?,?,'f.xlsx','ready',?,NOW(3))`,
      [ids.rosterId, stage.unit('A1').id, stage.unit('A1').path, officer.id],
    );
    ids.entryId = newId();
    await stage.db.query(
      `INSERT INTO service_entry (id, person_id, claim_id, wish_id, wish_code, category, unit_id, unit_path, hours, done_on, confirmed_by, confirmed_at)
       VALUES (?,?,?,?,'MW-X','repairs',?,?,1,NOW(),?,NOW(3))`,
      [ids.entryId, volunteer.id, ids.claimId, claimed, stage.unit('A1').id, stage.unit('A1').path, worker.id],
    );
    ids.exportId = newId();
    await stage.db.query(
      `INSERT INTO export_request (id, kind, unit_id, unit_path, year, purpose, status, created_by, created_at) VALUES (?,'wishes',?,?,2026,'p','ready',?,NOW(3))`,
      [ids.exportId, stage.unit('A1').id, stage.unit('A1').path, officer.id],
    );
    const { id: spendRequestId } = spend.data!;
    await stage.db.query(`INSERT INTO spend_hand (spend_request_id, person_id, act, at) VALUES (?,?,'pay',NOW(3))`, [
      spendRequestId,
      officer.id,
    ]);
    Object.assign(ids, { paymentId: newId(), reversalId: newId(), objectionId: newId() });
    await stage.db.query(
      `INSERT INTO fund_payment (id, spend_request_id, amount_fen, voucher_no, approved_by, paid_by, paid_at) VALUES (?,?,1,'JZ-1',?,?,NOW(3))`,
      [ids.paymentId, spendRequestId, worker.id, officer.id],
    );
    await stage.db.query(
      `INSERT INTO fund_reversal (id, spend_request_id, payment_id, paid_by, reason, proposed_by, proposed_at) VALUES (?,?,?,?,'r',?,NOW(3))`,
      [ids.reversalId, spendRequestId, ids.paymentId, officer.id, officer.id],
    );
    await stage.db.query(
      `INSERT INTO spend_objection (id, spend_request_id, text, raised_by, raised_at) VALUES (?,?,'t',?,NOW(3))`,
      [ids.objectionId, spendRequestId, volunteer.id],
    );
    Object.assign(ids, { lineId: newId(), matchId: newId() });
    const statementId = newId();
    await stage.db.query(
      `INSERT INTO bank_statement (id, unit_id, unit_path, file_name, file_hash, from_on, until_on, line_count, added_count, breaks, imported_by, imported_at)
       VALUES (?,?,?,'f.csv',REPEAT('0',32),NOW(),NOW(),1,1,'[]',?,NOW(3))`,
      [statementId, stage.unit('A1').id, stage.unit('A1').path, officer.id],
    );
    await stage.db.query(
      `INSERT INTO bank_line (id, statement_id, unit_id, unit_path, line_hash, booked_on, amount_fen, told) VALUES (?,?,?,?,REPEAT('0',32),NOW(),1,'x')`,
      [ids.lineId, statementId, stage.unit('A1').id, stage.unit('A1').path],
    );
    await stage.db.query('INSERT INTO bank_match (id, unit_id, amount_fen, made_by, made_at) VALUES (?,?,1,?,NOW(3))', [
      ids.matchId,
      stage.unit('A1').id,
      officer.id,
    ]);
    ids.draftId = newId();
    await stage.db.query(
      `INSERT INTO spend_policy_draft (id, based_on, body, updated_by, updated_at) VALUES (?,0,'{}',?,NOW(3))`,
      [ids.draftId, officer.id],
    );
    ids.jobId = newId();
    await stage.db.query(
      `INSERT INTO job (id, kind, subject_id, due_at, status) VALUES (?,'wish.verify',?,NOW(3),'failed')`,
      [ids.jobId, newId()],
    );
    ids.notificationId = newId();
    await stage.db.query(
      `INSERT INTO notification (id, recipient_id, kind, wish_id, wish_code, unit_id, job_id, job_gen, created_at) VALUES (?,?,'wish.visit',?,'MW',?,?,1,NOW(3))`,
      [ids.notificationId, worker.id, ids.wishId, ids.unitId, newId()],
    );
  });
  afterAll(() => stage.close());

  it('gets the same 404 for an id of ours as for one that does not exist, on every route that takes an id', async () => {
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

  it('opens no file without the seal of its link', async () => {
    const open = operations.filter(({ path, permission }) => path.includes('{') && permission === null);
    expect(open.map(({ path }) => path).filter((path) => !path.startsWith('/api/v1/public/'))).toEqual([
      '/api/v1/files/{fileId}/{variant}',
    ]);
    const until = Math.floor(Date.now() / 1_000) + 60;
    const answers = await Promise.all(
      [ids.fileId, newId()].map(async (id) => {
        const path = `/api/v1/files/${id}/full?until=${until}&seal=${'A'.repeat(43)}`;
        const answer = await fetch(`${stage.urls[0]}${path}`);
        return [answer.status, await answer.json()];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]![0]).toBe(404);
  });

  it('changes nothing by asking', async () => {
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

  it('sees nothing of ours in any list', async () => {
    for (const path of [
      '/api/v1/wishes',
      '/api/v1/open-wishes',
      '/api/v1/spend-requests',
      '/api/v1/wish-imports',
      '/api/v1/people',
      '/api/v1/me/claims',
      '/api/v1/desk',
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

  it('is told to sign in when nobody is signed in, on every route that is not public', async () => {
    const closed = operations.filter(({ permission }) => permission !== null);
    expect(closed.length).toBeGreaterThan(40);
    for (const operation of closed) {
      const { status } = await send(operation, undefined, ids);
      expect([operation.path, status]).toEqual([operation.path, 401]);
    }
  });

  async function strangerFor(permission: string): Promise<Actor> {
    const roles = PERMISSIONS[permission as keyof typeof PERMISSIONS] as readonly string[];
    const role = roles[0]!;
    // A role stands at its level: what belongs to a town is strange in the other town, what belongs to a district in another.
    const unit = { district_officer: 'E', administrator: 'E', auditor: 'B', town_officer: 'B' }[role] ?? 'B1';
    const key = `${role}@${unit}`;
    if (!strangers.has(key)) strangers.set(key, await stage.actor(role, unit));
    return strangers.get(key)!;
  }

  async function send(operation: Operation, actor: Actor | undefined, values: Record<string, string>) {
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => values[name]!);
    const query =
      operation.path === '/api/v1/wish-imports' && operation.method === 'post' ? `?unitId=${values.unitId}` : '';
    const response = await fetch(`${stage.urls[0]}${path}${query}`, {
      method: operation.method.toUpperCase(),
      headers: {
        ...(actor ? { cookie: actor.cookie } : {}),
        ...(operation.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: bodyOf(operation, values),
    });
    const text = await response.text();
    return { status: response.status, text, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  }
});

function bodyOf({ body, isUpload }: Operation, values: Record<string, string>): string | FormData | undefined {
  if (!isUpload) return body === undefined ? undefined : JSON.stringify(fill(body, values));
  const form = new FormData();
  form.append('file', new Blob(['x']), 'x.csv');
  return form;
}

/** Ids inside a body are ours as well. */
const fill = (body: unknown, values: Record<string, string>): unknown =>
  JSON.parse(
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

function readOperations(document: OpenApi): Operation[] {
  const resolve = (schema: Schema): Schema =>
    schema.$ref ? document.components.schemas[schema.$ref.split('/').at(-1)!]! : schema;
  const sample = (given: Schema): unknown => {
    const schema = resolve(given);
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map(sample));
    if (schema.anyOf) return sample(schema.anyOf[0]!);
    if (schema.example !== undefined) return schema.example;
    if (schema.enum) return schema.enum[0];
    if (schema.type === 'object') {
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name))
          .map(([name, property]) => [name, sample(property)]),
      );
    }
    if (schema.type === 'array') return schema.items ? [sample(schema.items)] : [];
    if (schema.type === 'boolean') return true;
    if (schema.type === 'integer' || schema.type === 'number') return 1;
    return schema.format === 'uuid' ? newId() : 'a text of some length';
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const content = operation.requestBody?.content['application/json'];
      return {
        method,
        path,
        permission: operation['x-authz']?.public ? null : (operation['x-authz']?.permission ?? ''),
        body: content ? sample(content.schema) : undefined,
        isUpload: operation.requestBody?.content['multipart/form-data'] !== undefined,
      };
    }),
  );
}
