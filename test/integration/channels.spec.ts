import { createECDH, createHmac, createVerify, randomBytes, createPublicKey } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { createRequire } from 'node:module';
import { generate } from 'selfsigned';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { email, isSignedBy, newPushKeys, push, sms, webhook, wechat, wecom, type Outcome } from '#libs/notifications';

const ece = createRequire(import.meta.url)('http_ece') as {
  decrypt(body: Buffer, keys: { version: string; privateKey: unknown; authSecret: string }): Buffer;
};
const MESSAGE = {
  key: 'ntf-01a2-7b3c',
  title: '心愿 MW-7KQ2-M4XA 等待核实，已到时限',
  text: '请打开微心愿查看。',
  url: 'https://wish.example/app',
};
const TIMEOUT_MS = 600;

interface Seen {
  request: IncomingMessage;
  body: Buffer;
}
const servers: { close: (done?: () => void) => unknown }[] = [];
const portOf = (server: { address(): AddressInfo | string | null }): number => (server.address() as AddressInfo).port;

/** A real server on this machine, and what it was asked. */
async function serve(answer: RequestListener): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      seen.push({ request, body: Buffer.concat(parts) });
      answer(request, response);
    });
  });
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
  servers.push(server);
  return { url: `http://127.0.0.1:${portOf(server)}`, seen };
}
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const never: RequestListener = () => undefined;

/** Of another host, and self-signed. */
let certificate: { key: string; cert: string };
beforeAll(async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'wrong.example' }]);
  certificate = { key, cert };
});
afterAll(() => {
  for (const server of servers) server.close();
});

const browser = (): { keys: ReturnType<typeof createECDH>; auth: string; p256dh: string } => {
  const keys = createECDH('prime256v1');
  return { keys, p256dh: keys.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') };
};
const vapid = await newPushKeys();

/** Each channel that speaks HTTP: how it sends to an address, and what its provider says when all is well. */
const HTTP: Record<string, { ok: unknown; send: (url: string) => Promise<Outcome>; isOnce: boolean }> = {
  push: {
    ok: {},
    isOnce: false,
    send: (url) => {
      const { p256dh, auth } = browser();
      const hosts = [url, url.replace('https://', '')];
      return push.send(
        { subject: 'mailto:a@wish.example', ...vapid, hosts, timeoutMs: TIMEOUT_MS },
        { endpoint: `${url}/push/abc`, p256dh, auth },
        MESSAGE,
      );
    },
  },
  wecom: {
    ok: { errcode: 0 },
    isOnce: true,
    send: (url) =>
      wecom.send(
        { hosts: [url, url.replace('https://', '')], timeoutMs: TIMEOUT_MS },
        { url: `${url}/robot?key=k` },
        MESSAGE,
      ),
  },
  webhook: {
    ok: {},
    isOnce: false,
    send: (url) =>
      webhook.send(
        { hosts: [url, url.replace('https://', '')], timeoutMs: TIMEOUT_MS },
        { url: `${url}/in`, secret: 's'.repeat(32) },
        MESSAGE,
      ),
  },
  sms: {
    ok: { code: '0', msgId: 'm-1' },
    isOnce: true,
    send: (url) =>
      sms.send(
        {
          url: `${url}/send`,
          headers: { 'content-type': 'application/json' },
          body: '{"to":"{phone}","content":"{text}","id":"{key}"}',
          okWhen: { path: 'code', equals: '0' },
          referenceAt: 'msgId',
          laterWhen: ['busy'],
          timeoutMs: TIMEOUT_MS,
        },
        { phone: '13800000000' },
        MESSAGE,
      ),
  },
  wechat: {
    ok: { errcode: 0, access_token: 't', expires_in: 7_200 },
    isOnce: true,
    send: (url) =>
      wechat.send(
        {
          baseUrl: url,
          appId: url,
          appSecret: 's',
          templateId: 'T',
          titleField: 'thing1',
          timeoutMs: TIMEOUT_MS,
        },
        { openId: 'o-1' },
        MESSAGE,
      ),
  },
};

describe.each(Object.entries(HTTP))('%s', (_name, { ok, send, isOnce }) => {
  it('sends when the provider accepts', async () => {
    const { url } = await serve(json(200, ok));
    expect(await send(url)).toMatchObject({ result: 'sent' });
  });

  it('fails permanently when the provider refuses', async () => {
    const { url } = await serve(json(400, {}));
    expect(await send(url)).toMatchObject({ result: 'refused', cause: expect.stringMatching(/400/) as string });
  });

  it('waits as long as a busy provider asks', async () => {
    const { url } = await serve(json(429, {}, { 'retry-after': '7' }));
    expect(await send(url)).toEqual({ result: 'later', cause: 'HTTP 429', afterS: 7 });
  });

  it('times out without an answer, with an unknown outcome', async () => {
    const { url } = await serve(never);
    expect(await send(url)).toEqual({ result: 'later', cause: 'timeout', isUnknown: true });
  });

  it('times out on a slow answer', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const dripping = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(dripping));
    });
    expect(await send(url)).toEqual({ result: 'later', cause: 'timeout', isUnknown: true });
  });

  it('retries after an error of the provider', async () => {
    const { url } = await serve(json(502, {}));
    expect(await send(url)).toEqual({ result: 'later', cause: 'HTTP 502', isUnknown: true });
  });

  it('refuses a server without a valid certificate', async () => {
    let asked = 0;
    const server = createTlsServer(certificate, () => (asked += 1));
    await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
    servers.push(server);
    const outcome = await send(`https://127.0.0.1:${portOf(server)}`);
    expect(outcome).toEqual({ result: 'later', cause: 'DEPTH_ZERO_SELF_SIGNED_CERT', isUnknown: false });
    expect(asked).toBe(0);
  });

  it('knows that nothing was sent without a connection', async () => {
    const { url } = await serve(never);
    const [server] = servers.slice(-1);
    await new Promise<void>((resume) => server!.close(resume));
    expect(await send(url)).toEqual({ result: 'later', cause: 'ECONNREFUSED', isUnknown: false });
  });

  it('follows no redirect', async () => {
    const elsewhere = await serve(json(200, ok));
    const { url } = await serve((_, response) => response.writeHead(302, { location: elsewhere.url }).end());
    expect(await send(url)).toMatchObject({ result: 'refused', cause: expect.stringMatching(/302/) as string });
    expect(elsewhere.seen).toEqual([]);
  });

  it('declares the delivery guarantee of its provider', () => {
    const channel = { push, wecom, webhook, sms, wechat }[_name]!;
    expect(channel.guarantee).toBe(isOnce ? 'once-at-most' : 'once-at-least');
  });
});

describe('a push message or webhook call', () => {
  it('is readable only for the browser, and identifies its sender', async () => {
    const { url, seen } = await serve(json(201, {}));
    const { keys, p256dh, auth } = browser();
    const settings = { subject: 'mailto:a@wish.example', ...vapid, hosts: [url] };
    const sent = await push.send(settings, { endpoint: `${url}/push/abc`, p256dh, auth }, MESSAGE);
    expect(sent.result).toBe('sent');
    const [{ request, body }] = seen as [Seen];
    expect(request.headers['content-encoding']).toBe('aes128gcm');
    expect(body.includes('MW-7KQ2')).toBe(false);
    const read = ece.decrypt(body, { version: 'aes128gcm', privateKey: keys, authSecret: auth });
    expect(JSON.parse(read.toString('utf8'))).toEqual({ title: MESSAGE.title, text: MESSAGE.text, url: MESSAGE.url });
    // RFC 8292: a token of ours, signed for this push service.
    const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(request.headers.authorization ?? '') ?? [];
    expect(key).toBe(vapid.publicKey);
    const [head = '', claims = '', signature = ''] = token.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: url, sub: settings.subject });
    const point = Buffer.from(vapid.publicKey, 'base64url');
    const publicKey = createPublicKey({
      format: 'jwk',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      },
    });
    const isGenuine = createVerify('SHA256')
      .update(`${head}.${claims}`)
      .verify({ key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    expect(isGenuine).toBe(true);
  });

  it('is sent only to addresses of known push services', async () => {
    const { url, seen } = await serve(json(201, {}));
    const { p256dh, auth } = browser();
    const settings = { subject: 'mailto:a@wish.example', ...vapid, hosts: ['fcm.googleapis.com', '*.push.apple.com'] };
    for (const endpoint of [
      `${url}/x`,
      'https://fcm.googleapis.com.evil.example/x',
      'http://fcm.googleapis.com/x',
      'nonsense',
    ])
      expect(await push.send(settings, { endpoint, p256dh, auth }, MESSAGE)).toMatchObject({
        result: 'refused',
        cause: 'host',
      });
    expect(seen).toEqual([]);
  });

  it('is signed for its receiver', async () => {
    const { url, seen } = await serve(json(204, {}));
    const secret = 's'.repeat(32);
    await webhook.send({ hosts: [url] }, { url, secret }, MESSAGE);
    await webhook.send({ hosts: [url] }, { url, secret }, MESSAGE);
    const [{ request, body }, again] = seen as [Seen, Seen];
    const header = request.headers['x-micro-wish-signature'] as string;
    const nowS = Math.floor(Date.now() / 1_000);
    expect(isSignedBy(secret, header, body.toString(), nowS)).toBe(true);
    expect(isSignedBy(secret, header, `${body.toString()} `, nowS)).toBe(false);
    expect(isSignedBy('another', header, body.toString(), nowS)).toBe(false);
    expect(isSignedBy(secret, header, body.toString(), nowS + 3_600)).toBe(false);
    const [, t] = /t=(\d+)/.exec(header)!;
    expect(header).toBe(`t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body.toString()}`).digest('hex')}`);
    expect(again.request.headers['x-micro-wish-key']).toBe(request.headers['x-micro-wish-key']);
  });

  it('fits the template of the SMS provider with any content', async () => {
    const { url, seen } = await serve(json(200, { code: '0', msgId: 42 }));
    const outcome = await sms.send(
      {
        url: `${url}/send?to={phone}`,
        headers: { 'content-type': 'application/json' },
        body: '{"content":"{text}","id":"{key}"}',
        okWhen: { path: 'code', equals: '0' },
        referenceAt: 'msgId',
      },
      { phone: '13800000000' },
      { ...MESSAGE, title: '引号"与反斜杠\\' },
    );
    expect(outcome).toEqual({ result: 'sent', reference: '42' });
    expect(seen[0]!.request.url).toBe('/send?to=13800000000');
    expect(JSON.parse(seen[0]!.body.toString())).toEqual({
      content: `引号"与反斜杠\\ ${MESSAGE.url}`,
      id: MESSAGE.key,
    });
  });

  it('counts as refused by an error inside a 200 response', async () => {
    const answers = [
      [{ errcode: 45_009 }, { result: 'later', afterS: 60 }],
      [{ errcode: 93_000 }, { result: 'refused', isGone: true }],
      ['nonsense', { result: 'refused', cause: 'errcode missing' }],
    ] as const;
    for (const [said, outcome] of answers) {
      const { url } = await serve(json(200, said));
      expect(await wecom.send({ hosts: [url] }, { url }, MESSAGE)).toMatchObject(outcome);
    }
  });

  it('uses one WeChat token, renewed after expiry', async () => {
    let tokens = 0;
    let isOld = true;
    const { url, seen } = await serve((request, response) => {
      const isToken = request.url?.startsWith('/cgi-bin/token') ?? false;
      if (isToken) tokens += 1;
      const refused = !isToken && isOld && tokens === 1;
      json(200, isToken ? { access_token: `t${tokens}`, expires_in: 7_200 } : { errcode: refused ? 42_001 : 0 })(
        request,
        response,
      );
    });
    const settings = { baseUrl: url, appId: `app-${url}`, appSecret: 's', templateId: 'T', titleField: 'thing1' };
    expect(await wechat.send(settings, { openId: 'o-1' }, MESSAGE)).toMatchObject({ result: 'sent' });
    isOld = false;
    expect(await wechat.send(settings, { openId: 'o-1' }, MESSAGE)).toMatchObject({ result: 'sent' });
    expect(tokens).toBe(2);
    const {
      touser,
      template_id: template,
      data,
    } = JSON.parse(seen.at(-1)!.body.toString()) as {
      touser: string;
      template_id: string;
      data: { thing1: { value: string } };
    };
    expect([touser, template]).toEqual(['o-1', 'T']);
    expect([...data.thing1.value].length).toBeLessThanOrEqual(20);
  });

  it('reports a missing WeChat consent', async () => {
    const { url } = await serve((request, response) =>
      json(
        200,
        request.url?.startsWith('/cgi-bin/token') ? { access_token: 't', expires_in: 7_200 } : { errcode: 43_101 },
      )(request, response),
    );
    const settings = { baseUrl: url, appId: `no-${url}`, appSecret: 's', templateId: 'T', titleField: 'thing1' };
    expect(await wechat.send(settings, { openId: 'o-1' }, MESSAGE)).toEqual({
      result: 'refused',
      cause: 'errcode 43101',
      isGone: true,
    });
  });
});

describe('e-mail', () => {
  const base = { isSecure: false, user: null, password: null, from: 'micro-wish@wish.example', timeoutMs: TIMEOUT_MS };
  const plain = { ...base, host: '127.0.0.1', isPlain: true };
  const to = { email: 'volunteer@home.example' };
  const open = async (options: ConstructorParameters<typeof SMTPServer>[0]): Promise<number> => {
    const server = new SMTPServer({ disabledCommands: ['AUTH'], logger: false, ...options });
    server.on('error', () => undefined);
    await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
    servers.push(server);
    return portOf(server.server);
  };

  it('contains title, text and link, and a unique message id', async () => {
    let mail = '';
    const port = await open({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData(stream, _session, done) {
        stream.on('data', (part: Buffer) => (mail += part.toString()));
        stream.on('end', () => done());
      },
    });
    expect(await email.send({ ...plain, port }, to, MESSAGE)).toMatchObject({ result: 'sent' });
    expect(mail).toContain('To: volunteer@home.example');
    expect(mail).toContain(`Message-ID: <${MESSAGE.key}@micro-wish>`);
    expect(mail).toContain('Auto-Submitted: auto-generated');
    const subject = /^Subject: (.+(?:\r\n .+)*)/m.exec(mail)![1]!.replaceAll(/\r\n /g, '');
    const words = [...subject.matchAll(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi)];
    const decoded = words.map(([, kind, text]) =>
      kind!.toUpperCase() === 'B'
        ? Buffer.from(text!, 'base64')
        : Buffer.from(decodeURIComponent(text!.replaceAll('_', '%20').replaceAll('=', '%'))),
    );
    expect(Buffer.concat(decoded).toString('utf8')).toBe(MESSAGE.title);
  });

  it.each([
    [550, { result: 'refused', cause: 'SMTP 550' }],
    [452, { result: 'later', cause: 'SMTP 452' }],
  ] as const)('is refused or put off as the server says (%i)', async (code, outcome) => {
    const port = await open({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no'), { responseCode: code })),
    });
    expect(await email.send({ ...plain, port }, to, MESSAGE)).toEqual(outcome);
  });

  it('does not wait for a silent server', async () => {
    const server: Server = createTcpServer(() => undefined);
    await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume));
    servers.push(server);
    const outcome = await email.send({ ...plain, port: portOf(server) }, to, MESSAGE);
    expect(outcome).toMatchObject({ result: 'later', cause: 'ETIMEDOUT' });
  });

  it('does not wait for a server that stops in the middle', async () => {
    const port = await open({ disabledCommands: ['AUTH', 'STARTTLS'], onMailFrom: () => undefined });
    expect(await email.send({ ...plain, port }, to, MESSAGE)).toMatchObject({ result: 'later', cause: 'ETIMEDOUT' });
  });

  it('sends nothing to a server with a wrong certificate or without TLS', async () => {
    let said = 0;
    const onMailFrom = (_address: unknown, _session: unknown, done: () => void): void => {
      said += 1;
      done();
    };
    const strange = await open({ secure: true, ...certificate, onMailFrom });
    expect(await email.send({ ...base, host: '127.0.0.1', port: strange, isSecure: true }, to, MESSAGE)).toMatchObject({
      result: 'later',
      cause: 'ESOCKET',
    });
    const naked = await open({ disabledCommands: ['AUTH', 'STARTTLS'], onMailFrom });
    const outcome = await email.send({ ...base, host: '127.0.0.1', port: naked }, to, MESSAGE);
    expect(outcome.result).toBe('refused');
    expect(said).toBe(0);
  });
});
