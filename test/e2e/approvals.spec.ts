import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accept, ask, codeOf, formOf, pay, sign } from '../support/spending.js';
import { Stage, clientWith } from '../support/stage.js';

const REQUESTS = 40;
const COVERED = 33;
const AMOUNT = 30_000;
const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();

describe('approving spend requests', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open('approvals');
    await Promise.all([stage.startApi(), stage.startApi()]);
  });
  afterAll(() => stage.close());

  it(`reserves for ${COVERED} of ${REQUESTS} requests approved in three tabs, and never falls below zero`, async () => {
    const officer = await stage.actor('district_officer', 'D');
    const worker = await stage.actor('grid_worker', 'A1');
    const secretary = await stage.actor('community_secretary', 'A1');
    const allotted = await officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A1').id, year, amountFen: AMOUNT * COVERED + AMOUNT - 1 },
    });
    expect(allotted.data).toEqual({ allotted: 1, alreadyAllotted: 0 });
    const requests: string[] = [];
    for (let at = 0; at < REQUESTS; at += 1) {
      const wishId = await stage.wish({ enteredBy: worker.id });
      const asked = await ask(worker, wishId, formOf(AMOUNT));
      requests.push(asked.data!.id);
    }
    const tabs = [0, 1, 0].map((at) => clientWith(stage.urls[at]!, secretary.cookie));
    const answers = await Promise.all(
      requests.flatMap((spendRequestId) =>
        tabs.map((api) =>
          api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params: { path: { spendRequestId } } }),
        ),
      ),
    );
    const statuses = answers.map(({ response }) => response.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(COVERED);
    expect(statuses.filter((status) => status !== 200 && status !== 409 && status !== 422)).toEqual([]);
    const statement = await secretary.api.GET('/api/v1/units/{unitId}/fund', {
      params: { path: { unitId: stage.unit('A1').id } },
    });
    expect(statement.data).toMatchObject({ reservedFen: AMOUNT * COVERED, availableFen: AMOUNT - 1, paidFen: 0 });
    expect(await stage.rows('SELECT id FROM fund_account WHERE kind <> "allotted" AND balance_fen < 0')).toEqual([]);
    expect(await stage.rows('SELECT COUNT(*) n FROM spend_request WHERE status = "approved"')).toEqual([
      { n: COVERED },
    ]);
  });

  it('needs three different people to request, approve and pay, in the API and in the database', async () => {
    const officer = await stage.actor('district_officer', 'D');
    await officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: stage.unit('A2').id, year, amountFen: 100_000 },
    });
    const both = await stage.actor('grid_worker', 'A2');
    for (const role of ['community_secretary', 'finance_clerk']) {
      await stage.grant(both.id, role, 'A2');
    }
    const wishId = await stage.wish({ unit: 'A2', enteredBy: both.id });
    const { data } = await ask(both, wishId, formOf(26_000));
    const id = data!.id;
    expect(codeOf(await sign(both, id))).toBe('FOUR_EYES');
    await expect(
      stage.db.query(`UPDATE spend_request SET status = 'approved', decided_by = requested_by WHERE id = ?`, [id]),
    ).rejects.toThrow(/ck_spend_four_eyes/);

    const secretary = await stage.actor('community_secretary', 'A2');
    expect((await sign(secretary, id)).response.status).toBe(200);
    const accepter = await stage.actor('grid_worker', 'A2');
    expect((await accept(accepter, id)).response.status).toBe(200);
    const voucherNo = 'JZ-0001';
    expect(codeOf(await pay(both, id, 20_000, { voucherNo }))).toBe('FOUR_EYES');
    const clerk = await stage.actor('finance_clerk', 'A');
    expect((await pay(clerk, id, 20_000, { voucherNo })).response.status).toBe(201);
    const after = await secretary.api.GET('/api/v1/units/{unitId}/fund', {
      params: { path: { unitId: stage.unit('A2').id } },
    });
    expect(after.data).toMatchObject({ allottedFen: 100_000, reservedFen: 0, paidFen: 20_000, availableFen: 80_000 });
  });

  it('accepts a voucher number once', async () => {
    const worker = await stage.actor('grid_worker', 'A2');
    const secretary = await stage.actor('community_secretary', 'A2');
    const clerk = await stage.actor('finance_clerk', 'A2');
    const wishId = await stage.wish({ unit: 'A2', enteredBy: worker.id });
    const { data } = await ask(worker, wishId, formOf(10_000));
    await sign(secretary, data!.id);
    await accept(await stage.actor('grid_worker', 'A2'), data!.id);
    expect(codeOf(await pay(clerk, data!.id, 1_000, { voucherNo: 'JZ-0001' }))).toBe('VOUCHER_USED');
    expect(codeOf(await pay(clerk, data!.id, 10_001, { voucherNo: 'JZ-0002' }))).toBe('PAYMENT_TOO_LARGE');
  });

  it('gives the application’s database account no right to change or delete a transfer', async () => {
    const mysql = await import('mysql2/promise');
    const app = await mysql.createConnection(stage.env.DATABASE_URL!);
    await expect(app.query('UPDATE fund_transfer SET amount_fen = 1')).rejects.toThrow(/denied/);
    await expect(app.query('DELETE FROM fund_transfer')).rejects.toThrow(/denied/);
    await expect(app.query('UPDATE event SET data = "{}"')).rejects.toThrow(/denied/);
    await app.end();
  });
});
