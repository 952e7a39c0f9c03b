import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import { dueOutsideQuietHours } from '#libs/platform';
import { Stage, inHours, until, type Actor } from '../support/stage.js';

const QUESTION = '需要自己带工具和梯子吗？';
const ANSWER = '社区有梯子，只需带一把螺丝刀。';
const WORKING_DAY = { amount: 1, unit: 'workingDay' } as const;

describe('a question about an open wish', () => {
  let stage: Stage;
  let volunteer: Actor;
  let other: Actor;
  let worker: Actor;
  let leader: Actor;
  let secretary: Actor;
  let director: Actor;
  let officer: Actor;
  let district: Actor;

  beforeAll(async () => {
    stage = await Stage.open('questions');
    await stage.setDeadlines({});
    await Promise.all([stage.startApi(), stage.startApi()]);
    volunteer = await stage.actor('volunteer', 'A1');
    other = await stage.actor('volunteer', 'A1');
    worker = await stage.actor('grid_worker', 'A1');
    leader = await stage.actor('grid_leader', 'A1');
    secretary = await stage.actor('community_secretary', 'A1');
    director = await stage.actor('community_director', 'A1');
    officer = await stage.actor('town_officer', 'A');
    district = await stage.actor('district_officer', 'D');
    await stage.startWorker();
  }, 120_000);
  afterAll(() => stage.close());

  const wish = (helpersNeeded = 1): Promise<string> => stage.wish({ enteredBy: worker.id, helpersNeeded });
  const ask = (wishId: string, by: Actor = volunteer, question = QUESTION) =>
    by.api.POST('/api/v1/wishes/{wishId}/questions', { params: { path: { wishId } }, body: { question } });
  const asked = async (wishId: string, by: Actor = volunteer): Promise<string> => (await answer(ask(wishId, by))).id;
  const reply = (wishId: string, questionId: string, by: Actor = worker, text = ANSWER) =>
    by.api.POST('/api/v1/wishes/{wishId}/questions/{questionId}/answer', {
      params: { path: { wishId, questionId } },
      body: { answer: text },
    });
  const withdraw = (wishId: string, questionId: string, by: Actor = volunteer) =>
    by.api.POST('/api/v1/wishes/{wishId}/questions/{questionId}/withdrawal', {
      params: { path: { wishId, questionId } },
    });
  const list = (wishId: string, by: Actor) =>
    by.api.GET('/api/v1/wishes/{wishId}/questions', { params: { path: { wishId } } });
  const claim = (wishId: string, by: Actor) =>
    by.api.POST('/api/v1/wishes/{wishId}/claims', {
      params: { path: { wishId } },
      body: { promisedAt: inHours(48) },
    });
  const codeOf = ({ error }: { error?: unknown }): string | undefined => (error as { code?: string } | undefined)?.code;
  const statusOf = async (questionId: string): Promise<string> =>
    (await stage.rows<{ status: string }>('SELECT status FROM wish_question WHERE id = ?', [questionId]))[0]!.status;
  const told = async (kind: string, by: Actor): Promise<number> =>
    (await stage.rows('SELECT 1 FROM notification WHERE kind = ? AND recipient_id = ?', [kind, by.id])).length;
  const jobs = (questionId: string) =>
    stage.rows<{ kind: string; status: string; dueAt: Date }>(
      'SELECT kind, status, due_at AS dueAt FROM job WHERE subject_id = ? ORDER BY kind',
      [questionId],
    );
  const waiting = async (by: Actor, questionId: string) =>
    (await answer(by.api.GET('/api/v1/work-queue'))).items.find(({ subjectId }) => subjectId === questionId);

  it('is answered by the grid worker, and the asker is notified', async () => {
    const wishId = await wish();
    expect((await answer(list(wishId, volunteer))).mayAsk).toBe(true);
    const questionId = await asked(wishId);
    await until('the grid worker is notified', 10_000, async () => (await told('QuestionAsked', worker)) > 0);
    expect(await waiting(worker, questionId)).toMatchObject({ kind: 'question.answer', title: '提问待答复', wishId });
    expect(await waiting(secretary, questionId)).toBeDefined();
    expect((await answer(list(wishId, volunteer))).items).toMatchObject([
      { status: 'open', question: QUESTION, answer: null, askedByName: null, allowedSteps: ['withdraw'] },
    ]);
    expect((await answer(list(wishId, worker))).items).toMatchObject([
      { askedByName: '演员volunteer', allowedSteps: ['answer'] },
    ]);

    await answer(reply(wishId, questionId));
    await until('the asker is notified', 10_000, async () => (await told('QuestionAnswered', volunteer)) === 1);
    expect((await answer(list(wishId, volunteer))).items).toMatchObject([
      { status: 'answered', answer: ANSWER, answeredByName: null, allowedSteps: [] },
    ]);
    expect(await waiting(worker, questionId)).toBeUndefined();
    expect((await jobs(questionId)).map(({ status }) => status)).toEqual(['cancelled']);
    expect(codeOf(await reply(wishId, questionId, secretary))).toBe('QUESTION_STATE');
    expect(codeOf(await withdraw(wishId, questionId))).toBe('QUESTION_STATE');
  });

  it('waits alone: a second one is refused until the first has ended, and a fourth for ever', async () => {
    const wishId = await wish();
    const first = await asked(wishId);
    expect(codeOf(await ask(wishId))).toBe('QUESTION_PENDING');
    await asked(wishId, other);
    expect(codeOf(await withdraw(wishId, first, other))).toBe('QUESTION_NOT_FOUND');
    await answer(withdraw(wishId, first));
    expect(await jobs(first)).toMatchObject([{ status: 'cancelled' }]);
    await answer(withdraw(wishId, await asked(wishId)));
    await answer(reply(wishId, await asked(wishId), secretary));
    expect(codeOf(await ask(wishId))).toBe('QUESTION_LIMIT');
    expect((await answer(list(wishId, volunteer))).mayAsk).toBe(false);
  });

  it('is read by its asker and by staff of the units of the wish alone', async () => {
    const wishId = await wish();
    const questionId = await asked(wishId);
    expect((await answer(list(wishId, other))).items).toEqual([]);
    expect((await answer(list(wishId, officer))).items).toMatchObject([{ question: QUESTION, allowedSteps: [] }]);
    const stranger = await stage.actor('grid_worker', 'B1');
    for (const { response } of [await list(wishId, stranger), await reply(wishId, questionId, stranger)])
      expect(response.status).toBe(404);
    const faraway = await stage.actor('volunteer', 'B1');
    expect(codeOf(await ask(wishId, faraway))).toBe('WISH_NOT_FOUND');
    expect((await reply(wishId, questionId, other)).response.status).toBe(403);
    expect(codeOf(await reply(await wish(), questionId))).toBe('QUESTION_NOT_FOUND');
    const timeline = await answer(other.api.GET('/api/v1/wishes/{wishId}/events', { params: { path: { wishId } } }));
    expect(timeline.items.filter(({ name }) => name.startsWith('Question'))).toEqual([]);
    const own = await fetch(`${stage.urls[0]}/api/v1/me/data.json`, { headers: { cookie: volunteer.cookie } });
    expect(await own.text()).toContain(QUESTION);
  });

  it('is not answered by its asker, who does not find it in the work queue either', async () => {
    const both = await stage.actor('volunteer', 'A1');
    await stage.grant(both.id, 'grid_worker', 'A1');
    const wishId = await wish();
    const questionId = await asked(wishId, both);
    expect(codeOf(await reply(wishId, questionId, both))).toBe('OWN_QUESTION');
    expect(await waiting(both, questionId)).toBeUndefined();
    expect((await answer(list(wishId, both))).items).toMatchObject([{ allowedSteps: ['withdraw'] }]);
    await answer(reply(wishId, questionId, leader));
  });

  it('holds no personal data, and neither does its answer', async () => {
    const wishId = await wish();
    for (const text of ['请打我的电话13812345678', '是住在九江路9号705房的老人吗？', '?!?', '问'])
      expect((await ask(wishId, volunteer, text)).response.status, text).toBe(422);
    // Whether the name was guessed right is not told.
    const guess = await asked(wishId, volunteer);
    for (const text of ['找李子梅就行', '电话15900007004'])
      expect(codeOf(await reply(wishId, guess, worker, text)), text).toBe('QUESTION_PERSONAL_DATA');
    expect(await statusOf(guess)).toBe('open');
    await answer(withdraw(wishId, guess));
    expect((await ask(wishId, volunteer, '是子梅家吗？')).response.status).toBe(201);
    const [row] = await stage.rows<{ question: Buffer }>('SELECT question FROM wish_question WHERE id = ?', [guess]);
    expect(row!.question.toString('utf8')).not.toContain('梯子');
  });

  it('lapses with the claim of the last place, and the asker is notified', async () => {
    const wishId = await wish(2);
    const questionId = await asked(wishId);
    await answer(claim(wishId, other));
    expect(await statusOf(questionId)).toBe('open');
    await answer(claim(wishId, await stage.actor('volunteer', 'A1')));
    expect(await statusOf(questionId)).toBe('lapsed');
    expect(await jobs(questionId)).toMatchObject([{ status: 'cancelled' }]);
    expect(codeOf(await reply(wishId, questionId))).toBe('QUESTION_STATE');
    expect(codeOf(await ask(wishId, await stage.actor('volunteer', 'A1')))).toBe('WISH_STATE');
    await until('the asker is notified', 10_000, async () => (await told('QuestionLapsed', volunteer)) === 1);
  });

  it('lapses when the wish ends, and its words are erased with the wish', async () => {
    // A telephone of its own: this person has no other wish that goes on.
    const wishId = await stage.wish({ enteredBy: worker.id, phone: '15900007911' });
    const answered = await asked(wishId, other);
    await answer(reply(wishId, answered));
    const lapsed = await asked(wishId);
    await answer(
      worker.api.POST('/api/v1/wishes/{wishId}/cancellation', {
        params: { path: { wishId } },
        body: { reason: '不需要了' },
      }),
    );
    const reasons = await stage.rows('SELECT status, lapse_reason AS why FROM wish_question WHERE id = ?', [lapsed]);
    expect(reasons).toEqual([{ status: 'lapsed', why: 'cancelled' }]);
    const { id: requestId } = await answer(
      worker.api.POST('/api/v1/data-requests', {
        body: { wishId, kind: 'erasure', asker: 'self', identityCheck: 'id_card' },
      }),
    );
    await answer(
      director.api.POST('/api/v1/data-requests/{requestId}/acceptance', { params: { path: { requestId } } }),
    );
    const words = () =>
      stage.rows('SELECT 1 FROM wish_question WHERE wish_id = ? AND (question IS NOT NULL OR answer IS NOT NULL)', [
        wishId,
      ]);
    await until('the words are erased', 20_000, async () => (await words()).length === 0);
    expect((await answer(list(wishId, worker))).items).toMatchObject([
      { status: 'lapsed', question: null },
      { status: 'answered', question: null, answer: null },
    ]);
  });

  it('is withdrawn when its asker is no longer a volunteer', async () => {
    const leaver = await stage.actor('volunteer', 'A1');
    const questionId = await asked(await wish(), leaver);
    expect((await leaver.api.POST('/api/v1/volunteers/me/leaving')).response.status).toBe(200);
    await until('the question is withdrawn', 15_000, async () => (await statusOf(questionId)) === 'withdrawn');
    expect(await jobs(questionId)).toMatchObject([{ status: 'cancelled' }]);
  });

  it('is one when a volunteer asks twice at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const wishId = await wish();
      const statuses = await Promise.all([0, 1, 2, 3].map(async () => (await ask(wishId)).response.status));
      expect(statuses.toSorted()).toEqual([201, 409, 409, 409]);
    }
  });

  it('never stays open beside a claim made at the same moment, nor is it answered twice', async () => {
    for (let round = 0; round < 10; round += 1) {
      const wishId = await wish();
      const claimer = await stage.actor('volunteer', 'A1');
      const [question, claimed] = await Promise.all([ask(wishId), claim(wishId, claimer)]);
      expect(claimed.response.status).toBe(201);
      expect([201, 409]).toContain(question.response.status);
    }
    const wishId = await wish();
    const questionId = await asked(wishId);
    const statuses = await Promise.all(
      [worker, leader, secretary].map(async (by) => (await reply(wishId, questionId, by)).response.status),
    );
    expect(statuses.toSorted()).toEqual([200, 409, 409]);
    const open = await stage.rows(
      `SELECT q.id FROM wish_question q JOIN wish w ON w.id = q.wish_id WHERE q.status = 'open' AND w.status <> 'open'`,
    );
    expect(open).toEqual([]);
  });

  it('reminds after a working day, and escalates to the secretary and to the town', async () => {
    const policy = { quietHours: null, holidays: [] };
    const slow = await asked(await wish());
    const [row] = await stage.rows<{ askedAt: Date }>('SELECT asked_at AS askedAt FROM wish_question WHERE id = ?', [
      slow,
    ]);
    expect(await jobs(slow)).toMatchObject([
      { kind: 'question.answer', dueAt: dueOutsideQuietHours(row!.askedAt, WORKING_DAY, policy) },
    ]);

    await stage.setDeadlines({ 'question.answer': 1 });
    const late = await asked(await wish());
    await until('it reminds', 15_000, async () => (await told('question.answer', leader)) === 1);
    expect(await told('question.answer', worker)).toBe(1);
    const [reminder, next] = await jobs(late);
    expect(reminder).toMatchObject({ kind: 'question.answer', status: 'done' });
    expect(next).toMatchObject({ dueAt: dueOutsideQuietHours(reminder!.dueAt, WORKING_DAY, policy) });

    const second = { amount: 1, unit: 'second' as const };
    await answer(
      district.api.PUT('/api/v1/policies/escalations', {
        body: {
          basedOn: 0,
          escalations: {
            'question.answer': [
              { after: second, roles: ['community_secretary'] },
              { after: { ...second, amount: 3 }, roles: ['town_officer'] },
            ],
          },
        },
      }),
    );
    await asked(await wish());
    await until('the town hears of it', 20_000, async () => (await told('question.answer', officer)) === 1);
    expect(await told('question.answer', secretary)).toBe(1);
  });

  it('leaves every invariant whole', async () => {
    const { out } = await stage.cli(['verify']);
    expect(out).toMatch(/✓ question\.open/);
    expect(out).toMatch(/✓ question\.answered/);
    expect(out).toMatch(/✓ encrypted\.decrypts/);
  });
});
