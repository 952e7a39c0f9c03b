import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFStream,
  PDFString,
  decodePDFRawStream,
  type PDFObject,
  type PDFRef,
} from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import { Config, DataKeys, FileStorage, FieldEncryption } from '#libs/platform';
import { endOf, prolonged } from '../support/file-links.js';
import { Stage, freePort, until, type Actor } from '../support/stage.js';

const CANARY = 'CANARY-SECRET-PLACE';
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#7a5' }, limitInputPixels: false });

/** Everything that a PDF holds, object by object, also what lies in object streams: names, texts, and what streams hold. */
function traces(paper: PDFDocument): string[] {
  const texts: string[] = [];
  const walk = (object: PDFObject): void => {
    if (object instanceof PDFString || object instanceof PDFHexString) texts.push(object.decodeText());
    else if (object instanceof PDFArray) object.asArray().forEach(walk);
    else if (object instanceof PDFDict)
      for (const [key, value] of object.entries()) {
        texts.push(`${key.toString()} `);
        walk(value);
      }
    else if (object instanceof PDFStream) {
      walk(object.dict);
      const isPicture = String(object.dict.get(PDFName.of('Filter'))).includes('DCTDecode');
      const bytes =
        object instanceof PDFRawStream && !isPicture ? decodePDFRawStream(object).decode() : object.getContents();
      texts.push(Buffer.from(bytes).toString('latin1'));
    } else texts.push(object.toString());
  };
  for (const [, object] of paper.context.enumerateIndirectObjects()) walk(object);
  return texts;
}

describe('photos', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mw-files-'));
  let stage: Stage;
  let worker: Actor;
  let url: string;

  beforeAll(async () => {
    stage = await Stage.open('files', { env: { FILES_DIR: folder } });
    url = await stage.startApi();
    await stage.startWorker();
    worker = await stage.actor('grid_worker', 'A1');
  });
  afterAll(() => stage.close());

  async function send(
    bytes: Buffer,
    actor = worker,
    key?: string,
    purpose = 'need',
  ): Promise<{ status: number; body: { id: string; code?: string } }> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)]), '../../x.jpg');
    const response = await fetch(`${url}/api/v1/files?purpose=${purpose}`, {
      method: 'POST',
      headers: { cookie: actor.cookie, ...(key ? { 'idempotency-key': key } : {}) },
      body: form,
    });
    return { status: response.status, body: (await response.json()) as { id: string } };
  }
  async function drawn(
    id: string,
  ): Promise<{ status: string; url: string | null; thumbnailUrl: string | null; width: number | null }> {
    const get = () => answer(worker.api.GET('/api/v1/files/{fileId}', { params: { path: { fileId: id } } }));
    await until('it is drawn', 20_000, async () => (await get()).status !== 'received');
    return get();
  }
  const bytesOf = async (link: string): Promise<Buffer> =>
    Buffer.from(await (await fetch(`${url}${link}`)).arrayBuffer());

  it('come with papers, which may be PDFs: their pages come out without scripts, attachments and what they say of themselves', async () => {
    const paper = await PDFDocument.create();
    paper.addPage([300, 300]).drawText('CNY 48,000', { x: 20, y: 200 });
    paper.setTitle(CANARY);
    paper.addJavaScript('run', `app.alert("${CANARY}")`);
    await paper.attach(Buffer.from(CANARY), `${CANARY}.txt`, { mimeType: 'text/plain' });
    const original = Buffer.from(await paper.save({ useObjectStreams: false }));
    expect(original.includes('JavaScript')).toBe(true);
    expect((await send(original, worker, undefined, 'need')).status).toBe(415); // what shows homes is a photo
    const { status, body } = await send(original, worker, undefined, 'quote');
    expect(status).toBe(201);
    const file = await drawn(body.id);
    expect(file).toMatchObject({ status: 'ready', thumbnailUrl: null });
    const response = await fetch(`${url}${file.url!}`);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    const clean = Buffer.from(await response.arrayBuffer());
    const read = await PDFDocument.load(clean, { updateMetadata: false });
    expect([read.getPageCount(), read.getTitle(), read.catalog.get(PDFName.of('Names'))]).toEqual([
      1,
      undefined,
      undefined,
    ]);
    const whole = Buffer.from(await read.save({ useObjectStreams: false }));
    for (const trace of [CANARY, 'JavaScript', 'EmbeddedFile']) expect(whole.includes(trace)).toBe(false);
  });

  it('as PDFs keep what their pages show, and nothing that runs, links or names an author hides in any object', async () => {
    const paper = await PDFDocument.create();
    const { context } = paper;
    const page = paper.addPage([300, 300]);
    page.drawText('CNY 48,000', { x: 20, y: 200 });
    const script = { S: 'JavaScript', JS: PDFString.of(`app.alert("${CANARY}")`) };
    const xmp = (): PDFRef =>
      context.register(context.stream(`<x>${CANARY}</x>`, { Type: 'Metadata', Subtype: 'XML' }));
    const text = (): PDFString => PDFString.of(CANARY);
    const form = (drawing: string): PDFRef =>
      context.register(
        context.stream(drawing, {
          Type: 'XObject',
          Subtype: 'Form',
          BBox: [0, 0, 50, 20],
          Metadata: xmp(),
          PieceInfo: { Office: { Private: text() } },
          AA: { O: script },
          Resources: { Properties: { MC0: { Type: 'OCG', Name: text() } }, Font: { F9: { A: script, JS: text() } } },
        }),
      );
    const parent = context.register(
      context.obj({ FT: 'Btn', T: text(), TU: PDFHexString.fromText(CANARY), AA: { K: script }, A: script } as never),
    );
    const popup = context.register(
      context.obj({ Type: 'Annot', Subtype: 'Popup', Rect: [0, 0, 9, 9], A: script, Contents: text() } as never),
    );
    const note = (values: object): PDFRef =>
      context.register(
        context.obj({ Type: 'Annot', Rect: [10, 10, 60, 30], T: text(), Contents: text(), ...values } as never),
      );
    const seal = form('1 0 0 rg 0 0 50 20 re f % the seal');
    page.node.set(
      PDFName.of('Annots'),
      context.obj([
        note({ Subtype: 'Stamp', AP: { N: seal }, Popup: popup, NM: text(), RC: text(), A: script }),
        note({
          Subtype: 'Widget',
          Parent: parent,
          AS: 'On',
          AP: { N: { On: form('0 0 50 20 re S % the field') } },
          MK: { CA: text() },
        }),
        note({ Subtype: 'Link', A: { S: 'URI', URI: text() } }),
        note({ Subtype: 'FileAttachment', FS: { F: text() } }),
        note({ Subtype: 'Stamp', F: 2, AP: { N: form(`% ${CANARY}`) } }),
        popup,
      ]),
    );
    const photo = await plain(40, 40)
      .withExif({ IFD0: { Copyright: CANARY } })
      .jpeg()
      .toBuffer();
    page.drawImage(await paper.embedJpg(photo), { x: 100, y: 100 });
    page.node.set(PDFName.of('AA'), context.obj({ O: script } as never));
    page.node.set(PDFName.of('Metadata'), xmp());
    page.node.set(PDFName.of('PieceInfo'), context.obj({ X: { Private: text() } } as never));
    page.node.Parent()?.set(PDFName.of('AA'), context.obj({ O: script } as never));
    for (const [key, object] of [
      ['JS', text()],
      ['Next', context.obj(script as never)],
    ] as const)
      page.node.Resources()?.lookup(PDFName.of('Font'), PDFDict).set(PDFName.of(key), object);
    const original = Buffer.from(await paper.save());

    const { body } = await send(original, worker, undefined, 'quote');
    const file = await drawn(body.id);
    expect(file.status).toBe('ready');
    const before = traces(await PDFDocument.load(original, { updateMetadata: false }));
    expect(before.join('\n')).toContain(CANARY);
    const after = traces(await PDFDocument.load(await bytesOf(file.url!), { updateMetadata: false })).join('\n');
    for (const trace of [
      CANARY,
      'JavaScript',
      'Annot',
      'Popup',
      '/AA',
      '/JS',
      '/URI',
      '/Metadata',
      '/PieceInfo',
      '/T ',
      '/A ',
    ])
      expect([trace, after.includes(trace)]).toEqual([trace, false]);
    for (const shown of ['the seal', 'the field', 'DCTDecode', 'Do Q'])
      expect([shown, after.includes(shown)]).toEqual([shown, true]);
  });

  it('are not papers when they only say so', async () => {
    for (const bytes of ['%PDF-1.7 and then nothing', '<html>%PDF-</html>', 'MZ']) {
      const { status, body } = await send(Buffer.from(bytes), worker, undefined, 'invoice');
      if (bytes.startsWith('%PDF')) expect((await drawn(body.id)).status).toBe('refused');
      else expect([status, body.code]).toEqual([415, 'FILE_KIND']);
    }
  });

  it('come out upright, smaller, and without what was hidden in them', async () => {
    const original = await plain(3_000, 2_000)
      .withExif({
        IFD0: { Copyright: CANARY, ImageDescription: CANARY },
        IFD3: { GPSLatitude: '23/1 6/1 0/1', GPSLatitudeRef: 'N' },
      })
      .withXmp(
        `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description dc="${CANARY}"/></rdf:RDF></x:xmpmeta>`,
      )
      .jpeg()
      .toBuffer();
    expect(original.includes(CANARY)).toBe(true);
    const { status, body } = await send(original);
    expect(status).toBe(201);
    const file = await drawn(body.id);
    expect(file).toMatchObject({ status: 'ready', width: 1_600 });
    for (const link of [file.url!, file.thumbnailUrl!]) {
      const bytes = await bytesOf(link);
      expect(bytes.includes(CANARY)).toBe(false);
      const { format, exif, xmp } = await sharp(bytes).metadata();
      expect([format, exif, xmp]).toEqual(['jpeg', undefined, undefined]);
    }
    // What lies on the disk is sealed.
    const kept = (readdirSync(folder, { recursive: true }) as string[])
      .map((path) => join(folder, path))
      .filter((path) => statSync(path).isFile());
    expect(kept.length).toBeGreaterThan(1);
    for (const path of kept) expect(readFileSync(path).subarray(0, 3)).not.toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  });

  it('are refused when they are something else, whatever their name says', async () => {
    const planted: [string, Buffer, number][] = [
      ['a page', Buffer.from('<!doctype html><script>1</script>'), 415],
      ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 415],
      ['a GIF that is a page too', Buffer.from('GIF89a/*<script>1</script>*/'), 415],
      ['a PDF', Buffer.from('%PDF-1.7 x'), 415],
      ['nothing', Buffer.alloc(0), 415],
      ['eleven megabytes', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(11 * 1024 * 1024)]), 413],
    ];
    for (const [name, bytes, status] of planted) expect([name, (await send(bytes)).status]).toEqual([name, status]);
  });

  it('that cannot be drawn are refused by the job, bombs among them', async () => {
    const bomb = await plain(8_000, 8_000).png({ compressionLevel: 9, palette: true }).toBuffer();
    const whole = await plain(800, 600).jpeg().toBuffer();
    const hidden = Buffer.concat([whole.subarray(0, 20), Buffer.from('<script>'.repeat(50))]);
    for (const bytes of [bomb, whole.subarray(0, 900), hidden]) {
      const { body } = await send(bytes);
      expect((await drawn(body.id)).status).toBe('refused');
    }
    const cmyk = await plain(400, 300).toColourspace('cmyk').jpeg().toBuffer();
    expect((await drawn((await send(cmyk)).body.id)).status).toBe('ready');
  });

  it('of one person are so many megabytes a day, sent one after the other or at once', async () => {
    const resident = await stage.actor('resident', 'A1');
    const large = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(9 * 1024 * 1024)]);
    const sent = await Promise.all(Array.from({ length: 4 }, () => send(large, resident)));
    expect(sent.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect((await send(large, resident)).status).toBe(201);
    const { status, body } = await send(large, resident);
    expect([status, body.code]).toEqual([429, 'UPLOAD_QUOTA']);
    const other = await stage.actor('resident', 'A1');
    expect((await send(await plain(100, 100).jpeg().toBuffer(), other)).status).toBe(201);
  });

  it('sent twice with one key are one', async () => {
    const photo = await plain(100, 100).jpeg().toBuffer();
    const key = `photo-${Date.now()}`;
    const [first, second] = [await send(photo, worker, key), await send(photo, worker, key)];
    expect(second).toEqual(first);
  });

  it('belong to whoever sent them, and to one wish', async () => {
    const stranger = await stage.actor('grid_worker', 'A1');
    const { body } = await send(await plain(100, 100).jpeg().toBuffer());
    const tell = (actor: Actor) =>
      actor.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need: '灯坏了，想修一修',
          kind: 'service',
          urgency: 'normal',
          helpersNeeded: 1,
          estimatedFen: 0,
          peopleHelped: 1,
          beneficiary: { name: '陈婆婆', phone: '13600000001' },
          consent: { kind: 'spoken', byGuardian: false },
          isDraft: false,
          photoIds: [body.id],
        },
      });
    expect((await tell(stranger)).error).toMatchObject({ code: 'FILE_TAKEN' });
    expect((await tell(worker)).response.status).toBe(201);
    expect((await tell(worker)).error).toMatchObject({ code: 'FILE_TAKEN' });
  });

  it('open through a link that dies and cannot be forged', async () => {
    const { body } = await send(await plain(100, 100).jpeg().toBuffer());
    const { url: link } = await drawn(body.id);
    const good = await fetch(`${url}${link}`);
    expect(good.status).toBe(200);
    expect(good.headers.get('content-security-policy')).toContain('sandbox');
    expect(good.headers.get('cache-control')).toMatch(/^private, max-age=\d+, immutable$/);
    expect(endOf(link!) - Date.now() / 1_000).toBeLessThanOrEqual(300);
    expect((await fetch(`${url}${prolonged(link!, 3_600)}`)).status).toBe(404);
    expect((await fetch(`${url}${link!.replace('/full?', '/thumb?')}`)).status).toBe(404);
  });
});

describe('a bucket instead of a folder', () => {
  const objects = new Map<string, Buffer>();
  let server: Server;
  let storage: FileStorage;

  beforeAll(async () => {
    // The few verbs of S3 that we use, checked for their shape: a double for what is outside.
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const key = new URL(request.url ?? '', 'http://x').pathname;
        const isSigned = /^AWS4-HMAC-SHA256 Credential=id\/\d{8}\/cn-south\/s3\//.test(
          request.headers.authorization ?? '',
        );
        if (!isSigned || !key.startsWith('/wishes/')) response.writeHead(403).end();
        else if (request.method === 'PUT') {
          objects.set(key, Buffer.concat(parts));
          response.writeHead(200, { etag: '"x"' }).end();
        } else if (request.method === 'DELETE') {
          objects.delete(key);
          response.writeHead(204).end();
        } else if (objects.has(key)) response.writeHead(200).end(objects.get(key));
        else
          response.writeHead(404, { 'content-type': 'application/xml' }).end('<Error><Code>NoSuchKey</Code></Error>');
      });
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const config = new Config({
      ...process.env,
      FILES_S3_BUCKET: 'wishes',
      FILES_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      FILES_S3_REGION: 'cn-south',
      FILES_S3_KEY: 'id',
      FILES_S3_SECRET: 'secret',
    });
    storage = new FileStorage(config, new FieldEncryption(new DataKeys(config.dataKeys), 1));
  });
  afterAll(() => server.close());

  it('keeps, gives back and forgets, sealed', async () => {
    await storage.put('full/one', Buffer.from('a picture'));
    const [[key, bytes]] = [...objects] as [[string, Buffer]];
    expect(key).toBe('/wishes/full/one');
    expect(bytes.includes('a picture')).toBe(false);
    expect((await storage.get('full/one')).toString()).toBe('a picture');
    await storage.remove('full/one', 'full/never-there');
    expect(objects.size).toBe(0);
    await expect(storage.get('full/one')).rejects.toThrow();
  });
});
