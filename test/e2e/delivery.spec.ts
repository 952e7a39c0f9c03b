import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import type { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/platform';
import { isSignedBy } from '#libs/notifications';
import { openPostbox, type Mail } from '../support/postbox.js';
import { Stage, inHours, sleep, until, type Actor } from '../support/stage.js';

describe('messages that leave the platform', () => {
  let stage: Stage;
  let administrator: Actor;
  let secretary: Actor;
  let grid: Actor;
  let volunteer: Actor;
  let postbox: SMTPServer;
  const mails: Mail[] = [];
  /** What the postbox answers to the next mails instead of taking them. */
  let refusals: number[] = [];
  let receiver: Server;
  const received: { signature: string; key: string; body: string }[] = [];

  beforeAll(async () => {
    postbox = await openPostbox(mails, () => refusals.shift());
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const header = (name: string): string => request.headers[`x-micro-wish-${name}`] as string;
        received.push({ signature: header('signature'), key: header('key'), body });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resume) => receiver.listen(0, '127.0.0.1', resume));

    stage = await Stage.open('delivery', { env: { PUBLIC_URL: 'https://wish.example' } });
    await stage.setDeadlines({ 'claim.notBegun': 1, 'claim.expiring': 600, 'claim.expire': 600 });
    await stage.startApi();
    await stage.startWorker();
    administrator = await stage.actor('administrator', 'D');
    secretary = await stage.actor('community_secretary', 'A1');
    grid = await stage.actor('grid_worker', 'A1');
    volunteer = await stage.actor('volunteer', 'A1');
    await stage.db.query(
      `INSERT INTO volunteer (person_id, skills, max_open_claims, updated_at) VALUES (?,'[]',50,NOW(3))`,
      [volunteer.id],
    );
  });
  afterAll(async () => {
    await stage.close();
    postbox.close();
    receiver.close();
  });

  const setEmail = (change: Record<string, unknown> = {}, perMinute = 600) =>
    administrator.api.PUT('/api/v1/channels/{channel}', {
      params: { path: { channel: 'email' } },
      body: { isOn: true, perMinute, settings: change },
    });
  const claim = async (): Promise<string> => {
    const wishId = await stage.wish({ enteredBy: grid.id });
    const claimed = await volunteer.api.POST('/api/v1/wishes/{wishId}/claims', {
      params: { path: { wishId } },
      body: { promisedAt: inHours(240) },
    });
    expect(claimed.response.status).toBe(201);
    return wishId;
  };
  const codeOf = (wishId: string): Promise<string> =>
    stage.rows<{ code: string }>('SELECT code FROM wish WHERE id = ?', [wishId]).then(([row]) => row!.code);
  const failed = async () =>
    (await administrator.api.GET('/api/v1/deliveries', { params: { query: { limit: 20, status: 'failed' } } })).data!
      .items;

  it('need a completely configured channel', async () => {
    const { port } = postbox.server.address() as AddressInfo;
    const wrong = await setEmail({ host: '127.0.0.1', nonsense: 1 });
    expect((wrong.error as { faults?: { field: string }[] }).faults?.map(({ field }) => field)).toEqual([
      'settings.port',
      'settings.from',
      'settings.nonsense',
    ]);
    const set = await setEmail({ host: '127.0.0.1', port, from: 'office@wish.example', isPlain: true });
    expect(set.response.status).toBe(200);
    const states = await administrator.api.GET('/api/v1/channels');
    expect(states.data!.items.find(({ channel }) => channel === 'email')).toMatchObject({ isOn: true, isSet: true });
    expect(JSON.stringify(states.data)).not.toContain('office@wish.example');
  });

  it('go to a mailbox only after its owner has confirmed it', async () => {
    const added = await volunteer.api.POST('/api/v1/me/contact-points/email', {
      body: { email: 'volunteer@home.example' },
    });
    expect(added.data).toMatchObject({ label: 'v**@home.example', isConfirmed: false });
    const code = /\d{6}/.exec(mails[0]!.text)![0];
    await claim();
    await sleep(3_500);
    expect(mails).toHaveLength(1);
    const path = { params: { path: { contactPointId: added.data!.id } } };
    const wrong = await volunteer.api.POST('/api/v1/me/contact-points/{contactPointId}/confirmation', {
      ...path,
      body: { code: code === '000000' ? '000001' : '000000' },
    });
    expect((wrong.error as { code?: string }).code).toBe('CODE_WRONG');
    const stranger = await stage.actor('volunteer', 'A1');
    const theirs = await stranger.api.POST('/api/v1/me/contact-points/{contactPointId}/confirmation', {
      ...path,
      body: { code },
    });
    expect(theirs.response.status).toBe(404);
    const right = await volunteer.api.POST('/api/v1/me/contact-points/{contactPointId}/confirmation', {
      ...path,
      body: { code },
    });
    expect(right.response.status).toBe(200);
  });

  it('say what waits and where, without names', async () => {
    await volunteer.api.PUT('/api/v1/me/notification-preferences', {
      body: {
        channels: { task: ['email'], escalated: ['email'], invitation: ['email'], news: [] },
        digest: 'none',
        quietHours: null,
      },
    });
    const before = mails.length;
    const code = await codeOf(await claim());
    await until('the mail arrives', 15_000, () => mails.length > before);
    await sleep(2_500); // time enough for a double
    expect(mails).toHaveLength(before + 1);
    const { to, text } = mails.at(-1)!;
    expect(to).toBe('volunteer@home.example');
    expect(text).toContain(code);
    expect(text).toContain('https://wish.example/app');
    expect(text).not.toMatch(/李子梅|15900007004/);
  });

  it('are retried, given up with the cause, and sent again by hand', async () => {
    refusals = [550];
    const before = mails.length;
    await claim();
    await until('it is given up', 15_000, async () => (await failed()).length === 1);
    const [line] = await failed();
    expect(line).toMatchObject({ channel: 'email', cause: 'SMTP 550', attempts: 1 });
    expect(mails).toHaveLength(before);
    const again = await administrator.api.POST('/api/v1/deliveries/{deliveryId}/repetition', {
      params: { path: { deliveryId: line!.id } },
    });
    expect(again.response.status).toBe(202);
    await until('it arrives', 15_000, () => mails.length === before + 1);
    const twice = await administrator.api.POST('/api/v1/deliveries/{deliveryId}/repetition', {
      params: { path: { deliveryId: line!.id } },
    });
    expect(twice.response.status).toBe(404);
  });

  it('pause for a channel that keeps failing, without loss', async () => {
    refusals = [452, 452, 452, 452, 452];
    const before = mails.length;
    for (let n = 0; n < 5; n += 1) await claim();
    await until('the channel is left alone', 20_000, async () => {
      const { data } = await administrator.api.GET('/api/v1/channels');
      return data!.items.find(({ channel }) => channel === 'email')!.closedUntil !== null;
    });
    expect(mails).toHaveLength(before);
    // New settings: it is tried at once.
    await setEmail();
    await stage.db.query(`UPDATE delivery SET due_at = UTC_TIMESTAMP(3) WHERE status = 'waiting'`);
    await until('all five arrive', 20_000, () => mails.length === before + 5);
  });

  it('respect the rate limit of their channel', async () => {
    await setEmail({}, 2);
    const before = mails.length;
    await stage.db.query('UPDATE channel_setting SET window_at = NULL');
    for (let n = 0; n < 4; n += 1) await claim();
    await until('two have arrived', 15_000, () => mails.length === before + 2);
    await sleep(6_000);
    expect(mails).toHaveLength(before + 2);
    await setEmail({}, 600);
    await stage.db.query(`UPDATE delivery SET due_at = UTC_TIMESTAMP(3) WHERE status = 'waiting'`);
    await until('the others too', 15_000, () => mails.length === before + 4);
  });

  it('are sent as one digest when news is collected', async () => {
    await volunteer.api.PUT('/api/v1/me/notification-preferences', {
      body: {
        channels: { task: [], escalated: ['email'], invitation: [], news: ['email'] },
        digest: 'daily',
        quietHours: null,
      },
    });
    const wishes = [await claim(), await claim()];
    await stage.setDeadlines({ 'claim.notBegun': 600, 'claim.expiring': 600, 'claim.expire': 600 });
    for (const wishId of wishes) {
      const [row] = await stage.rows<{ id: string }>(`SELECT id FROM claim WHERE wish_id = ? AND status = 'active'`, [
        wishId,
      ]);
      await stage.db.query(
        `UPDATE job SET due_at = UTC_TIMESTAMP(3), gen = gen + 1, queued_at = NULL, status = 'scheduled' WHERE kind = 'claim.expire' AND subject_id = ?`,
        [row!.id],
      );
    }
    const waiting = () =>
      stage.rows<{ id: string; due_at: Date }>(
        `SELECT id, due_at FROM delivery WHERE status = 'waiting' AND digest_at IS NOT NULL`,
      );
    await until('the digest is planned', 15_000, async () => (await waiting()).length > 0);
    await until('both are told of in the inbox', 15_000, async () => {
      const { data } = await volunteer.api.GET('/api/v1/inbox');
      return data!.items.filter(({ kind }) => kind === 'ClaimExpired').length === 2;
    });
    const planned = await waiting();
    expect(planned).toHaveLength(1);
    expect(new Date(planned[0]!.due_at).toISOString()).toMatch(/T00:30:00/); // 8:30 in Shanghai
    const before = mails.length;
    await stage.db.query(`UPDATE delivery SET due_at = UTC_TIMESTAMP(3) WHERE id = ?`, [planned[0]!.id]);
    await until('the digest arrives', 15_000, () => mails.length === before + 1);
    for (const wishId of wishes) expect(mails.at(-1)!.text).toContain(await codeOf(wishId));
  });

  it('are sent again after a crash of the sender, except where a duplicate could not be recognised', async () => {
    const [point] = await stage.rows<{ id: string }>(`SELECT id FROM contact_point WHERE person_id = ?`, [
      volunteer.id,
    ]);
    const [told] = await stage.rows<{ id: string }>('SELECT id FROM notification WHERE recipient_id = ? LIMIT 1', [
      volunteer.id,
    ]);
    const left = (channel: string, targetId: string) =>
      stage.db.query(
        `INSERT INTO delivery (id, channel, class, target_id, person_id, notification_id, status, due_at, lease_until, attempts, created_at)
         VALUES (UUID(),?,'task',?,?,?,'sending',UTC_TIMESTAMP(3),UTC_TIMESTAMP(3) - INTERVAL 1 SECOND,1,UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE status = 'sending', lease_until = VALUES(lease_until)`,
        [channel, targetId, volunteer.id, told!.id],
      );
    const before = mails.length;
    await left('email', point!.id);
    await left('sms', volunteer.id);
    await until('the mail arrives', 15_000, () => mails.length === before + 1);
    const [text] = await stage.rows<{ status: string; cause: string }>(
      `SELECT status, cause FROM delivery WHERE channel = 'sms'`,
    );
    expect(text).toEqual({ status: 'uncertain', cause: 'interrupted' });
  });

  it('cannot be switched off for escalations', async () => {
    const refused = await volunteer.api.PUT('/api/v1/me/notification-preferences', {
      body: { channels: { task: [], escalated: [], invitation: [], news: [] }, digest: 'none', quietHours: null },
    });
    expect((refused.error as { faults?: { field: string }[] }).faults?.map(({ field }) => field)).toEqual([
      'channels.escalated',
    ]);
  });

  it('notify a unit’s own system with a signature', async () => {
    const home = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const on = await administrator.api.PUT('/api/v1/channels/{channel}', {
      params: { path: { channel: 'webhook' } },
      body: { isOn: true, perMinute: 600, settings: { hosts: [home] } },
    });
    expect(on.response.status).toBe(200);
    const secret = 'a-secret-of-the-community';
    const webhook = await secretary.api.POST('/api/v1/unit-webhooks', {
      body: {
        unitId: stage.unit('A1').id,
        channel: 'webhook',
        label: '社区自建系统',
        url: `${home}/in`,
        secret,
      },
    });
    expect(webhook.response.status).toBe(201);
    const elsewhere = await secretary.api.POST('/api/v1/unit-webhooks', {
      body: { unitId: stage.unit('A1').id, channel: 'webhook', label: 'x', url: 'http://127.0.0.1:3306/in', secret },
    });
    expect(elsewhere.response.status).toBe(422);
    await stage.setDeadlines({ 'claim.notBegun': 1, 'claim.expiring': 600, 'claim.expire': 600 });
    const code = await codeOf(await claim());
    await until('the system hears of it', 15_000, () => received.length > 0);
    const [{ signature, key, body }] = received as [(typeof received)[number]];
    expect(isSignedBy(secret, signature, body, Math.floor(Date.now() / 1_000))).toBe(true);
    const told = JSON.parse(body) as { key: string; title: string };
    expect(told.title).toContain(code);
    expect(told.key).toBe(key);
  });

  it('use the district’s own texts, which contain no names', async () => {
    const officer = await stage.actor('district_officer', 'D');
    const put = (own: Record<string, unknown>, basedOn = 0) =>
      officer.api.PUT('/api/v1/policies/templates', { body: { basedOn, own } });
    const refused = await put({
      'claim.notBegun': { zh: '请联系 {code}，电话 13800001234', en: 'See {code}' },
      WishReturned: { zh: '没有编号', en: 'Wish {code}' },
      nonsense: { zh: '{code}', en: '{code}' },
    });
    expect((refused.error as { faults?: { field: string }[] }).faults?.map(({ field }) => field)).toEqual([
      'own.claim.notBegun.zh',
      'own.WishReturned.zh',
      'own.nonsense',
    ]);
    const set = await put({
      'claim.notBegun': { zh: '心愿 {code} 的街坊在等您', en: 'Somebody waits for you: {code}' },
    });
    expect(set.response.status).toBe(200);
    const { data } = await volunteer.api.GET('/api/v1/inbox');
    const told = data!.items.find(({ kind }) => kind === 'claim.notBegun');
    expect(told!.title).toMatch(/^心愿 .+ 的街坊在等您$/);
  });

  it('can be tested on oneself before they are published', async () => {
    const officer = await stage.actor('district_officer', 'D');
    const trial = (zh: string) =>
      officer.api.POST('/api/v1/policies/templates/trial', {
        body: { kind: 'WishReturned', zh, en: 'Please complete {code}' },
      });
    expect((await trial('请补充 {code}')).response.status).toBe(409);
    const pointId = newId();
    await stage.db.query(
      `INSERT INTO contact_point (id, person_id, channel, address, address_hash, label, confirmed_at, created_at)
       VALUES (?,?,'email',?,REPEAT('2',32),'o**@home.example',NOW(3),NOW(3))`,
      [
        pointId,
        officer.id,
        stage.encryption.encrypt('contact_point.address', pointId, '{"email":"officer@home.example"}'),
      ],
    );
    expect((await trial('请打 13800001234 补充 {code}')).response.status).toBe(422);
    const before = mails.length;
    expect((await trial('请补充 {code}')).data).toEqual({ sent: 1 });
    await until('the trial arrives', 20_000, () => mails.slice(before).some(({ to }) => to === 'officer@home.example'));
    const mail = mails.slice(before).find(({ to }) => to === 'officer@home.example')!;
    expect(JSON.stringify(mail)).toContain('【试发】请补充 MW-7KQ2-M4XA');
  });

  it('keep their invariants', async () => {
    const { out } = await stage.cli(['verify']);
    for (const law of ['delivery.stuck', 'delivery.confirmed', 'delivery.consent']) expect(out).toContain(`✓ ${law}`);
  });
});
