import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '#libs/api-client';
import { newId } from '#libs/platform';
import { foreignLink, prolonged } from '../support/file-links.js';
import { Stage, clientWith, daysAhead, until, type Actor } from '../support/stage.js';

const MINUTE = 1 / (24 * 60);

describe('the link of a file', () => {
  let stage: Stage;
  let url: string;
  let worker: Actor;
  let fileId: string;
  let otherId: string;
  /** Servers of the same platform whose deadlines are so many minutes behind: their links are real ones, made then. */
  const behind = new Map<number, string>();

  beforeAll(async () => {
    stage = await Stage.open('links', { env: { FILES_DIR: mkdtempSync(join(tmpdir(), 'mw-links-')) } });
    url = await stage.startApi();
    await stage.startWorker();
    for (const minutes of [2, 6])
      behind.set(minutes, await stage.startApi({ NODE_OPTIONS: daysAhead(-minutes * MINUTE) }));
    worker = await stage.actor('grid_worker', 'A1', { url });
    [fileId, otherId] = [await send(), await send()];
  });
  afterAll(() => stage.close());

  async function send(): Promise<string> {
    const form = new FormData();
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#7a5' } })
      .jpeg()
      .toBuffer();
    form.append('file', new Blob([new Uint8Array(photo)]), 'x.jpg');
    const sent = await fetch(`${url}/api/v1/files?purpose=need`, {
      method: 'POST',
      headers: { cookie: worker.cookie },
      body: form,
    });
    const { id } = (await sent.json()) as { id: string };
    await until('it is drawn', 20_000, async () => (await seen(url, id)).status === 'ready');
    return id;
  }
  const seen = (at: string, id: string) =>
    answer(clientWith(at, worker.cookie).GET('/api/v1/files/{fileId}', { params: { path: { fileId: id } } }));
  const open = async (at: string, link: string): Promise<{ status: number; body: string }> => {
    const response = await fetch(`${at}${link}`);
    return { status: response.status, body: response.ok ? 'bytes' : await response.text() };
  };

  it('opens the file where it was made, and is dead once its time is over', async () => {
    for (const [minutes, isOpen] of [
      [2, true],
      [6, false],
    ] as const) {
      const then = behind.get(minutes)!;
      const { url: full, thumbnailUrl } = await seen(then, fileId);
      for (const link of [full!, thumbnailUrl!]) {
        expect([minutes, (await open(then, link)).status]).toEqual([minutes, 200]);
        expect([minutes, (await open(url, link)).status]).toEqual([minutes, isOpen ? 200 : 404]);
      }
    }
  });

  it('that is over answers like one of a file that does not exist', async () => {
    const { url: link } = await seen(behind.get(6)!, fileId);
    expect(await open(url, link!)).toEqual(await open(url, link!.replace(fileId, newId())));
  });

  it('opens neither another variant, nor another file, nor any later', async () => {
    const { url: full, thumbnailUrl } = await seen(url, fileId);
    const refused = await open(url, full!.replace(fileId, newId()));
    expect(refused.status).toBe(404);
    for (const link of [
      full!.replace('/full?', '/thumb?'),
      thumbnailUrl!.replace('/thumb?', '/full?'),
      full!.replace(fileId, otherId),
      prolonged(full!, 150),
      await foreignLink(fileId, 'full'),
      full!.replace(/[^.]*$/, ''),
      full!.replace(/token=.*/, 'token='),
      full!.replace(/\?token=.*/, ''),
    ])
      expect([link, [404, 422].includes((await open(url, link)).status)]).toEqual([link, true]);
  });

  it('is given only to the sender of the file, and to those who may see what it belongs to', async () => {
    for (const role of ['resident', 'volunteer', 'grid_worker', 'community_secretary', 'auditor']) {
      const other = await stage.actor(role, role === 'auditor' ? 'D' : 'A1', { url });
      const asked = (id: string) => other.api.GET('/api/v1/files/{fileId}', { params: { path: { fileId: id } } });
      const theirs = await asked(fileId);
      expect([role, theirs.response.status]).toEqual([role, 404]);
      expect(theirs.error).toEqual((await asked(newId())).error);
    }
    const neighbour = await stage.actor('resident', 'A1', { url });
    const wish = (photoId: string) =>
      neighbour.api.POST('/api/v1/wishes', {
        body: {
          unitId: stage.unit('A1').id,
          need: '家里的吊扇坏了，想请人换一台',
          kind: 'service',
          beneficiary: { name: '李子梅', phone: neighbour.phone },
          consent: { kind: 'spoken', byGuardian: false },
          photoIds: [photoId],
        } as never,
      });
    const [taken, absent] = [await wish(fileId), await wish(newId())];
    expect([taken.response.status, taken.error]).toEqual([absent.response.status, absent.error]);
    expect(taken.response.status).toBe(422);
  });
});
