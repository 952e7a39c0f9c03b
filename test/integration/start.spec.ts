import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage } from '../support/stage.js';

const ROOT = join(new URL('.', import.meta.url).pathname, '../..');

describe('a program of the bundle', () => {
  let stage: Stage;
  let url: string;
  beforeAll(async () => {
    stage = await Stage.open('start');
    url = await stage.startApi();
  });
  afterAll(() => stage.close());

  it('names source files in a stack trace', async () => {
    const said = await new Promise<string>((resolve) => {
      const cli = ['--enable-source-maps', join(ROOT, 'dist/server/cli.js')];
      execFile(process.execPath, [...cli, 'masking', 'evaluate', tmpdir()], (_, _out, faults) => resolve(faults));
    });
    expect(said).toContain('EISDIR');
    expect(said).toMatch(/apps\/cli\/src\/commands\/masking-evaluate\.ts:\d+:\d+/);
  });

  it('finds files of packages: the documentation has its script and style', async () => {
    const page = await (await fetch(`${url}/api/docs`)).text();
    const files = [...page.matchAll(/(?:src|href)="(\.\/docs\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path!);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect((await fetch(new URL(file, `${url}/api/`))).status, file).toBe(200);
  });
});
