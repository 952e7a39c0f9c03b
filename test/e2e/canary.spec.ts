import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient, fileBody } from '#libs/api-client';
import { newId, toWorkbook } from '#libs/platform';
import { sendStatement, statementOf } from '../support/bank.js';
import {
  CANARIES,
  CLEAR_COLUMNS,
  HARMLESS_COLUMNS,
  SEALED_COLUMNS,
  type Canary,
  type Reader,
} from '../support/canaries.js';
import { each, readOperations, send, type Operation } from '../support/openapi.js';
import * as spending from '../support/spending.js';
import { Stage, inHours, until, type Actor } from '../support/stage.js';

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const year = Number(today.slice(0, 4));
const canaries: [string, Canary][] = Object.entries(CANARIES);
const of = (name: keyof typeof CANARIES): string => CANARIES[name].token;

interface Heard {
  by: Reader;
  /** `method path` with the names of its ids. */
  operation: string;
  status: number;
  text: string;
}

/** One small life of a few wishes, told through the api by everybody who has a part in it, with a token in every column that
 *  holds something of a person; then everything that the platform has said and kept is searched for them. */
describe('personal data', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mw-canary-'));
  const people = {} as Record<Exclude<Reader, 'anonymous'>, Actor>;
  const ids: Record<string, string> = {};
  const heard: Heard[] = [];
  const outside: { where: string; text: string }[] = [];
  /** What arose on the way and is for one pair of eyes: codes and secrets that the platform made. */
  const made: [string, Canary][] = [];
  let stage: Stage;
  let url: string;
  let operations: Operation[];
  let postbox: SMTPServer;
  let receiver: Server;
  let counted = 0;

  beforeAll(async () => {
    postbox = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onData(stream, _session, done) {
        let raw = '';
        stream.on('data', (part: Buffer) => (raw += part.toString()));
        stream.on('end', () => {
          outside.push({ where: 'a mail', text: plainOf(raw) });
          done();
        });
      },
    });
    await new Promise<void>((resume) => postbox.listen(0, '127.0.0.1', resume));
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        outside.push({ where: 'a message to a system', text: body });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resume) => receiver.listen(0, '127.0.0.1', resume));
    stage = await Stage.open('canary', { env: { FILES_DIR: folder, PUBLIC_URL: 'https://wish.example' } });
    await stage.setDeadlines({ 'claim.notBegun': 1, 'claim.expiring': 600, 'claim.expire': 600 });
    url = await stage.startApi();
    await stage.startWorker();
    operations = await readOperations(url);
    await live();
    await crawl();
  }, 240_000);
  afterAll(async () => {
    process.stdout.write(
      `canaries: ${canaries.length + made.length} tokens, ${heard.length} answers by ${new Set(heard.map(({ by }) => by)).size} readers over ${new Set(heard.map(({ operation }) => operation)).size} operations, ${counted} columns\n`,
    );
    await stage.close();
    postbox.close();
    receiver.close();
  });

  it('is declared: every text column is personal with a test value, or harmless with a reason', async () => {
    const columns = await stage.rows<{ name: string }>(
      `SELECT CONCAT(table_name, '.', column_name) AS name FROM information_schema.columns
       WHERE table_schema = DATABASE() AND data_type IN ('varbinary','tinyblob','blob','mediumblob','longblob','tinytext','text',
         'mediumtext','longtext','varchar','char','json')`,
    );
    const declared = [...SEALED_COLUMNS, ...CLEAR_COLUMNS, ...Object.values(HARMLESS_COLUMNS).flat()];
    expect(columns.map(({ name }) => name).filter((name) => !declared.includes(name))).toEqual([]);
    expect(declared.filter((name, at) => declared.indexOf(name) !== at)).toEqual([]);
    expect(columns.length).toBeGreaterThan(100);
    const tokens = new Set(canaries.flatMap(([, { columns: own }]) => own));
    const shownElsewhere = ['second_factor.secret', 'second_factor.pending', 'spend_version.body', 'wish.public_text'];
    expect(
      [...SEALED_COLUMNS, ...CLEAR_COLUMNS].filter((name) => !tokens.has(name) && !shownElsewhere.includes(name)),
    ).toEqual([]);
  });

  it('was written into every personal column during the scenario', async () => {
    const empty: string[] = [];
    // The pieces of a workbook go with its commit; the life has looked at them before.
    for (const name of [...SEALED_COLUMNS, ...CLEAR_COLUMNS]) {
      const [table, column] = name.split('.') as [string, string];
      const [row] = await stage.rows(`SELECT 1 FROM ${table} WHERE LENGTH(${column}) > 2 LIMIT 1`);
      if (!row && !name.endsWith('_file.body')) empty.push(name);
    }
    expect(empty).toEqual([]);
  });

  it('is unencrypted only in columns that give a reason', async () => {
    const columns = await stage.rows<{ table: string; column: string }>(
      `SELECT c.table_name AS \`table\`, c.column_name AS \`column\` FROM information_schema.columns c
       WHERE c.table_schema = DATABASE() AND c.data_type NOT IN ('int','bigint','smallint','tinyint','mediumint','datetime','date','decimal')`,
    );
    const found: string[] = [];
    for (const { table, column } of columns) {
      counted += 1;
      const rows = await stage.rows<{ bytes: Buffer | null }>(
        `SELECT CAST(\`${column}\` AS BINARY) AS bytes FROM \`${table}\` WHERE \`${column}\` IS NOT NULL`,
      );
      const text = rows.map(({ bytes }) => bytes?.toString('utf8') ?? '').join('\n');
      for (const [name, { token, clear }] of [...canaries, ...made])
        if (isIn(token, text) && !clear?.[`${table}.${column}`]) found.push(`${table}.${column}: ${name}`);
    }
    expect(counted).toBeGreaterThan(150);
    expect(found).toEqual([]);
  });

  it('is sent only to people who may see it', () => {
    const wrong = new Map<string, Set<Reader>>();
    for (const { by, operation, status, text } of heard)
      for (const [name, { token, seen = [] }] of [...canaries, ...made])
        if (isIn(token, text) && !seen.some((sight) => sight.by.includes(by) && sight.in.test(operation))) {
          const place = `${operation} ${status}: ${name}`;
          wrong.set(place, (wrong.get(place) ?? new Set()).add(by));
        }
    expect(
      [...wrong].map(([place, readers]) => `${place} to ${[...readers].toSorted().join(', ')}`).toSorted(),
    ).toEqual([]);
  });

  it('is found where it was planted, so that the search itself works', async () => {
    const missing: string[] = [];
    for (const [name, { token, columns, clear, seen = [] }] of canaries) {
      let isFound = seen.length === 0 && !clear;
      for (const column of columns.filter((one) => clear?.[one])) {
        const [table, field] = column.split('.') as [string, string];
        const [row] = await stage.rows(`SELECT 1 FROM ${table} WHERE LOCATE(?, ${field}) > 0 LIMIT 1`, [token]);
        isFound ||= row !== undefined;
      }
      if (!isFound && !heard.some(({ text }) => isIn(token, text))) missing.push(name);
    }
    expect(missing).toEqual([]);
    expect(heard.length).toBeGreaterThan(1_000);
    expect(heard.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it('is in no log, although every process wrote one', () => {
    expect(stage.logs).toHaveLength(2);
    const texts = stage.logs.map((path) => readFileSync(path, 'utf8'));
    for (const text of texts) expect(text.length).toBeGreaterThan(100);
    // Everything that was asked for was read with its key.
    expect(texts.join('\n')).not.toContain('cannot be decrypted');
    expect(tokensIn(texts.join('\n'))).toEqual([]);
  });

  it('is in no outgoing message', async () => {
    expect(new Set(outside.map(({ where }) => where))).toEqual(new Set(['a mail', 'a message to a system']));
    expect(tokensIn(outside.map(({ text }) => text).join('\n'))).toEqual([]);
  });

  it('is in no key and no value of Redis', async () => {
    const redis = new Redis(stage.env.REDIS_URL!, { maxRetriesPerRequest: 1 });
    const keys = await redis.keys('*');
    expect(keys.length).toBeGreaterThan(3);
    const values: unknown[] = [];
    for (const key of keys) {
      const type = await redis.type(key);
      if (type === 'string') values.push(await redis.get(key));
      else if (type === 'hash') values.push(await redis.hgetall(key));
      else if (type === 'list') values.push(await redis.lrange(key, 0, -1));
      else if (type === 'set') values.push(await redis.smembers(key));
      else if (type === 'zset') values.push(await redis.zrange(key, 0, -1));
      else if (type === 'stream') values.push(await redis.xrange(key, '-', '+'));
      // A key that ran out meanwhile holds nothing.
      else if (type !== 'none') throw new Error(`${key}: ${type}`);
    }
    redis.disconnect();
    expect(tokensIn(JSON.stringify([keys, values]))).toEqual([]);
  });

  it('is in no file on the disk', () => {
    const files: string[] = [];
    const walk = (path: string): void => {
      for (const entry of readdirSync(path)) {
        const at = join(path, entry);
        if (statSync(at).isDirectory()) walk(at);
        else files.push(at);
      }
    };
    walk(folder);
    expect(files.length).toBeGreaterThan(3);
    for (const path of files) {
      expect(tokensIn(path)).toEqual([]);
      expect(tokensIn(readFileSync(path).toString('utf8'))).toEqual([]);
    }
  });

  const tokensIn = (text: string): string[] =>
    [...canaries, ...made].filter(([, { token }]) => isIn(token, text)).map(([name]) => name);

  /** Tells the life. Each step must succeed, but those of which a check may refuse the words. */
  async function live(): Promise<void> {
    const { id: unitId } = stage.unit('A1');
    const cast: [Exclude<Reader, 'anonymous' | 'volunteer' | 'requester'>, string, string][] = [
      ['worker', 'grid_worker', 'A1'],
      ['leader', 'grid_leader', 'A1'],
      ['secretary', 'community_secretary', 'A1'],
      ['director', 'community_director', 'A1'],
      ['committee', 'supervision_committee', 'A1'],
      ['officer', 'town_officer', 'A'],
      ['district', 'district_officer', 'D'],
      ['clerk', 'finance_clerk', 'A'],
      ['auditor', 'auditor', 'D'],
      ['admin', 'administrator', 'D'],
      ['otherVolunteer', 'volunteer', 'A1'],
      ['owner', 'resident', 'A1'],
      ['neighbour', 'resident', 'A1'],
      ['strangerSecretary', 'community_secretary', 'B1'],
      ['strangerWorker', 'grid_worker', 'B1'],
      ['strangerVolunteer', 'volunteer', 'B1'],
      ['strangerResident', 'resident', 'B1'],
    ];
    for (const [reader, role, unit] of cast)
      listenTo(reader, await stage.actor(role, unit, reader === 'owner' ? { phone: of('residentPhone') } : {}));
    const { worker, leader, secretary, director, committee, officer, district, clerk, admin, owner, neighbour } =
      people;
    const ok = async <T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> => {
      const { data, error, response } = await asked;
      if (!response.ok) throw new Error(`${response.status} ${response.url}: ${JSON.stringify(error)}`);
      return data as T;
    };
    await ok(district.api.POST('/api/v1/fund-allotments', { body: { unitId, year, amountFen: 50_000_000 } }));
    await ok(
      officer.api.POST('/api/v1/units/{unitId}/fund/income', {
        params: { path: { unitId } },
        body: { year, source: 'donation', isInKind: false, amountFen: 1_000, giver: of('giver'), reference: 'JZ-001' },
      }),
    );
    // Messages go out by mail and to a system of the community.
    const { port } = postbox.server.address() as AddressInfo;
    const home = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    const channel = (name: string, settings: Record<string, unknown>) =>
      ok(
        admin.api.PUT('/api/v1/channels/{channel}', {
          params: { path: { channel: name } } as never,
          body: { isOn: true, perMinute: 600, settings },
        }),
      );
    const mail = { host: '127.0.0.1', port, from: 'office@wish.example', isPlain: true };
    // A password first, so that it is kept; the postbox of this test wants none.
    await channel('email', { ...mail, user: 'office', password: of('channelSecret') });
    const [{ settings }] = (await stage.rows<{ settings: Buffer }>(
      `SELECT settings FROM channel_setting WHERE channel = 'email'`,
    )) as [{ settings: Buffer }];
    expect(settings.includes(of('channelSecret'))).toBe(false);
    await channel('email', { ...mail, user: null, password: null });
    await channel('webhook', { hosts: [home] });
    await ok(
      secretary.api.POST('/api/v1/unit-webhooks', {
        body: {
          unitId,
          channel: 'webhook',
          label: '社区系统',
          url: `${home}/${of('webhookAddress')}`,
          secret: of('webhookSecret'),
        },
      }),
    );
    // A volunteer and a resident whom the secretary registers.
    const register = async (reader: 'volunteer' | 'requester', role: 'volunteer' | 'resident') => {
      const [name, phone] = [of(`${reader}Name`), of(`${reader}Phone`)];
      const { id } = await ok(
        secretary.api.POST('/api/v1/people', { body: { name, phone, roles: [{ role, unitId }] } }),
      );
      return listenTo(reader, await stage.signedIn(id, { phone, url }));
    };
    const volunteer = await register('volunteer', 'volunteer');
    const requester = await register('requester', 'resident');
    ids.personId = volunteer.id;
    const personPath = { params: { path: { personId: volunteer.id } } };
    const { code: activationCode } = await ok(
      secretary.api.POST('/api/v1/people/{personId}/activation-code', personPath),
    );
    make('an activation code', activationCode, ['secretary'], /activation-code/);
    const password = of('password');
    const start = { phone: of('volunteerPhone'), code: activationCode, password };
    const anonymous = listenAs('anonymous', createApiClient(url, { attempts: 1 }));
    await ok(anonymous.POST('/api/v1/passwords', { body: start }));
    await ok(anonymous.POST('/api/v1/sessions', { body: { phone: start.phone, password } }));
    await anonymous.POST('/api/v1/sessions', { body: { phone: start.phone, password: `${password}x` } });
    Object.assign(people.volunteer, await stage.signedIn(volunteer.id, { phone: volunteer.phone, url }));
    listenTo('volunteer', people.volunteer);
    const helper = people.volunteer;
    const factor = await ok(helper.api.POST('/api/v1/me/second-factor', { body: { password } }));
    for (const [name, secret] of Object.entries(factor))
      if (typeof secret === 'string') make(`the second factor (${name})`, secret, ['volunteer'], /second-factor/);
    await stage.db.query(`UPDATE second_factor SET secret = pending, set_at = NOW(3) WHERE person_id = ?`, [helper.id]);
    const mailbox = await ok(
      helper.api.POST('/api/v1/me/contact-points/email', { body: { email: of('volunteerEmail') } }),
    );
    await until('the code arrives', 15_000, () => outside.length > 0);
    ids.contactPointId = mailbox.id;
    await ok(
      helper.api.POST('/api/v1/me/contact-points/{contactPointId}/confirmation', {
        params: { path: { contactPointId: mailbox.id } },
        body: { code: /\b\d{6}\b/.exec(outside[0]!.text)![0] },
      }),
    );
    await ok(
      helper.api.PUT('/api/v1/volunteers/me', {
        body: { skills: ['electrical'], maxOpenClaims: 10, licences: [] } as never,
      }),
    );
    await ok(
      secretary.api.POST('/api/v1/volunteers/{personId}/licences', {
        ...personPath,
        body: { kind: 'electrician', validUntil: '2099-12-31', number: of('licenceNumber'), unitId },
      }),
    );

    // A wish that a grid worker writes down at the door; sent back, and sent in again.
    const need = `${of('residentName')}说${of('needOfResident')}坏了，电话${of('residentPhone')}，住${of('residentAddress')}`;
    const wish = {
      unitId,
      need,
      kind: 'goods',
      estimatedFen: 26_000,
      beneficiary: {
        name: of('residentName'),
        phone: of('residentPhone'),
        address: of('residentAddress'),
        hardship: of('residentHardship'),
        age: 82,
      },
      proxy: { name: of('proxyName'), phone: of('proxyPhone'), relation: '表姨' },
      consent: { kind: 'spoken', byGuardian: false },
    };
    const told = await ok(worker.api.POST('/api/v1/wishes', { body: wish as never }));
    ids.wishId = told.id;
    const at = { params: { path: { wishId: told.id } } };
    const back = await leader.api.POST('/api/v1/wishes/{wishId}/return', {
      ...at,
      body: { reason: `${of('residentName')}家的${of('reasonOfReturn')}` },
    });
    // A check may refuse a reason that names somebody.
    if (!back.response.ok)
      await ok(leader.api.POST('/api/v1/wishes/{wishId}/return', { ...at, body: { reason: of('reasonOfReturn') } }));
    await ok(worker.api.POST('/api/v1/wishes/{wishId}/submission', { ...at, body: { need } }));
    await ok(worker.api.POST('/api/v1/wishes/{wishId}/verification', at));
    await crawlWish();
    const publication = {
      publicText: '床头灯坏了，想换一台',
      category: 'home_safety' as const,
      costClass: 'fund' as const,
      isPolicyChecked: true,
    };
    await ok(secretary.api.POST('/api/v1/wishes/{wishId}/publication', { ...at, body: publication }));

    // A wish of a resident's own, not reviewed yet.
    const own = await ok(
      requester.api.POST('/api/v1/wishes', {
        body: {
          unitId,
          need: `${of('needOfRequester')}想修，找${of('requesterName')}`,
          kind: 'service',
          beneficiary: { name: of('requesterName'), phone: of('requesterPhone') },
          consent: { kind: 'form', byGuardian: false },
        } as never,
      }),
    );
    ids.otherWishId = own.id;
    // A neighbour asks what is like it, by nearly the same words and by the telephone.
    for (const asker of [neighbour, worker, secretary])
      await asker.api.POST('/api/v1/wishes/duplicates', {
        body: { unitId, need: of('needOfRequester'), phone: of('requesterPhone') },
      });
    await neighbour.api.POST('/api/v1/wishes', {
      body: {
        unitId,
        need: '窗台边的东西想修',
        kind: 'service',
        beneficiary: { name: '邻居', phone: of('requesterPhone') },
        consent: { kind: 'form', byGuardian: false },
        isDraft: true,
      } as never,
    });
    await worker.api.POST('/api/v1/residents/lookup', { body: { unitId, phone: of('residentPhone') } });

    // A volunteer asks about it, and is answered.
    const { id: questionId } = await ok(
      helper.api.POST('/api/v1/wishes/{wishId}/questions', { ...at, body: { question: of('question') } }),
    );
    ids.questionId = questionId;
    await ok(
      leader.api.POST('/api/v1/wishes/{wishId}/questions/{questionId}/answer', {
        params: { path: { ...at.params.path, questionId } },
        body: { answer: of('answerToQuestion') },
      }),
    );

    // It is claimed, given back, claimed again.
    const claimBy = async (who: Actor) =>
      (await ok(who.api.POST('/api/v1/wishes/{wishId}/claims', { ...at, body: { promisedAt: inHours(48) } }))).id;
    const given = await claimBy(people.otherVolunteer);
    await ok(
      people.otherVolunteer.api.POST('/api/v1/claims/{claimId}/release', {
        params: { path: { claimId: given } },
        body: { reason: of('reasonOfRelease') },
      }),
    );
    ids.claimId = await claimBy(helper);
    const look = { ...at, body: { reason: of('reasonOfLook') } };
    for (const who of [helper, worker, people.otherVolunteer, people.strangerWorker, neighbour])
      await who.api.POST('/api/v1/wishes/{wishId}/contact-views', look);
    await ok(
      worker.api.POST('/api/v1/wishes/{wishId}/contact-views', {
        params: { path: { wishId: own.id } },
        body: { reason: '核对' },
      }),
    );
    await ok(helper.api.POST('/api/v1/claims/{claimId}/start', { params: { path: { claimId: ids.claimId } } }));

    // What it costs: a form whose words name somebody may be refused; without the name it goes through.
    const form = {
      kind: 'works' as const,
      payee: { name: of('payee'), kind: 'person' as const },
      items: [{ name: of('item'), quantity: 1, unit: '项', priceFen: 26_000 }],
      justification: of('justification'),
      payeeRelation: of('payeeRelation'),
      payeeAccount: { holder: of('accountHolder'), bank: '农商银行', number: of('accountNumber') },
      quotes: [{ supplier: of('supplier'), amountFen: 26_000 }],
    };
    const ask = async (wishId: string): Promise<string> => {
      const named = { ...form, purpose: `给${of('residentName')}买${of('purpose')}` };
      const asked = await spending.ask(worker, wishId, named as never);
      if (asked.data) return asked.data.id;
      return (await ok(spending.ask(worker, wishId, { ...form, purpose: of('purpose') } as never))).id;
    };
    const refused = await ask(told.id);
    await ok(spending.decline(secretary, refused, 'refusal', of('reasonOfSpend')));
    const spend = await ask(told.id);
    ids.spendRequestId = spend;
    await ok(spending.decline(secretary, spend, 'return'));
    const revised = await spending.revise(worker, spend, {
      ...form,
      purpose: `给${of('residentName')}买${of('purpose')}`,
    } as never);
    if (!revised.data) await ok(spending.revise(worker, spend, { ...form, purpose: of('purpose') } as never));
    await ok(spending.sign(secretary, spend));
    await ok(
      committee.api.POST('/api/v1/spend-requests/{spendRequestId}/pause', {
        params: { path: { spendRequestId: spend } },
        body: { reason: of('reasonOfPause') },
      }),
    );
    await ok(
      committee.api.POST('/api/v1/spend-requests/{spendRequestId}/resumption', {
        params: { path: { spendRequestId: spend } },
        body: { reason: of('reasonOfLift') },
      }),
    );
    await ok(
      leader.api.POST('/api/v1/spend-requests/{spendRequestId}/acceptance', {
        params: { path: { spendRequestId: spend } },
        body: { received: of('received'), receivedOn: today },
      }),
    );
    await ok(
      clerk.api.POST('/api/v1/spend-requests/{spendRequestId}/payee-account-views', {
        params: { path: { spendRequestId: spend } },
        body: { reason: of('reasonOfAccount') },
      }),
    );
    await ok(spending.pay(clerk, spend, 20_000, { isLast: false }));
    await ok(spending.pay(clerk, spend, 6_000));
    const { payments } = await spending.see(clerk, spend);
    ids.paymentId = payments[0]!.id;
    await ok(
      clerk.api.POST('/api/v1/spend-payments/{paymentId}/refunds', {
        params: { path: { paymentId: payments[0]!.id } },
        body: { amountFen: 100, voucherNo: spending.nextVoucher(), reason: of('reasonOfRefund') },
      }),
    );
    await ok(
      clerk.api.POST('/api/v1/spend-payments/{paymentId}/reversals', {
        params: { path: { paymentId: payments[1]!.id } },
        body: { reason: of('reasonOfReversal') },
      }),
    );

    // It is done and confirmed; a part of the hours is taken back.
    await ok(
      helper.api.POST('/api/v1/wishes/{wishId}/fulfilment', {
        ...at,
        body: { what: of('done'), evidence: of('evidence'), doneOn: today, hours: 1.5 },
      }),
    );
    await ok(
      owner.api.POST('/api/v1/wishes/{wishId}/confirmation', {
        ...at,
        body: { solved: 'yes', rating: 5, comment: of('comment') },
      }),
    );
    const served = await ok(secretary.api.GET('/api/v1/wishes/{wishId}/service-entries', at));
    ids.entryId = served.items[0]!.id;
    await ok(
      secretary.api.POST('/api/v1/service-entries/{entryId}/reversal', {
        params: { path: { entryId: ids.entryId } },
        body: { reason: of('reasonOfService') },
      }),
    );

    // The person asks for a copy, which is refused.
    const requested = await ok(
      worker.api.POST('/api/v1/data-requests', {
        body: { wishId: told.id, kind: 'copy', asker: 'self', identityCheck: 'id_card' },
      }),
    );
    ids.requestId = requested.id;
    await ok(
      secretary.api.POST('/api/v1/data-requests/{requestId}/refusal', {
        params: { path: { requestId: requested.id } },
        body: { reason: `${of('residentName')}没来，${of('reasonOfRefusal')}` },
      }),
    );

    // A spend on public notice, and a neighbour's objection.
    const second = await ok(worker.api.POST('/api/v1/wishes', { body: { ...wish, need: '想装一部爬楼机' } as never }));
    const at2 = { params: { path: { wishId: second.id } } };
    await ok(worker.api.POST('/api/v1/wishes/{wishId}/verification', at2));
    await ok(
      secretary.api.POST('/api/v1/wishes/{wishId}/publication', {
        ...at2,
        body: {
          ...publication,
          publicText: `想装一部爬楼机，每周${of('keptPassage')}透析`,
          keeps: [
            { passage: of('keptPassage'), reason: of('keptReason') },
            { passage: '透析', reason: of('keptReason') },
          ],
        },
      }),
    );
    await stage.db.query(
      `INSERT INTO policy (name, version, body, set_by, created_at) SELECT 'spend', COALESCE(MAX(version), 0) + 1, ?, ?, NOW(3) FROM policy WHERE name = 'spend'`,
      [
        JSON.stringify({
          tiers: [
            {
              upToFen: null,
              signers: ['community_secretary'],
              notice: { amount: 5, unit: 'workingDay' },
              needsMinutes: false,
            },
          ],
        }),
        district.id,
      ],
    );
    const noticed = await ask(second.id);
    await ok(spending.sign(secretary, noticed));
    await ok(spending.object(neighbour, noticed, of('objection')));
    const { objections } = await spending.see(committee, noticed);
    ids.objectionId = objections[0]!.id;
    await ok(spending.reply(committee, ids.objectionId, false, of('answer')));

    // Lists that come as files: volunteers, wishes, the bank's movements.
    const roster = await ok(
      secretary.api.POST('/api/v1/volunteer-rosters', {
        params: { query: { unitId } },
        ...fileBody(
          await toWorkbook(
            '名册',
            ['姓名', '手机', '居住社区（村）', '特长', of('unknownHeading')],
            [[of('rosterName'), of('rosterPhone'), '沥苑', '电工', '甲']],
            [9, 9, 9, 9, 9],
          ),
          '名册.xlsx',
        ),
      }),
    );
    ids.rosterId = roster.id;
    ids.rowNo = '1';
    const rosterPath = { params: { path: { rosterId: roster.id } } };
    await ok(secretary.api.POST('/api/v1/volunteer-rosters/{rosterId}/commit', rosterPath));
    await until('the roster is taken in', 20_000, async () => {
      const state = await ok(secretary.api.GET('/api/v1/volunteer-rosters/{rosterId}', rosterPath));
      return state.status === 'committed';
    });
    const listOf = async (headings: string[], line: string[]) =>
      fileBody(
        await toWorkbook(
          '名单',
          [...headings, of('unknownHeading')],
          [[...line, of('columnNobodyNeeds')]],
          [...headings, ''].map(() => 9),
        ),
        '名单.xlsx',
      );
    const staff = await ok(
      secretary.api.POST('/api/v1/staff-imports', {
        params: { query: { unitId } },
        ...(await listOf(['姓名', '手机', '角色'], [of('staffName'), of('staffPhone'), '网格员'])),
      }),
    );
    ids.staffImportId = staff.id;
    const staffPath = { params: { path: { staffImportId: staff.id } } };
    const units = await ok(
      admin.api.POST('/api/v1/unit-imports', {
        params: { query: { unitId: stage.unit('A').id } },
        ...(await listOf(
          ['单位代码', '名称', '层级', '上级单位'],
          ['440605125903', '雀鸣社区', '社区', of('unitAbove')],
        )),
      }),
    );
    ids.unitImportId = units.id;
    expect((await stage.rows('SELECT 1 FROM staff_import_file')).length).toBeGreaterThan(0);
    await ok(secretary.api.POST('/api/v1/staff-imports/{staffImportId}/commit', staffPath));
    await until('the staff is taken in', 20_000, async () => {
      const state = await ok(secretary.api.GET('/api/v1/staff-imports/{staffImportId}', staffPath));
      return state.status === 'committed' && state.added === 1;
    });
    const started = await ok(
      fetch(`${url}/api/v1/wish-imports?unitId=${unitId}`, {
        method: 'POST',
        headers: { cookie: secretary.cookie },
        body: formOf(
          await toWorkbook(
            '心愿',
            ['社区', '姓名', '联系电话', '住址', '心愿内容', of('unknownHeading')],
            [['沥苑社区', of('importName'), of('importPhone'), of('importAddress'), '想请人修一下漏水的屋顶', '甲']],
            [9, 9, 9, 9, 9, 9],
          ),
        ),
      }).then(async (response) => ({ data: (await response.json()) as { id: string }, response })),
    );
    ids.importId = started.id;
    const importPath = { params: { path: { importId: started.id } } };
    const importIs = (status: string) =>
      until(`the import is ${status}`, 20_000, async () => {
        const state = await ok(secretary.api.GET('/api/v1/wish-imports/{importId}', importPath));
        if (state.status === 'failed') throw new Error('the import failed');
        return state.status === status;
      });
    await importIs('ready');
    expect((await stage.rows('SELECT 1 FROM wish_import_file')).length).toBeGreaterThan(0);
    await ok(secretary.api.POST('/api/v1/wish-imports/{importId}/commit', importPath));
    await importIs('committed');
    await ok(
      sendStatement(
        clerk,
        stage.unit('A').id,
        statementOf([[today, 77, '', 9_923, of('counterparty'), of('counterpartyAccount'), '转账']]),
      ),
    );
    const townPath = { params: { path: { unitId: stage.unit('A').id } } };
    const lines = await ok(clerk.api.GET('/api/v1/units/{unitId}/bank/lines', townPath));
    ids.lineId = lines.items[0]!.id;
    await ok(
      clerk.api.PUT('/api/v1/bank-lines/{lineId}/aside', {
        params: { path: { lineId: ids.lineId } },
        body: { reason: of('reasonOfAside') },
      }),
    );
    const torn = await ok(
      sendStatement(
        clerk,
        stage.unit('A').id,
        statementOf([
          [today, 1, '', 9_922, '', '', '转账'],
          [today, 1, '', 9_900, '', '', '转账'],
        ]),
        'torn.csv',
      ),
    );
    [ids.statementId, ids.breakId] = [torn.id, torn.breaks[0]!.id];
    await ok(
      clerk.api.PUT('/api/v1/bank-breaks/{breakId}/confirmation', {
        params: { path: { breakId: ids.breakId } },
        body: { reason: of('reasonOfBreak') },
      }),
    );
    ids.retractionId = (
      await ok(
        clerk.api.POST('/api/v1/bank-statements/{statementId}/retractions', {
          params: { path: { statementId: ids.statementId } },
          body: { reason: of('reasonOfRetraction') },
        }),
      )
    ).id;

    // A row from before purposes were checked: what leaves the platform is masked all the same.
    await stage.db.query(`UPDATE spend_request SET purpose = CONCAT(purpose, '，电话', ?) WHERE id = ?`, [
      of('phoneInPurpose'),
      spend,
    ]);

    // A role is lent; files are made; helpers are planned.
    const [grant] = await stage.rows<{ id: string }>('SELECT id FROM role_grant WHERE person_id = ?', [director.id]);
    const lent = await ok(
      director.api
        .POST('/api/v1/delegations', {
          body: {
            grantId: grant!.id,
            deputyId: committee.id,
            fromOn: today,
            untilOn: today,
            reason: of('reasonOfDelegation'),
          },
        })
        .then(async (asked) =>
          asked.response.ok
            ? asked
            : director.api.POST('/api/v1/delegations', {
                body: {
                  grantId: grant!.id,
                  deputyId: secretary.id,
                  fromOn: today,
                  untilOn: today,
                  reason: of('reasonOfDelegation'),
                },
              }),
        ),
    );
    ids.delegationId = lent.id;
    for (const kind of ['wishes', 'spend', 'entries', 'return'] as const) {
      const wanted = { kind, unitId, year, purpose: of('purposeOfExport') };
      const { id } = await ok(secretary.api.POST('/api/v1/exports', { body: wanted }));
      const path = { params: { path: { exportId: id } } };
      await until('the file is made', 30_000, async () => {
        const state = await ok(secretary.api.GET('/api/v1/exports/{exportId}', path));
        if (state.status === 'failed') throw new Error(`the export of ${kind} failed`);
        return state.status === 'ready';
      });
      for (const ending of ['xlsx', 'csv'])
        await listen('secretary', find(`get /api/v1/exports/{exportId}/file.${ending}`), { exportId: id });
      ids.exportId = id;
    }
    const plan = await ok(secretary.api.POST('/api/v1/match-plans', { body: { unitId } }));
    ids.planId = plan.id;
    await until('the plan is computed', 20_000, async () => {
      const state = await ok(
        secretary.api.GET('/api/v1/match-plans/{planId}', { params: { path: { planId: plan.id } } }),
      );
      return state.status === 'ready';
    });
    await ok(secretary.api.POST('/api/v1/units/{unitId}/need-radar/scan', { params: { path: { unitId } } }));
    // A claim that is not begun: its volunteer is reminded, and so is the community's own system.
    await ok(helper.api.POST('/api/v1/wishes/{wishId}/claims', { ...at2, body: { promisedAt: inHours(48) } }));
    await until('somebody is reminded', 20_000, () => new Set(outside.map(({ where }) => where)).size === 2);
    await refusals();
  }

  /** Questions that are refused, with tokens in everything that is asked. */
  async function refusals(): Promise<void> {
    const { worker, neighbour, secretary } = people;
    const { id: unitId } = stage.unit('A1');
    const path = { wishId: newId() };
    const body = { reason: of('residentName') };
    for (const who of [worker, neighbour, secretary]) {
      await who.api.POST('/api/v1/wishes/{wishId}/contact-views', { params: { path }, body });
      await who.api.POST('/api/v1/wishes', {
        body: {
          unitId,
          need: of('residentName'),
          kind: of('proxyName'),
          beneficiary: { phone: of('proxyPhone') },
        } as never,
      });
      await who.api.POST('/api/v1/people', {
        body: { name: of('proxyName'), phone: `${of('proxyPhone')}0`, roles: [] } as never,
      });
      await who.api.POST('/api/v1/people', {
        body: { name: '测试', phone: of('volunteerPhone'), roles: [{ role: 'volunteer', unitId }] },
      });
      await who.api.GET('/api/v1/wishes', { params: { query: { cursor: of('residentName'), limit: 5 } } });
      await who.api.GET('/api/v1/wishes/{wishId}/spend-companions', {
        params: { path: { wishId: ids.wishId! }, query: { q: of('residentName') } },
      });
    }
    const [{ code }] = (await stage.rows<{ code: string }>('SELECT code FROM wish WHERE id = ?', [ids.wishId])) as [
      { code: string },
    ];
    const anonymous = listenAs('anonymous', createApiClient(url, { attempts: 1 }));
    for (const phoneTail of [of('residentPhone').slice(-4), '0000'])
      await anonymous.POST('/api/v1/public/wish-status', { body: { code, phoneTail } });
  }

  /** What everybody sees of a wish before it is published. */
  async function crawlWish(): Promise<void> {
    for (const name of ['get /api/v1/wishes', 'get /api/v1/wishes/{wishId}', 'get /api/v1/wishes/{wishId}/events'])
      for (const reader of Object.keys(people) as Reader[]) await listen(reader, find(name), ids);
  }

  /** Everything that can be read, by everybody. */
  async function crawl(): Promise<void> {
    const reads = operations.filter(({ method, path }) => method === 'get' && path !== '/api/v1/live');
    const readers: Reader[] = [...(Object.keys(people) as Reader[]), 'anonymous'];
    const cells = reads.flatMap((operation) => readers.map((reader): [Reader, Operation] => [reader, operation]));
    await each(cells, 6, async ([reader, operation]) => {
      await listen(reader, operation, ids);
      if (operation.path.includes('{wishId}')) await listen(reader, operation, { ...ids, wishId: ids.otherWishId! });
      if (operation.path.includes('{unitId}')) await listen(reader, operation, { ...ids, unitId: stage.unit('A').id });
    });
  }

  const find = (name: string): Operation => operations.find((operation) => operation.name === name)!;

  async function listen(reader: Reader, operation: Operation, more: Record<string, string>): Promise<void> {
    const samples: Record<string, string> = {
      fromOn: `${year}-01-01`,
      untilOn: `${year}-12-31`,
      month: today.slice(0, 7),
      limit: '50',
      year: String(year),
      unitId: stage.unit('A1').id,
    };
    const query = Object.fromEntries(
      operation.queries
        .filter(({ name, isRequired }) => isRequired || name === 'limit' || name === 'year')
        .map(({ name, sample }) => [name, samples[name] ?? sample]),
    );
    const { status, bytes } = await send(url, operation, {
      ids: { unitId: stage.unit('A1').id, ...more },
      cookie: reader === 'anonymous' ? undefined : people[reader].cookie,
      query,
    });
    heard.push({ by: reader, operation: operation.name, status, text: textOf(bytes) });
  }

  /** Everything that this person is answered is kept. */
  function listenTo(reader: Exclude<Reader, 'anonymous'>, actor: Actor): Actor {
    listenAs(reader, actor.api);
    people[reader] = actor;
    return actor;
  }
  function listenAs<Client extends Actor['api']>(by: Reader, api: Client): Client {
    api.use({
      async onResponse({ request, response, schemaPath }) {
        const text = textOf(Buffer.from(await response.clone().arrayBuffer()));
        heard.push({ by, operation: `${request.method.toLowerCase()} ${schemaPath}`, status: response.status, text });
      },
    });
    return api;
  }
  const make = (name: string, token: string, by: Reader[], where: RegExp): void => {
    made.push([name, { token, columns: [], seen: [{ by, in: where, why: 'made for these eyes' }] }]);
  };
});

/** As it stands, and as it stands in an address. */
const isIn = (token: string, text: string): boolean => text.includes(token) || text.includes(encodeURIComponent(token));

const formOf = (bytes: Buffer): FormData => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), '心愿.xlsx');
  return form;
};

/** A mail without its transfer encoding and its addressee. */
const plainOf = (raw: string): string => {
  const [, body = ''] = raw.split(/\r?\n\r?\n(.*)/s);
  const bare = body.replace(/\s/g, '');
  const heads = raw.slice(0, raw.length - body.length).replace(/^To: .*$/m, '');
  return `${heads}\n${/^[A-Za-z0-9+/=]+$/.test(bare) ? Buffer.from(bare, 'base64').toString('utf8') : decodeQuoted(body)}`;
};
const decodeQuoted = (text: string): string => {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};

/** The text of an answer; of a workbook what is inside its parts. */
function textOf(bytes: Buffer): string {
  if (bytes.readUInt32BE === undefined || bytes.length < 4 || bytes.readUInt32LE(0) !== 0x04034b50)
    return bytes.toString('utf8');
  const parts: string[] = [];
  // The central directory, from its entries: where each part begins, how long it is, how it is packed.
  for (
    let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1');
    at >= 0;
    at = bytes.indexOf('PK\u0001\u0002', at + 4, 'latin1')
  ) {
    const [method, packed, offset] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    ];
    const begin = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    const part = bytes.subarray(begin, begin + packed);
    parts.push((method === 8 ? inflateRawSync(part) : part).toString('utf8'));
  }
  if (parts.length === 0) throw new Error('a workbook without parts');
  return parts.join('\n');
}
