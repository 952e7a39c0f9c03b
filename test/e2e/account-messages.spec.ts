import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, createApiClient, type ApiClient } from '#libs/api-client';
import { newId } from '#libs/platform';
import { PASSWORD, register } from '../support/people.js';
import { openPostbox, type Mail } from '../support/postbox.js';
import { codeOf } from '../support/spending.js';
import { Stage, sleep, until, type Actor } from '../support/stage.js';

const PUBLIC_URL = 'https://wish.example';
const LINK = /https:\/\/wish\.example\/stop-recovery#([\w.-]+)/;

describe('messages about an account', () => {
  let stage: Stage;
  let town: Actor;
  let district: Actor;
  let otherDistrict: Actor;
  let anybody: ApiClient;
  let postbox: SMTPServer;
  let gateway: Server;
  const mails: Mail[] = [];
  const texts: { to: string; content: string }[] = [];

  beforeAll(async () => {
    postbox = await openPostbox(mails);
    gateway = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        texts.push(JSON.parse(body) as { to: string; content: string });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":"0"}');
      });
    });
    await new Promise<void>((resume) => gateway.listen(0, '127.0.0.1', resume));
    stage = await Stage.open('account_messages', { env: { PUBLIC_URL } });
    await stage.startApi();
    await stage.startWorker();
    town = await stage.actor('town_officer', 'A');
    district = await stage.actor('district_officer', 'D');
    otherDistrict = await stage.actor('district_officer', 'D');
    anybody = createApiClient(stage.urls[0]!, { attempts: 1 });
    const administrator = await stage.actor('administrator', 'D');
    const { port } = postbox.server.address() as AddressInfo;
    const put = (channel: 'email' | 'sms', settings: Record<string, unknown>) =>
      answer(
        administrator.api.PUT('/api/v1/channels/{channel}', {
          params: { path: { channel } },
          body: { isOn: true, perMinute: 600, settings },
        }),
      );
    await put('email', { host: '127.0.0.1', port, from: 'office@wish.example', isPlain: true });
    await put('sms', {
      url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/send`,
      headers: { 'content-type': 'application/json' },
      body: '{"to":"{phone}","content":"{text}"}',
      okWhen: { path: 'code', equals: '0' },
    });
  });
  afterAll(async () => {
    await stage.close();
    postbox.close();
    gateway.close();
  });

  let phones = 13_500_000_000;
  /** A clerk who works, has two mailboxes, and wants to hear of nothing, least of all now. */
  const clerk = async (): Promise<{ id: string; phone: string; addresses: string[] }> => {
    phones += 1;
    const { id, phone } = await register(
      stage,
      { proposes: town, confirms: district },
      { role: 'finance_clerk', unit: 'A1', phone: String(phones) },
    );
    // What the registration itself has to say is planned before there are mailboxes: they hear of what follows alone.
    await until('the registration was told', 15_000, async () => (await kindsOf(id)).length === 3);
    const addresses = [`work-${newId()}@office.example`, `home-${newId()}@home.example`];
    for (const email of addresses) {
      const pointId = newId();
      await stage.db.query(
        `INSERT INTO contact_point (id, person_id, channel, address, address_hash, label, confirmed_at, created_at)
         VALUES (?,?,'email',?,?,'x',NOW(3),NOW(3))`,
        [
          pointId,
          id,
          stage.encryption.encrypt('contact_point.address', pointId, JSON.stringify({ email })),
          stage.index.hash('test', email),
        ],
      );
    }
    await stage.db.query('INSERT INTO notification_preference (person_id, body, updated_at) VALUES (?,?,NOW(3))', [
      id,
      JSON.stringify({
        channels: { task: [], escalated: [], invitation: [], news: [] },
        digest: 'weekly',
        // Night all day long.
        quietHours: { fromMinutes: 0, untilMinutes: 1439 },
        locale: 'zh',
      }),
    ]);
    return { id, phone, addresses };
  };
  const giveCode = async (by: Actor, personId: string): Promise<string> =>
    (await answer(by.api.POST('/api/v1/people/{personId}/activation-code', { params: { path: { personId } } }))).code;
  const kindsOf = (personId: string): Promise<string[]> =>
    stage
      .rows<{ kind: string }>('SELECT kind FROM notification WHERE recipient_id = ? ORDER BY id', [personId])
      .then((rows) => rows.map(({ kind }) => kind));
  const titled = (to: string, words: string): Mail[] =>
    mails.filter((mail) => mail.to === to && mail.text.includes(words));
  const textsTo = (phone: string, words: string): { content: string }[] =>
    texts.filter(({ to, content }) => to === phone && content.includes(words));
  const stop = (token: string) => anybody.POST('/api/v1/public/recovery-stops', { body: { token } });

  it('tell of an activation code on every channel, despite preferences and quiet hours', async () => {
    const { id, phone, addresses } = await clerk();
    const code = await giveCode(district, id);
    const words = '您的账号发出了激活码';
    await until(
      'mails and a text arrive',
      20_000,
      () => addresses.every((to) => titled(to, words).length > 0) && textsTo(phone, words).length > 1,
    );
    const [recovery] = await stage.rows<{ id: string }>(
      'SELECT id FROM account_recovery WHERE person_id = ? ORDER BY given_at DESC LIMIT 1',
      [id],
    );
    const link = `${PUBLIC_URL}/stop-recovery#${stage.stopToken(recovery!.id)}`;
    for (const to of addresses) {
      const [mail, ...others] = titled(to, words);
      expect(mail!.text).toContain('如非本人操作，请打开链接停止');
      expect(mail!.text).toContain(link);
      expect(others).toEqual([]);
    }
    // The telephone hears of the account's first code as well, before or after: each message has its own link or none.
    const heard = textsTo(phone, words);
    const ofThisCode = heard.filter(({ content }) => content.includes(link));
    expect([heard.length, ofThisCode.length]).toEqual([2, 1]);
    expect(ofThisCode[0]!.content).toContain('如非本人操作，请打开链接停止');
    for (const { content } of heard) expect(content).toContain('如非本人操作');
    expect((await kindsOf(id)).toSorted()).toEqual([
      'ActivationCodeGiven',
      'ActivationCodeGiven',
      'RoleGranted',
      'RoleProposed',
    ]);
    // Nothing that leaves the platform, and nothing that is kept for it, names anybody or holds the code.
    const token = stage.stopToken(recovery!.id).split('.')[1]!;
    const kept = JSON.stringify([
      await stage.rows('SELECT * FROM notification WHERE recipient_id = ?', [id]),
      await stage.rows('SELECT * FROM delivery WHERE person_id = ?', [id]),
      await stage.rows('SELECT * FROM job'),
      await stage.rows('SELECT name, data FROM event WHERE subject_id = ?', [id]),
    ]);
    for (const secret of [code, code.slice(3), token, phone, '陈志愿']) expect(kept).not.toContain(secret);
    for (const secret of [code, phone, '陈志愿'])
      expect(JSON.stringify(addresses.flatMap((to) => titled(to, words).map(({ text }) => text)))).not.toContain(
        secret,
      );
  });

  it('stand in the inbox, name no wish, and link to the account', async () => {
    const { phone } = await clerk();
    const session = createApiClient(stage.urls[0]!, { attempts: 1 });
    await answer(session.POST('/api/v1/sessions', { body: { phone, password: PASSWORD } }));
    const { items } = await answer(session.GET('/api/v1/inbox', { params: { query: { limit: 10 } } }));
    expect(items.map(({ kind }) => kind).toSorted()).toEqual(['ActivationCodeGiven', 'RoleGranted', 'RoleProposed']);
    expect(items.map(({ wishId }) => wishId)).toEqual([null, null, null]);
  });

  it('contain a link that stops the recovery', async () => {
    const { id, phone, addresses } = await clerk();
    const code = await giveCode(district, id);
    await answer(anybody.POST('/api/v1/passwords', { body: { phone, code, password: 'somebody else chose this' } }));
    const words = '您的账号用激活码设置了新密码';
    await until('the mail about the new password arrives', 20_000, () => titled(addresses[0]!, words).length > 0);
    const token = LINK.exec(titled(addresses[0]!, words)[0]!.text)![1]!;
    expect((await stop(token)).response.status).toBe(204);
    expect(
      codeOf(await anybody.POST('/api/v1/sessions', { body: { phone, password: 'somebody else chose this' } })),
    ).toBe('SIGN_IN_FAILED');
    // The person hears that it worked; the office above hears, and not the one alone that gave the code.
    const stopped = '您账号的重置已停止';
    await until('the person hears of it', 20_000, () => titled(addresses[1]!, stopped).length > 0);
    const offices = await stage.rows<{ who: string }>(
      `SELECT n.recipient_id AS who FROM notification n JOIN event e ON e.id = n.job_id
       WHERE n.kind = 'RecoveryStoppedBelow' AND e.subject_id = ?`,
      [id],
    );
    expect(offices.map(({ who }) => who)).toEqual([town.id]);
    const list = await answer(town.api.GET('/api/v1/people', { params: { query: { limit: 50, only: 'recovering' } } }));
    expect(list.items.find((person) => person.id === id)).toMatchObject({ recovery: 'locked' });
  });

  it('also go to the next office above when the nearest office issued the code', async () => {
    const { id } = await clerk();
    await stage.rows('UPDATE account_recovery SET given_by = ? WHERE person_id = ?', [town.id, id]);
    await giveCode(district, id);
    await answer(
      otherDistrict.api.DELETE('/api/v1/people/{personId}/recovery', { params: { path: { personId: id } } }),
    );
    const hear = (): Promise<{ who: string }[]> =>
      stage.rows<{ who: string }>(
        `SELECT n.recipient_id AS who FROM notification n JOIN event e ON e.id = n.job_id
         WHERE n.kind = 'RecoveryStoppedBelow' AND e.subject_id = ?`,
        [id],
      );
    await until('the offices hear', 20_000, async () => (await hear()).length > 1);
    expect((await hear()).map(({ who }) => who)).toEqual(expect.arrayContaining([town.id, otherDistrict.id]));
  });

  it('are not sent for a person’s own acts: a first password, a role given up', async () => {
    const secretary = await stage.actor('community_secretary', 'A1');
    const volunteer = await register(
      stage,
      { proposes: secretary, confirms: secretary },
      { role: 'volunteer', unit: 'A1', phone: String((phones += 1)) },
    );
    await until('the code was told', 15_000, async () => (await kindsOf(volunteer.id)).length > 0);
    await sleep(2_000); // time enough for more
    expect(await kindsOf(volunteer.id)).toEqual(['ActivationCodeGiven']);
  });

  it('tell at once of a requested deletion of the account', async () => {
    const secretary = await stage.actor('community_secretary', 'A1');
    const { id, phone } = await register(
      stage,
      { proposes: secretary, confirms: secretary },
      { role: 'volunteer', unit: 'A1', phone: String((phones += 1)) },
    );
    const session = createApiClient(stage.urls[0]!, { attempts: 1 });
    await answer(session.POST('/api/v1/sessions', { body: { phone, password: PASSWORD } }));
    await answer(session.POST('/api/v1/me/erasure', { body: { password: PASSWORD } }));
    await until('a text arrives', 20_000, () => textsTo(phone, '您的账号申请了注销').length > 0);
    expect(await kindsOf(id)).toContain('AccountErasureAsked');
  });

  it('can be worded by the district without a wish code, and keep their warning', async () => {
    const set = (zh: string) =>
      district.api.PUT('/api/v1/policies/templates', {
        body: { basedOn: 0, own: { ActivationCodeGiven: { zh, en: 'Somebody gave a code for your account' } } },
      });
    expect((await set('心愿 {code} 的激活码')).error).toMatchObject({
      code: 'INVALID_INPUT',
      faults: [{ field: 'own.ActivationCodeGiven.zh' }],
    });
    expect((await set('一切正常')).response.status).toBe(200);
    const { id, addresses } = await clerk();
    await giveCode(district, id);
    await until('the mail arrives', 20_000, () => titled(addresses[0]!, '一切正常').length > 0);
    expect(titled(addresses[0]!, '一切正常')[0]!.text).toContain('如非本人操作，请打开链接停止');
  });

  it('keep all invariants', async () => {
    const { code, out } = await stage.cli(['verify']);
    expect(out).not.toContain('✗');
    expect(code).toBe(0);
  });
});
