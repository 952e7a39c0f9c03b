import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FundsJobsModule } from '#libs/funds';
import { IdentityModule } from '#libs/identity';
import { JobRegistry, PlatformJobsModule, PlatformModule, Transactions, type DueJob } from '#libs/platform';
import * as by from '../support/spending.js';
import { HOME, unitOf } from '../support/objects.js';
import { Stage, daysAhead, type Actor } from '../support/stage.js';
import { SMALL_FEN, apply, ask, endNotice, startOf, type Command, type Fund, type Rollover } from './fund-model.js';

/** 100 sequences in `npm test`, the same ones every time; `npm run test:nightly` plays 2,000 others. */
const SEQUENCES = Number(process.env.MODEL_SEQUENCES ?? 100);
const SEED = process.env.MODEL_SEQUENCES ? undefined : 20_261_124;
const STEPS = 30;
const ALLOTTED_FEN = 100_000;
const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();

@Module({ imports: [PlatformModule, PlatformJobsModule, IdentityModule, FundsJobsModule] })
class Clockwork {}

/** What somebody wants to do; numbers pick among what is there when it is her turn. */
interface Wish {
  what: Command['what'] | 'ask' | 'endNotice';
  pick: number;
  second: number;
  part: number;
  flag: boolean;
}
const WEIGHTS: [number, Wish['what']][] = [
  [8, 'ask'],
  [12, 'sign'],
  [1, 'refusal'],
  [1, 'return'],
  [2, 'revise'],
  [1, 'withdraw'],
  [1, 'release'],
  [2, 'object'],
  [3, 'answer'],
  [1, 'pause'],
  [2, 'resume'],
  [4, 'endNotice'],
  [2, 'endWish'],
  [2, 'commit'],
  [5, 'accept'],
  [8, 'pay'],
  [3, 'refund'],
  [2, 'propose'],
  [2, 'decide'],
  [2, 'renew'],
  [1, 'topUp'],
  [1, 'close'],
];
const wishArb: fc.Arbitrary<Wish> = fc.record({
  what: fc.oneof(...WEIGHTS.map(([weight, what]) => ({ weight, arbitrary: fc.constant(what) }))),
  // Without the usual lean to the ends: most amounts are in between, and all requests get their turn.
  pick: fc.noBias(fc.nat(1_000)),
  second: fc.noBias(fc.nat(1_000)),
  part: fc.noBias(fc.integer({ min: 1, max: 110 })).map((percent) => percent / 100),
  flag: fc.boolean(),
});
/** Where an act makes sense; mostly it is tried there, sometimes where it must be refused. */
const SUITS: Partial<Record<Wish['what'], (request: Fund['requests'][number]) => boolean>> = {
  sign: ({ status, isPaused }) => status === 'submitted' && !isPaused,
  refusal: ({ status }) => status === 'submitted',
  return: ({ status }) => status === 'submitted',
  revise: ({ status }) => status === 'returned',
  withdraw: ({ status }) => status === 'returned',
  object: ({ notice }) => notice === 'runs' || notice === 'stands',
  answer: ({ objections }) => objections.some(({ isAnswered }) => !isAnswered),
  resume: ({ isPaused }) => isPaused,
  endNotice: ({ notice }) => notice === 'runs',
  endWish: ({ ended }) => ended.includes(false),
  commit: ({ status, isCommitted }) => status === 'approved' && !isCommitted,
  accept: ({ status, isAccepted }) => status === 'approved' && !isAccepted,
  pay: ({ status, isPaused }) => status === 'approved' && !isPaused,
};
function chosen(fund: Fund, what: Wish['what'], pick: number): number {
  const all = fund.requests.map((_, at) => at);
  const suited = all.filter((at) => SUITS[what]?.(fund.requests[at]!) ?? true);
  const among = suited.length > 0 && pick % 5 > 0 ? suited : all;
  return among[pick % among.length]!;
}

/** About what can be paid now: a payment of more than that is refused. */
const payable = ({
  amountFen,
  paidFen,
  releasedFen,
  retentionFen,
  isAccepted,
  advanceFen,
}: Fund['requests'][number]) => (isAccepted ? amountFen - paidFen - releasedFen - retentionFen : advanceFen - paidFen);
/** What is tried instead, where there is nothing to do what somebody wanted to do to. */
const INSTEAD: Wish['what'][] = ['decide', 'renew', 'endNotice', 'sign', 'accept', 'pay', 'propose', 'refund'];
const ENOUGH_REQUESTS = 4;

/** One alone, or two at the same moment. */
const stepArb = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(wishArb) },
  { weight: 1, arbitrary: fc.tuple(wishArb, wishArb) },
);

describe('the community fund', () => {
  let stage: Stage;
  const before = { ...process.env };
  let clockwork: Awaited<ReturnType<typeof NestFactory.createApplicationContext>>;
  const people = {} as Record<
    | 'worker'
    | 'leader'
    | 'secretary'
    | 'director'
    | 'committee'
    | 'resident'
    | 'neighbour'
    | 'clerk'
    | 'town'
    | 'auditor'
    | 'officer',
    Actor
  >;
  const wishesOf = new Map<string, string[]>();
  let references = 0;
  let communities = 0;
  const seen = new Map<string, number>();

  beforeAll(async () => {
    stage = await Stage.open('fund_model');
    // The deadlines below run in this very process, which reads its settings as every process does.
    Object.assign(process.env, stage.env);
    // Years can be closed: these processes think that it is three years later. The database keeps the true time.
    const env = { NODE_OPTIONS: daysAhead(3 * 366) };
    await Promise.all([stage.startApi(env), stage.startApi(env)]);
    const roles = {
      worker: 'grid_worker',
      leader: 'grid_leader',
      secretary: 'community_secretary',
      director: 'community_director',
      committee: 'supervision_committee',
      resident: 'resident',
      neighbour: 'resident',
      clerk: 'finance_clerk',
      town: 'town_officer',
      auditor: 'auditor',
      officer: 'district_officer',
    };
    for (const [at, [name, role]] of Object.entries(roles).entries())
      people[name as keyof typeof people] = await stage.actor(role, unitOf(role, HOME), { url: stage.urls[at % 2] });
    await stage.db.query(
      `INSERT INTO policy (name, version, body, set_by, created_at) VALUES ('spend', 1, ?, ?, NOW(3))`,
      [
        JSON.stringify({
          tiers: [
            { upToFen: SMALL_FEN, signers: ['community_secretary'], notice: null, needsMinutes: false },
            {
              upToFen: null,
              signers: ['community_secretary', 'community_director'],
              notice: { amount: 5, unit: 'workingDay' },
              needsMinutes: false,
            },
          ],
          advancePercent: { goods: 30, service: 30, works: 30 },
        }),
        people.officer.id,
      ],
    );
    clockwork = await NestFactory.createApplicationContext(Clockwork, { logger: false });
  });
  afterAll(async () => {
    await clockwork.close();
    await stage.close();
    for (const name of Object.keys(stage.env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });

  /** A community of its own for every sequence; its people move there. */
  async function newCommunity(): Promise<{ key: string; id: string }> {
    communities += 1;
    const key = `M${communities}`;
    const code = String(440605125500 + communities);
    const unit = await stage.plantUnit(key, { code, level: 'community', parent: 'A', name: key });
    await stage.rows(`UPDATE role_grant SET unit_id = ? WHERE unit_level = 'community' AND person_id IN (?)`, [
      unit.id,
      Object.values(people).map(({ id }) => id),
    ]);
    const allotted = await people.officer.api.POST('/api/v1/fund-allotments', {
      body: { unitId: unit.id, year, amountFen: ALLOTTED_FEN },
    });
    expect(allotted.error).toBeUndefined();
    return { key, id: unit.id };
  }

  /** The command that a wish comes to, given what there is; nothing where there is nothing to do it to. */
  function commandOf(fund: Fund, { what, pick, second, part, flag }: Wish): Command | undefined {
    const amountFen = Math.max(1, Math.round(part * 40_000));
    if (what === 'topUp') return { what, amountFen };
    if (what === 'close') {
      if (fund.requests.length < 3) return undefined; // there is something to close only then
      const rollovers: Rollover[] = [
        { policy: 'return' },
        { policy: 'carry' },
        { policy: 'carry_with_cap', capFen: 1 + second * 50 },
      ];
      return { what, year: flag ? 0 : 1, rollover: rollovers[pick % 3]! };
    }
    if (what === 'ask' || what === 'endNotice' || fund.requests.length === 0) return undefined;
    const at = chosen(fund, what, pick);
    const request = fund.requests[at]!;
    switch (what) {
      case 'sign':
      case 'refusal':
      case 'return':
        return { what, at, as: second % 3 === 0 ? 'director' : request.signatures === 0 ? 'secretary' : 'director' };
      case 'object':
        return { what, at, as: flag ? 'resident' : 'neighbour' };
      case 'revise':
        return { what, at, amountFen };
      case 'endWish':
        return { what, at, wish: Math.max(0, request.ended.indexOf(false)) };
      case 'commit': {
        const fen = Math.max(1, Math.round(part * request.amountFen));
        return { what, at, amountFen: fen, retentionFen: flag ? Math.floor(fen / 20) : 0 };
      }
      case 'pay':
        return {
          what,
          at,
          amountFen: Math.max(1, Math.round(part * payable(request))),
          isLast: flag,
          voucherNo: by.nextVoucher(),
        };
      case 'answer': {
        const objection = request.objections.findIndex(({ isAnswered }) => !isAnswered);
        return objection < 0 ? undefined : { what, at, objection, isUpheld: flag };
      }
      case 'refund':
      case 'propose':
      case 'renew':
      case 'decide': {
        const awaited = what === 'decide' ? 'proposed' : what === 'renew' ? 'agreed' : undefined;
        const isMeant = ({ reversal }: { reversal: string }): boolean => !awaited || reversal === awaited;
        const payer = fund.requests.findIndex(({ payments }, place) => place >= at && payments.some(isMeant));
        if (payer < 0) return undefined;
        const { payments } = fund.requests[payer]!;
        const payment = awaited ? payments.findIndex(isMeant) : second % payments.length;
        if (what === 'refund')
          return { what, at: payer, payment, amountFen: Math.max(1, Math.round(part * payments[payment]!.amountFen)) };
        return what === 'decide' ? { what, at: payer, payment, isAgreed: flag } : { what, at: payer, payment };
      }
      default:
        return { what, at };
    }
  }

  const insteadOf = (fund: Fund, wish: Wish): Command | undefined =>
    INSTEAD.map((what) =>
      fund.requests.some(SUITS[what] ?? (() => true)) ? commandOf(fund, { ...wish, what }) : undefined,
    ).find(Boolean);

  /** The same command by the API. Ids are looked up first, so that two commands can start at the same moment. */
  async function prepare(
    unitId: string,
    ids: string[],
    fund: Fund,
    command: Command,
  ): Promise<() => Promise<{ error?: unknown; response: Response }>> {
    if (command.what === 'topUp') {
      references += 1;
      const body = {
        year,
        source: 'top_up' as const,
        isInKind: false,
        amountFen: command.amountFen,
        giver: '镇财政',
        reference: `M-${references}`,
      };
      return () => people.town.api.POST('/api/v1/units/{unitId}/fund/income', { params: { path: { unitId } }, body });
    }
    if (command.what === 'close') {
      const { rollover } = command;
      const body = {
        unitId,
        year: year + command.year,
        rollover: rollover.policy,
        ...(rollover.policy === 'carry_with_cap' ? { carryCapFen: rollover.capFen } : {}),
      };
      return () => people.officer.api.POST('/api/v1/fund-closings', { body });
    }
    const id = ids[command.at]!;
    const { worker, leader, secretary, committee, clerk, town, auditor } = people;
    switch (command.what) {
      case 'sign':
        return () => by.sign(people[command.as], id);
      case 'refusal':
      case 'return':
        return () => by.decline(people[command.as], id, command.what);
      case 'revise':
        return () => by.revise(worker, id, by.formOf(command.amountFen));
      case 'endWish': {
        const wishId = wishesOf.get(id)![command.wish]!;
        return () =>
          secretary.api.POST('/api/v1/wishes/{wishId}/cancellation', {
            params: { path: { wishId } },
            body: { reason: '不需要了' },
          });
      }
      case 'withdraw':
        return () => by.withdraw(worker, id);
      case 'release':
        return () => by.release(secretary, id);
      case 'object':
        return () => by.object(people[command.as], id);
      case 'pause':
        return () => by.supervise(auditor, id, 'pause');
      case 'resume':
        return () => by.supervise(auditor, id, 'resumption');
      case 'accept':
        return () => by.accept(leader, id);
      case 'commit':
        return () =>
          by.commit(worker, id, {
            amountFen: command.amountFen,
            retentionFen: command.retentionFen,
            retentionUntil: command.retentionFen > 0 ? `${year + 9}-01-01` : undefined,
          });
      case 'pay':
        return () => by.pay(clerk, id, command.amountFen, { isLast: command.isLast, voucherNo: command.voucherNo });
      case 'answer': {
        // The first that is open in the order in which they were made.
        const open = (await by.see(clerk, id)).objections.find(({ answeredAt }) => !answeredAt)!;
        return () => by.reply(committee, open.id, command.isUpheld);
      }
      default: {
        const { voucherNo } = fund.requests[command.at]!.payments[command.payment]!;
        const payment = (await by.see(clerk, id)).payments.find((one) => one.voucherNo === voucherNo)!;
        if (command.what === 'refund') return () => by.refund(clerk, payment.id, command.amountFen);
        if (command.what === 'propose') return () => by.proposeReversal(clerk, payment.id);
        if (command.what === 'renew') return () => by.renew(secretary, payment.reversal!.id);
        return () => by.decideReversal(town, payment.reversal!.id, command.isAgreed);
      }
    }
  }

  /** Every account that is not zero, and every request, as the database has them. */
  async function truth(unitId: string, ids: string[]) {
    const accounts = await stage.rows<{ y: number; kind: string; fen: number }>(
      'SELECT year - ? AS y, kind, balance_fen AS fen FROM fund_account WHERE unit_id = ? AND balance_fen <> 0 ORDER BY year, kind',
      [year, unitId],
    );
    const requests = await stage.rows<{ id: string; status: string; paid: number; released: number; refunded: number }>(
      'SELECT id, status, paid_fen AS paid, released_fen AS released, refunded_fen AS refunded FROM spend_request WHERE unit_id = ?',
      [unitId],
    );
    return {
      accounts: accounts.map(({ y, kind, fen }) => `${Number(y)} ${kind} ${fen}`).toSorted(),
      requests: ids.map((id) => {
        const { id: _id, ...request } = requests.find((one) => one.id === id)!;
        return request;
      }),
    };
  }
  const expectation = (fund: Fund): Awaited<ReturnType<typeof truth>> => ({
    accounts: fund.years
      .flatMap(({ accounts }, y) =>
        Object.entries(accounts)
          .filter(([, fen]) => fen !== 0)
          .map(([kind, fen]) => `${y} ${kind} ${fen}`),
      )
      .toSorted(),
    requests: fund.requests.map(({ status, paidFen, releasedFen, payments }) => ({
      status,
      paid: paidFen,
      released: releasedFen,
      refunded: payments.reduce((sum, { refundedFen }) => sum + refundedFen, 0),
    })),
  });

  /** Plays one sequence and compares after every step. */
  async function play(steps: (readonly Wish[])[]): Promise<void> {
    const { key, id: unitId } = await newCommunity();
    const ids: string[] = [];
    let fund = startOf(ALLOTTED_FEN);
    for (const wishes of steps) {
      const [first] = wishes as [Wish];
      const isNew = first.what === 'ask' && fund.requests.length < ENOUGH_REQUESTS;
      if (isNew || fund.requests.length === 0) {
        await askFor(key, fund, ids, first);
      } else if (first.what === 'endNotice') {
        await ring(fund, ids, first.pick);
      } else {
        const commands = wishes.flatMap((wish) => commandOf(fund, wish) ?? insteadOf(fund, wish) ?? []);
        const acts = [];
        for (const command of commands) acts.push(await prepare(unitId, ids, fund, command));
        const answers = await Promise.all(acts.map((act) => act()));
        const outcomes = answers.map((answer) => (answer.response.ok ? 'ok' : (by.codeOf(answer) ?? 'unknown')));
        commands.forEach(({ what }, at) => count(`${what} ${outcomes[at] === 'ok' ? 'done' : 'refused'}`));
        const real = await truth(unitId, ids);
        // Two at once may have happened one way round or the other; nothing else.
        const orders =
          commands.length === 2
            ? [
                [0, 1],
                [1, 0],
              ]
            : [commands.map((_, at) => at)];
        const possible = orders.map((order) => {
          const next = structuredClone(fund);
          const expected: string[] = [];
          for (const at of order) expected[at] = apply(next, commands[at]!);
          return { next, expected };
        });
        const match = possible.find(
          ({ next, expected }) => JSON.stringify([expected, expectation(next)]) === JSON.stringify([outcomes, real]),
        );
        if (!match)
          expect({ commands, outcomes, ...real }).toEqual({
            commands,
            outcomes: possible[0]!.expected,
            ...expectation(possible[0]!.next),
          });
        fund = match!.next;
        continue;
      }
      expect(await truth(unitId, ids)).toEqual(expectation(fund));
    }
  }

  async function askFor(unit: string, fund: Fund, ids: string[], { part, flag }: Wish): Promise<void> {
    const amountFen = Math.max(1, Math.round(part * 40_000));
    const wishIds: string[] = [];
    for (let at = 0; at < (flag ? 2 : 1); at += 1)
      wishIds.push(await stage.wish({ unit, enteredBy: people.worker.id }));
    const [first, ...alsoFor] = wishIds as [string];
    const { data, error } = await by.ask(people.worker, first, by.formOf(amountFen, { alsoFor }));
    expect(error).toBeUndefined();
    ids.push(data!.id);
    wishesOf.set(data!.id, wishIds);
    ask(fund, amountFen, wishIds.length);
    count('ask done');
  }

  /** The clock of a notice rings, by the worker's own handler. */
  async function ring(fund: Fund, ids: string[], pick: number): Promise<void> {
    if (ids.length === 0) return;
    const at = chosen(fund, 'endNotice', pick);
    const subjectId = ids[at]!;
    if (fund.requests[at]!.notice === 'runs')
      await stage.db.query(
        'UPDATE spend_request SET notice_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ?',
        [subjectId],
      );
    const work = clockwork.get(JobRegistry).work('spend.notice')!;
    await clockwork.get(Transactions).run((tx) => work(tx, { subjectId } as DueJob));
    endNotice(fund.requests[at]!);
    count('endNotice done');
  }
  const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

  it(
    `agrees with plain arithmetic after each of ${STEPS} steps in ${SEQUENCES} sequences, also when two act at once`,
    { timeout: 4 * 3_600_000 },
    async () => {
      await fc.assert(fc.asyncProperty(fc.array(stepArb, { minLength: STEPS, maxLength: STEPS }), play), {
        numRuns: SEQUENCES,
        seed: SEED,
        endOnFailure: true,
      });
      console.log(
        [...seen]
          .toSorted()
          .map(([what, n]) => `${what}: ${n}`)
          .join(', '),
      );
      // Every act was done somewhere: none is only ever refused.
      for (const [, what] of WEIGHTS) expect(seen.get(`${what} done`) ?? 0, what).toBeGreaterThan(0);
    },
  );

  it('has kept every law of the fund', async () => {
    const { out } = await stage.cli(['funds', 'verify', '--json']);
    expect(JSON.parse(out)).toMatchObject({ broken: 0 });
  });
});
