import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accept, formOf, pay, shop } from '../support/spending.js';
import { Stage, inHours, type Actor } from '../support/stage.js';

const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

describe('a wish for a handrail', () => {
  let stage: Stage;
  const actors = {} as Record<'worker' | 'secretary' | 'clerk' | 'officer' | 'volunteer' | 'resident', Actor>;

  beforeAll(async () => {
    stage = await Stage.open('story');
    await stage.startApi();
    actors.worker = await stage.actor('grid_worker', 'A1');
    actors.secretary = await stage.actor('community_secretary', 'A1');
    actors.clerk = await stage.actor('finance_clerk', 'A');
    actors.officer = await stage.actor('district_officer', 'D');
    actors.volunteer = await stage.actor('volunteer', 'A');
    actors.resident = await stage.actor('resident', 'A1', { phone: '15900007004' });
  });
  afterAll(() => stage.close());

  /** The community's transfers as an accountant would read them. */
  async function ledger(): Promise<string> {
    const rows = await stage.rows<{ kind: string; f: string; t: string; amount_fen: number }>(
      `SELECT t.kind, f.kind f, g.kind t, t.amount_fen FROM fund_transfer t JOIN fund_account f ON f.id = t.from_account_id
       JOIN fund_account g ON g.id = t.to_account_id ORDER BY t.booked_at, FIELD(t.kind, 'allot', 'reserve', 'pay', 'release')`,
    );
    return rows
      .map(
        ({ kind, f, t, amount_fen: fen }) =>
          `${kind.padEnd(8)} ${f.padEnd(10)} → ${t.padEnd(10)} ${(fen / 100).toFixed(2)}`,
      )
      .join('\n');
  }
  const ok = async <T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> => {
    const { data, error, response } = await asked;
    expect(response.ok, JSON.stringify(error)).toBe(true);
    return data as T;
  };

  it('is submitted, verified, published, claimed, paid, fulfilled, re-opened, fulfilled again and confirmed', async () => {
    const { worker, secretary, clerk, officer, volunteer, resident } = actors;
    await ok(
      officer.api.POST('/api/v1/fund-allotments', {
        body: { unitId: stage.unit('A1').id, year, amountFen: 50_000_000 },
      }),
    );
    const told = await ok(
      worker.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need: '卫生间常打滑，想装两根扶手，电话15900007004',
          kind: 'goods',
          estimatedFen: 26_000,
          beneficiary: { name: '李子梅', phone: '15900007004', address: '花园9号705房', age: 82 },
          proxy: { name: '李女士', phone: '13600000001', relation: '女儿' },
          consent: { kind: 'spoken', byGuardian: false },
        } as never,
      }),
    );
    const path = { wishId: told.id };
    const verified = await ok(worker.api.POST('/api/v1/wishes/{wishId}/verification', { params: { path } }));
    expect(verified.status).toBe('verified');
    const preview = await ok(secretary.api.GET('/api/v1/wishes/{wishId}', { params: { path } }));
    expect(preview.publicText).toBe('卫生间常打滑，想装两根扶手，电话***');
    expect(preview.beneficiary).toMatchObject({ name: '李**', phone: '159****7004', age: 82 });
    const publication = {
      publicText: preview.publicText,
      category: 'home_safety' as const,
      costClass: 'fund' as const,
      isPolicyChecked: true,
    };
    await ok(secretary.api.POST('/api/v1/wishes/{wishId}/publication', { params: { path }, body: publication }));

    const seen = await ok(volunteer.api.GET('/api/v1/wishes/{wishId}', { params: { path } }));
    expect([seen.beneficiary, seen.need, seen.ageBand]).toEqual([null, null, '80+']);
    const claim = await ok(
      volunteer.api.POST('/api/v1/wishes/{wishId}/claims', { params: { path }, body: { promisedAt: inHours(48) } }),
    );
    await ok(volunteer.api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId: claim.id } } }));

    const spend = await ok(
      worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
        params: { path },
        body: {
          kind: 'goods',
          purpose: '扶手两根',
          payee: shop('大沥五金店'),
          items: [{ name: '不锈钢扶手', quantity: 2, unit: '根', priceFen: 13_000 }],
        },
      }),
    );
    const request = { spendRequestId: spend.id };
    await ok(secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', { params: { path: request } }));
    await ok(accept(await stage.actor('grid_leader', 'A1'), spend.id));
    await ok(pay(clerk, spend.id, 24_800, { voucherNo: 'JZ-2026-000001' }));
    expect(await ledger()).toBe(
      [
        'allot    allotted   → available  500000.00',
        'reserve  available  → reserved   260.00',
        'pay      reserved   → paid       248.00',
        'release  reserved   → available  12.00',
      ].join('\n'),
    );

    const done = { what: '两根扶手已装好', doneOn: today, hours: 1.5 };
    await ok(volunteer.api.POST('/api/v1/wishes/{wishId}/fulfilment', { params: { path }, body: done }));
    const own = await volunteer.api.POST('/api/v1/wishes/{wishId}/confirmation', {
      params: { path },
      body: { solved: 'yes' },
    });
    expect(own.response.status).toBe(403);
    // The resident says that it does not hold: it starts again, one level up.
    const doubted = await ok(
      resident.api.POST('/api/v1/wishes/{wishId}/confirmation', {
        params: { path },
        body: { solved: 'no', comment: '一拉就松' },
      }),
    );
    expect(doubted.status).toBe('reopened');
    await ok(secretary.api.POST('/api/v1/wishes/{wishId}/publication', { params: { path }, body: publication }));
    const again = await ok(
      volunteer.api.POST('/api/v1/wishes/{wishId}/claims', { params: { path }, body: { promisedAt: inHours(24) } }),
    );
    await ok(volunteer.api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId: again.id } } }));
    await ok(
      volunteer.api.POST('/api/v1/wishes/{wishId}/fulfilment', { params: { path }, body: { ...done, what: '已加固' } }),
    );
    const confirmed = await ok(
      resident.api.POST('/api/v1/wishes/{wishId}/confirmation', {
        params: { path },
        body: { solved: 'yes', rating: 5 },
      }),
    );
    expect(confirmed.status).toBe('closed');

    const end = await ok(worker.api.GET('/api/v1/wishes/{wishId}', { params: { path } }));
    expect(end).toMatchObject({
      status: 'closed',
      outcome: 'full',
      reopenCount: 1,
      confirmation: { via: 'resident', solved: 'yes', rating: 5 },
    });
    const timeline = await ok(resident.api.GET('/api/v1/wishes/{wishId}/events', { params: { path } }));
    expect(timeline.items.map(({ name }) => name)).toEqual([
      'WishSubmitted',
      'WishVerified',
      'WishPublished',
      'WishClaimed',
      'WishBegun',
      'SpendRequested',
      'SpendApproved',
      'SpendAccepted',
      'SpendPaid',
      'WishFulfilled',
      'WishReopened',
      'WishPublished',
      'WishClaimed',
      'WishBegun',
      'WishFulfilled',
      'WishConfirmed',
    ]);
    expect(timeline.items.every(({ actorId }) => actorId === null)).toBe(true);
  });

  it('releases its reserve when it is withdrawn', async () => {
    const { worker, secretary } = actors;
    const wishId = await stage.wish({ enteredBy: worker.id });
    const spend = await ok(
      worker.api.POST('/api/v1/wishes/{wishId}/spend-requests', {
        params: { path: { wishId } },
        body: formOf(10_000),
      }),
    );
    await ok(
      secretary.api.POST('/api/v1/spend-requests/{spendRequestId}/approval', {
        params: { path: { spendRequestId: spend.id } },
      }),
    );
    await ok(
      worker.api.POST('/api/v1/wishes/{wishId}/cancellation', {
        params: { path: { wishId } },
        body: { reason: '家属已买' },
      }),
    );
    const statement = await ok(
      secretary.api.GET('/api/v1/units/{unitId}/fund', { params: { path: { unitId: stage.unit('A1').id } } }),
    );
    expect(statement).toMatchObject({ reservedFen: 0, paidFen: 24_800, availableFen: 50_000_000 - 24_800 });
  });

  it('lets the secretary reassign a claim', async () => {
    const { worker, secretary, volunteer } = actors;
    const wishId = await stage.wish({ enteredBy: worker.id });
    const other = await stage.actor('volunteer', 'A1');
    const claim = await ok(
      volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
        params: { path: { wishId } },
        body: { promisedAt: inHours(24) },
      }),
    );
    const moved = await ok(
      secretary.api.POST('/api/v1/claims/{claimId}/reassignment', {
        params: { path: { claimId: claim.id } },
        body: { volunteerId: other.id, promisedAt: inHours(24), reason: '志愿者请假' },
      }),
    );
    expect(moved.wishId).toBe(wishId);
    const mine = await ok(other.api.GET('/api/v1/me/claims', {}));
    expect(mine.items.map(({ wish }) => wish.id)).toEqual([wishId]);
  });
});
