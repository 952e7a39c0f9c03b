import { createHash } from 'node:crypto';
import { newId } from '#libs/platform';
import { ROLES, type Role } from '#libs/identity';
import { formOf, nextVoucher } from './spending.js';
import { inHours, type Actor, type Stage } from './stage.js';

/** Where a role lives: its level, as in the district's own organisation. */
const LEVELS: Record<Role, 'community' | 'town' | 'district'> = {
  resident: 'community',
  volunteer: 'community',
  grid_worker: 'community',
  grid_leader: 'community',
  community_secretary: 'community',
  community_director: 'community',
  supervision_committee: 'community',
  finance_clerk: 'town',
  town_officer: 'town',
  district_officer: 'district',
  auditor: 'district',
  administrator: 'district',
};
/** The branch of a community: itself, its town, its district. */
export type Branch = Record<'community' | 'town' | 'district', string>;
export const HOME: Branch = { community: 'A1', town: 'A', district: 'D' };
/** Another town and, for those who work for a whole district, another district. */
export const AWAY: Branch = { community: 'B1', town: 'B', district: 'E' };

export const unitOf = (role: string, branch: Branch): string => branch[LEVELS[role as Role]];

/** A second district, so that its officers are strangers here. */
export const plantAway = (stage: Stage): Promise<unknown> =>
  stage.plantUnit('E', { code: '440699', level: 'district' });

/** One person for each role of a branch. */
export async function castOf(stage: Stage, branch: Branch): Promise<Record<Role, Actor>> {
  const cast: [string, Actor][] = [];
  for (const role of ROLES) cast.push([role, await stage.actor(role, unitOf(role, branch))]);
  return Object.fromEntries(cast) as Record<Role, Actor>;
}

/** One thing of every kind that has an id, in one community, by the names that the api's paths use. What has a life of its
 *  own comes by the api; the rest is written straight into the database. */
export async function plantObjects(stage: Stage, branch: Branch = HOME): Promise<Record<string, string>> {
  const { id: unitId, path: unitPath } = stage.unit(branch.community);
  const worker = await stage.actor('grid_worker', branch.community);
  const volunteer = await stage.actor('volunteer', branch.community);
  const officer = await stage.actor('town_officer', branch.town);
  const secretary = await stage.actor('community_secretary', branch.community);
  const insert = (table: string, row: Record<string, unknown>): Promise<unknown> =>
    stage.db.query(`INSERT INTO ${table} SET ?`, [row]);
  const now = new Date();
  const today = now.toISOString().slice(0, 10);
  const unit = { unit_id: unitId, unit_path: unitPath };
  const hash = createHash('sha256').update(unitId).digest();

  const wishId = await stage.wish({ unit: branch.community, enteredBy: worker.id });
  const claimed = await stage.wish({ unit: branch.community, enteredBy: worker.id });
  const claim = await volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
    params: { path: { wishId: claimed } },
    body: { promisedAt: inHours(24) },
  });
  const spend = await worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
    params: { path: { wishId } },
    body: formOf(100),
  });
  const [grant] = await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ?', [volunteer.id]);
  const [session] = await stage.rows<{ id: string }>('SELECT id FROM session WHERE person_id = ?', [volunteer.id]);
  const [request] = await stage.rows<{ payeeId: string }>(
    'SELECT payee_id AS payeeId FROM spend_request WHERE id = ?',
    [spend.data!.id],
  );
  const ids: Record<string, string> = {
    unitId,
    payeeId: request!.payeeId,
    wishId,
    personId: volunteer.id,
    volunteerId: volunteer.id,
    deputyId: secretary.id,
    claimId: claim.data!.id,
    spendRequestId: spend.data!.id,
    grantId: grant!.id,
    sessionId: session!.id,
    rowNo: '1',
    variant: 'full',
    channel: 'email',
  };
  const fresh = (name: string): string => (ids[name] = newId());

  // A role that signs, lent by its holder: the ids of a delegation.
  const [officers] = await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ?', [officer.id]);
  await insert('delegation', {
    id: fresh('delegationId'),
    grant_id: officers!.id,
    deputy_id: secretary.id,
    from_on: today,
    until_on: today,
    reason: 'r',
    given_by: officer.id,
    given_at: now,
  });
  await insert('wish_import', {
    id: fresh('importId'),
    ...unit,
    file_name: 'f.xlsx',
    file_hash: hash,
    status: 'ready',
    reading: 1,
    created_by: officer.id,
    created_at: now,
  });
  const row = { row_no: 1, sheet: 's', sheet_row: 4, verdict: 'review', cells: 'x' };
  await insert('wish_import_row', { import_id: ids.importId, doubts: '["phone"]', ...row });
  await insert('file', {
    id: fresh('fileId'),
    purpose: 'need',
    status: 'ready',
    subject_id: wishId,
    created_by: worker.id,
    created_at: now,
  });
  await insert('match_plan', {
    id: fresh('planId'),
    ...unit,
    status: 'ready',
    policy: '{}',
    asked_by: officer.id,
    asked_at: now,
  });
  await insert('plan_wish', { plan_id: ids.planId, wish_id: wishId, places: 1, candidates: '[]', blocked: '{}' });
  await insert('invitation', {
    id: fresh('invitationId'),
    plan_id: ids.planId,
    wish_id: wishId,
    volunteer_id: volunteer.id,
    status: 'open',
    sent_at: now,
    answer_by: now,
  });
  await insert('wish_question', {
    id: fresh('questionId'),
    wish_id: wishId,
    asked_by: volunteer.id,
    question_no: 1,
    status: 'open',
    question: 'x',
    asked_at: now,
  });
  await insert('contact_point', {
    id: fresh('contactPointId'),
    person_id: volunteer.id,
    channel: 'email',
    address: 'x',
    address_hash: hash,
    label: 'l',
    created_at: now,
  });
  await insert('unit_hook', {
    id: fresh('webhookId'),
    ...unit,
    channel: 'wecom',
    label: 'l',
    address: 'x',
    created_by: officer.id,
    created_at: now,
  });
  await insert('delivery', {
    id: fresh('deliveryId'),
    channel: 'wecom',
    class: 'task',
    target_id: ids.webhookId,
    status: 'failed',
    due_at: now,
    created_at: now,
  });
  await insert('data_request', {
    id: fresh('requestId'),
    wish_id: wishId,
    beneficiary_id: newId(),
    ...unit,
    kind: 'copy',
    asker: 'self',
    identity_check: 'id_card',
    status: 'open',
    opened_by: officer.id,
    opened_at: now,
    due_at: now,
  });
  await insert('volunteer_group', {
    id: fresh('groupId'),
    kind: 'party_group',
    name: 'g',
    ...unit,
    opened_by: officer.id,
    opened_at: now,
  });
  await insert('roster', {
    id: fresh('rosterId'),
    ...unit,
    file_name: 'f.xlsx',
    status: 'ready',
    created_by: officer.id,
    created_at: now,
  });
  for (const [table, id] of [
    ['unit_import', 'unitImportId'],
    ['staff_import', 'staffImportId'],
  ] as const)
    await insert(table, {
      id: fresh(id),
      ...unit,
      file_name: 'f.xlsx',
      status: 'ready',
      created_by: officer.id,
      created_at: now,
    });
  await insert('service_entry', {
    id: fresh('entryId'),
    person_id: volunteer.id,
    claim_id: ids.claimId,
    wish_id: claimed,
    wish_code: 'MW-X',
    category: 'repairs',
    ...unit,
    hours: 1,
    done_on: today,
    confirmed_by: worker.id,
    confirmed_at: now,
  });
  await insert('export_request', {
    id: fresh('exportId'),
    kind: 'wishes',
    ...unit,
    year: 2026,
    purpose: 'p',
    status: 'ready',
    created_by: officer.id,
    created_at: now,
  });
  const { spendRequestId } = ids;
  await insert('spend_participation', { spend_request_id: spendRequestId, person_id: officer.id, act: 'pay', at: now });
  await insert('fund_payment', {
    id: fresh('paymentId'),
    spend_request_id: spendRequestId,
    amount_fen: 1,
    voucher_no: nextVoucher(),
    approved_by: worker.id,
    paid_by: officer.id,
    paid_at: now,
  });
  await insert('fund_reversal', {
    id: fresh('reversalId'),
    spend_request_id: spendRequestId,
    payment_id: ids.paymentId,
    paid_by: officer.id,
    reason: 'r',
    proposed_by: officer.id,
    proposed_at: now,
  });
  await insert('spend_objection', {
    id: fresh('objectionId'),
    spend_request_id: spendRequestId,
    text: 't',
    raised_by: volunteer.id,
    raised_at: now,
  });
  const statementId = fresh('statementId');
  await insert('bank_statement', {
    id: statementId,
    ...unit,
    file_name: 'f.csv',
    file_hash: hash,
    from_on: today,
    until_on: today,
    line_count: 1,
    added_count: 1,
    imported_by: officer.id,
    imported_at: now,
  });
  await insert('bank_line', {
    id: fresh('lineId'),
    statement_id: statementId,
    ...unit,
    line_hash: hash,
    booked_on: today,
    amount_fen: 1,
    told: 'x',
  });
  await insert('bank_retraction', {
    id: fresh('retractionId'),
    statement_id: statementId,
    reason: 'r',
    proposed_by: officer.id,
    proposed_at: now,
  });
  await insert('bank_break', { id: fresh('breakId'), statement_id: statementId, sheet: 's', row_no: 1 });
  await insert('bank_match', {
    id: fresh('matchId'),
    unit_id: unitId,
    amount_fen: 1,
    made_by: officer.id,
    made_at: now,
  });
  await insert('spend_policy_draft', {
    id: fresh('draftId'),
    based_on: 0,
    body: '{}',
    updated_by: officer.id,
    updated_at: now,
  });
  await insert('job', { id: fresh('jobId'), kind: 'wish.verify', subject_id: newId(), due_at: now, status: 'failed' });
  await insert('notification', {
    id: fresh('notificationId'),
    recipient_id: worker.id,
    kind: 'wish.visit',
    wish_id: wishId,
    wish_code: 'MW',
    unit_id: unitId,
    job_id: newId(),
    job_gen: 1,
    created_at: now,
  });
  return ids;
}

/** What asking changes although nothing happens: counts of tries, refusals kept for a repeated key, the pages of a feed, the
 *  minute at which a session was last seen. */
const KEPT_OF_ASKING = new Set(['sign_in_attempt', 'idempotency_key', 'feed_view', 'session', 'upload']);

/** The tables of a stage: those whose checksum MariaDB computes, and those with computed columns, whose checksum differs
 *  from one time to the next. */
const tablesOf = new WeakMap<Stage, { plain: string[]; computed: string[] }>();
async function readTables(stage: Stage): Promise<{ plain: string[]; computed: string[] }> {
  const known = tablesOf.get(stage);
  if (known) return known;
  const columns = await stage.rows<{ name: string; computed: string }>(
    'SELECT table_name AS name, is_generated AS computed FROM information_schema.columns WHERE table_schema = DATABASE()',
  );
  const names = [...new Set(columns.map(({ name }) => name))].filter((name) => !KEPT_OF_ASKING.has(name));
  const computed = new Set(columns.filter((column) => column.computed === 'ALWAYS').map(({ name }) => name));
  const tables = {
    plain: names.filter((name) => !computed.has(name)),
    computed: names.filter((name) => computed.has(name)),
  };
  tablesOf.set(stage, tables);
  return tables;
}

/** A fingerprint of every table, so that a refusal that changed something shows. */
export async function footprint(stage: Stage): Promise<Map<string, string>> {
  const { plain, computed } = await readTables(stage);
  const sums = await stage.rows<{ Table: string; Checksum: number | null }>(`CHECKSUM TABLE ${plain.join(', ')}`);
  const prints = new Map(sums.map(({ Table, Checksum }) => [Table.split('.').at(-1)!, String(Checksum)]));
  const digest = async (sql: string): Promise<string> =>
    createHash('sha256')
      .update(JSON.stringify(await stage.rows(sql)))
      .digest('hex');
  for (const name of computed) prints.set(name, await digest(`SELECT * FROM ${name}`));
  prints.set('session', await digest('SELECT id, token_hash, ended_at, proven_at FROM session ORDER BY id'));
  return prints;
}

/** The tables that differ. */
export const changedSince = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...after].filter(([table, sum]) => before.get(table) !== sum).map(([table]) => table);
