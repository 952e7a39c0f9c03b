import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import { IMPORT_STATUSES, IMPORT_STEPS } from '#libs/imports';
import { INVITATION_STATUSES, INVITATION_STEPS, PLAN_STATUSES, PLAN_STEPS } from '#libs/matching';
import { newId } from '#libs/platform';
import { sendStatement, statementOf } from '../support/bank.js';
import { HOME, castOf } from '../support/objects.js';
import { Stage, type Actor } from '../support/stage.js';
import { playSteps, sendAs } from '../support/steps.js';

const reason = '测试';
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const allowedIn = (data: { allowedSteps: string[] } | undefined): string[] => data?.allowedSteps ?? [];

describe('the steps that the server allows', () => {
  let stage: Stage;
  let people: Record<string, Actor>;
  let worker: Actor;
  let base: string;
  let unit: { unit_id: string; unit_path: string };

  beforeAll(async () => {
    stage = await Stage.open('allowed_office');
    base = await stage.startApi(); // without a worker: what a job would go on with stays as it is
    const cast = await castOf(stage, HOME);
    worker = await stage.actor('grid_worker', 'A1');
    people = {
      ...cast,
      clerk: await stage.actor('finance_clerk', 'A'),
      town: await stage.actor('town_officer', 'A'),
      stranger: await stage.actor('town_officer', 'B'),
    };
    const { id, path } = stage.unit('A1');
    unit = { unit_id: id, unit_path: path };
    await answer(
      cast.district_officer.api.POST('/api/v1/fund-allotments', {
        body: { unitId: id, year: Number(today.slice(0, 4)), amountFen: 90_000_000 },
      }),
    );
  });
  afterAll(() => stage.close());

  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const id = newId();
    await stage.db.query(`INSERT INTO ${table} SET ?`, [{ id, ...row }]);
    return id;
  };

  describe('of a matching plan', () => {
    interface Plan {
      id: string;
      wishId: string;
    }
    const plant = (status: string) => async (): Promise<Plan> => {
      const wishId = await stage.wish({ enteredBy: worker.id });
      const id = await insert('match_plan', {
        ...unit,
        status,
        policy: '{}',
        asked_by: worker.id,
        asked_at: new Date(),
        computed_at: new Date(),
      });
      await stage.db.query('INSERT INTO plan_wish SET ?', [
        { plan_id: id, wish_id: wishId, places: 1, candidates: '[]', blocked: '{}' },
      ]);
      return { id, wishId };
    };
    const COMMANDS = {
      edit: ({ id, wishId }: Plan) =>
        ['PUT', `match-plans/${id}/wishes/${wishId}`, { basedOn: 1, volunteerIds: [] }] as const,
      send: ({ id }: Plan) => ['POST', `match-plans/${id}/sending`, { basedOn: 1 }] as const,
      cancel: ({ id }: Plan) => ['POST', `match-plans/${id}/cancellation`] as const,
    };

    it.each(PLAN_STATUSES)('that is %s are those that the commands accept', async (status) => {
      await playSteps({
        people,
        plant: plant(status),
        steps: () => PLAN_STEPS,
        offered: async (actor, { id }) =>
          allowedIn((await actor.api.GET('/api/v1/match-plans/{planId}', { params: { path: { planId: id } } })).data),
        send: (actor, plan, step) => sendAs(actor, base, COMMANDS[step](plan)),
        print: ({ id }) => stage.rows('SELECT status, version FROM match_plan WHERE id = ?', [id]),
      });
    });
  });

  describe('of an invitation', () => {
    const COMMANDS = {
      accept: (id: string) => ['POST', `invitations/${id}/acceptance`, {}] as const,
      decline: (id: string) => ['POST', `invitations/${id}/decline`] as const,
    };
    const play = async (status: string, { openClaims = 0, licence }: { openClaims?: number; licence?: string } = {}) =>
      playSteps({
        people,
        plant: async () => {
          const volunteerId = people.volunteer!.id;
          const wishId = await stage.wish({ enteredBy: worker.id, licence });
          const now = new Date();
          const plan_id = await insert('match_plan', {
            ...unit,
            status: 'sent',
            policy: '{}',
            asked_by: worker.id,
            asked_at: now,
          });
          await stage.db.query('INSERT INTO plan_wish SET ?', [
            { plan_id, wish_id: wishId, places: 1, candidates: '[]', blocked: '{}' },
          ]);
          await stage.db.query('REPLACE INTO claim_load (volunteer_id, open_claims) VALUES (?,?)', [
            volunteerId,
            openClaims,
          ]);
          return insert('invitation', {
            plan_id,
            wish_id: wishId,
            volunteer_id: volunteerId,
            status,
            sent_at: now,
            answer_by: now,
          });
        },
        steps: () => INVITATION_STEPS,
        offered: async (actor, id) => {
          const mine = (await actor.api.GET('/api/v1/me/invitations')).data?.items;
          return allowedIn(mine?.find((one) => one.id === id));
        },
        send: (actor, id, step) => sendAs(actor, base, COMMANDS[step](id)),
        print: (id) => stage.rows('SELECT status, claim_id FROM invitation WHERE id = ?', [id]),
      });

    it.each(INVITATION_STATUSES)('that is %s are those that the commands accept', async (status) => {
      expect([...(await play(status))].toSorted()).toEqual(status === 'open' ? ['accept', 'decline'] : []);
    });
    it('leave acceptance out when the volunteer has as many claims as they may', async () => {
      expect([...(await play('open', { openClaims: 3 }))]).toEqual(['decline']);
    });
    it('leave acceptance out when the volunteer lacks the licence', async () => {
      expect([...(await play('open', { licence: 'electrician' }))]).toEqual(['decline']);
    });
  });

  describe.each([
    ['wish_import', 'wish-imports'],
    ['roster', 'volunteer-rosters'],
    ['staff_import', 'staff-imports'],
    ['unit_import', 'unit-imports'],
  ])('of an import (%s)', (table, path) => {
    const values = {
      unitCode: '440605125001',
      name: '李子梅',
      phone: '13620000001',
      text: '想要一台风扇',
      costYuan: 80,
      people: 1,
      code: '440605125009',
      level: 'community',
      kind: null,
      parent: '440605125',
      roles: [],
      skills: [],
    };
    const plant =
      (status: string, { added = 0, hasFile = true }: { added?: number; hasFile?: boolean } = {}) =>
      async (): Promise<string> => {
        const id = await insert(table, {
          ...unit,
          file_name: 'f.xlsx',
          file_hash: randomBytes(32),
          status,
          reading: 1,
          added,
          created_by: people.town_officer!.id,
          created_at: new Date(),
        });
        const row = async (row_no: number, subject_id: string | null): Promise<void> => {
          const kept = JSON.stringify({ values, typed: {}, unknownSkills: [] });
          const cells = stage.encryption.encrypt(`${table}_row.cells`, `${id}-${row_no}`, kept);
          const verdict = subject_id ? 'accept' : 'review';
          await stage.db.query(`INSERT INTO ${table}_row SET ?`, [
            { import_id: id, row_no, sheet: 's', sheet_row: row_no, verdict, doubts: '["phone"]', cells, subject_id },
          ]);
        };
        await row(1, null);
        if (added > 0) await row(2, newId());
        if (hasFile) await stage.db.query(`INSERT INTO ${table}_file SET ?`, [{ import_id: id, part: 0, body: 'x' }]);
        return id;
      };
    const COMMANDS = {
      readAgain: (id: string) => ['POST', `${path}/${id}/reading`] as const,
      correct: (id: string) => ['PATCH', `${path}/${id}/rows/1`, { reading: 1 }] as const,
      commit: (id: string) => ['POST', `${path}/${id}/commit`] as const,
      takeBack: (id: string) => ['POST', `${path}/${id}/taking-back`, { reason }] as const,
    };
    const play = (planted: () => Promise<string>) =>
      playSteps({
        people,
        plant: planted,
        steps: () => IMPORT_STEPS,
        offered: async (actor, id) => {
          const response = await fetch(`${base}/api/v1/${path}/${id}`, { headers: { cookie: actor.cookie } });
          return response.ok ? allowedIn((await response.json()) as { allowedSteps: string[] }) : [];
        },
        send: (actor, id, step) => sendAs(actor, base, COMMANDS[step](id)),
        print: (id) => stage.rows(`SELECT status FROM ${table} WHERE id = ?`, [id]),
      });

    it.each(IMPORT_STATUSES)('that is %s are those that the commands accept', async (status) => {
      await play(plant(status));
      await play(plant(status, { added: 1 }));
    });
    it('leave reading again out once the file is gone', async () => {
      expect(await play(plant('failed', { hasFile: false }))).toEqual(new Set());
    });
  });

  describe('of a bank account', () => {
    interface Statement {
      id: string;
      lineId: string;
      matchId: string | null;
      retractionId: string | null;
      breakId: string;
      entryId: string;
    }
    const STEPS = [
      'statement.retract',
      'retraction.agree',
      'retraction.decline',
      'break.confirm',
      'line.match',
      'line.setAside',
      'line.undoMatch',
      'line.bringBack',
    ] as const;
    type Step = (typeof STEPS)[number];
    let amountFen = 1_000;

    const plant =
      ({
        line = 'open',
        proposed,
        isConfirmed,
        isRestedOn,
      }: {
        line?: 'open' | 'matched' | 'aside' | 'retracted';
        proposed?: 'open' | 'declined';
        isConfirmed?: boolean;
        isRestedOn?: boolean;
      }) =>
      async (): Promise<Statement> => {
        const fen = (amountFen += 1);
        const now = new Date();
        const { town, clerk } = people;
        const retracted_at = line === 'retracted' ? now : null;
        const made = { imported_by: clerk!.id, imported_at: now };
        const file = (from_on: string) => ({
          ...unit,
          ...made,
          file_name: 'f.csv',
          file_hash: randomBytes(32),
          from_on,
          until_on: from_on,
          line_count: 1,
          added_count: 1,
        });
        const id = await insert('bank_statement', { ...file('2026-01-02'), retracted_at });
        if (isRestedOn) {
          const later = await insert('bank_statement', file('2026-01-01'));
          await stage.db.query('INSERT INTO bank_overlap SET ?', [{ earlier_id: id, later_id: later }]);
        }
        const matchId =
          line === 'matched'
            ? await insert('bank_match', { unit_id: unit.unit_id, amount_fen: fen, made_by: clerk!.id, made_at: now })
            : null;
        const lineId = await insert('bank_line', {
          ...unit,
          statement_id: id,
          line_hash: randomBytes(32),
          booked_on: '2026-01-02',
          amount_fen: fen,
          told: 'x',
          match_id: matchId,
          retracted_at,
          ...(line === 'aside' ? { aside_reason: reason, aside_by: clerk!.id } : {}),
        });
        const decided = { is_agreed: 0, decided_by: town!.id, decided_at: now };
        const retractionId = proposed
          ? await insert('bank_retraction', {
              statement_id: id,
              reason,
              proposed_by: clerk!.id,
              proposed_at: now,
              ...(proposed === 'declined' ? decided : {}),
            })
          : null;
        const confirmed = { reason, confirmed_by: clerk!.id, confirmed_at: now };
        const breakId = await insert('bank_break', {
          statement_id: id,
          sheet: 's',
          row_no: 1,
          ...(isConfirmed ? confirmed : {}),
        });
        const income = await answer(
          people.clerk!.api.POST('/api/v1/units/{unitId}/fund/income', {
            params: { path: { unitId: unit.unit_id } },
            body: {
              year: Number(today.slice(0, 4)),
              source: 'donation',
              isInKind: false,
              amountFen: fen,
              giver: '商会',
              reference: `JZ-${fen}`,
            },
          }),
        );
        return { id, lineId, matchId, retractionId, breakId, entryId: income.id };
      };
    const COMMANDS: Record<Step, (statement: Statement) => readonly [string, string, object?]> = {
      'statement.retract': ({ id }) => ['POST', `bank-statements/${id}/retractions`, { reason }],
      'retraction.agree': ({ retractionId }) => [
        'POST',
        `bank-retractions/${retractionId}/decision`,
        { isAgreed: true },
      ],
      'retraction.decline': ({ retractionId }) => [
        'POST',
        `bank-retractions/${retractionId}/decision`,
        { isAgreed: false },
      ],
      'break.confirm': ({ breakId }) => ['PUT', `bank-breaks/${breakId}/confirmation`, { reason }],
      'line.match': ({ lineId, entryId }) => [
        'POST',
        `units/${unit.unit_id}/bank/matches`,
        { matches: [{ lineIds: [lineId], entries: [{ kind: 'income', id: entryId }] }] },
      ],
      'line.setAside': ({ lineId }) => ['PUT', `bank-lines/${lineId}/aside`, { reason }],
      'line.undoMatch': ({ matchId }) => ['DELETE', `bank-matches/${matchId ?? newId()}`],
      'line.bringBack': ({ lineId }) => ['DELETE', `bank-lines/${lineId}/aside`],
    };
    const accountOf = async (actor: Actor) =>
      (await actor.api.GET('/api/v1/units/{unitId}/bank', { params: { path: { unitId: unit.unit_id }, query: {} } }))
        .data;
    const offered = async (actor: Actor, { id, lineId }: Statement): Promise<string[]> => {
      const statement = (await accountOf(actor))?.statements.find((one) => one.id === id);
      if (!statement) return [];
      const lines = await Promise.all(
        (['open', 'matched', 'aside'] as const).map(
          async (state) =>
            (
              await actor.api.GET('/api/v1/units/{unitId}/bank/lines', {
                params: { path: { unitId: unit.unit_id }, query: { state, limit: 100 } },
              })
            ).data!.items,
        ),
      );
      const of = (part: string, found: { allowedSteps: string[] } | null | undefined): string[] =>
        found?.allowedSteps.map((step) => `${part}.${step}`) ?? [];
      return [
        ...of('statement', statement),
        ...of('retraction', statement.retraction),
        ...statement.breaks.flatMap((one) => of('break', one)),
        ...of(
          'line',
          lines.flat().find((line) => line.id === lineId),
        ),
      ];
    };

    it.each([
      ['as it was imported', {}],
      ['with a matched movement', { line: 'matched' }],
      ['with a movement set aside', { line: 'aside' }],
      ['on which a later statement rests', { isRestedOn: true }],
      ['whose retraction is proposed', { proposed: 'open' }],
      ['whose retraction is proposed, and whose movement is matched since', { proposed: 'open', line: 'matched' }],
      ['whose retraction was declined', { proposed: 'declined' }],
      ['that is retracted', { line: 'retracted' }],
      ['whose break is confirmed', { isConfirmed: true }],
    ] as const)('with a statement %s are those that the commands accept', async (_, state) => {
      for (const table of ['bank_overlap', 'bank_break', 'bank_retraction', 'bank_line', 'bank_statement'])
        await stage.db.query(`DELETE FROM ${table}`);
      await playSteps<Statement, Step>({
        people,
        plant: plant(state),
        steps: ({ retractionId }) => STEPS.filter((step) => retractionId || !step.startsWith('retraction')),
        offered,
        send: (actor, statement, step) => sendAs(actor, base, COMMANDS[step](statement)),
        print: ({ id, lineId }) =>
          stage.rows(
            `SELECT s.retracted_at, l.state, l.match_id, (SELECT GROUP_CONCAT(CONCAT_WS('/', r.id, r.is_agreed)) FROM bank_retraction r
             WHERE r.statement_id = s.id) AS retractions, (SELECT GROUP_CONCAT(b.reason) FROM bank_break b WHERE b.statement_id = s.id) AS breaks
             FROM bank_statement s JOIN bank_line l ON l.id = ? WHERE s.id = ?`,
            [lineId, id],
          ),
      });
    });

    it('are importing and matching, for those who reconcile it', async () => {
      const file = statementOf([[today, null, 1_000_000, 1_000_000, '南海区财政局', '', '下达专项经费']]);
      for (const [who, actor] of Object.entries(people)) {
        const mayImport = allowedIn(await accountOf(actor)).includes('import');
        const { response } = await sendStatement(actor, unit.unit_id, file);
        expect(response.ok, `${who}: ${response.status}`).toBe(mayImport);
      }
    });
  });
});
