import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, type ReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/** The number of file versions that one process keeps; a book with a million entries has 300 MB. */
const MOST_KEPT = 4;

/** Large public files, written once per version and then sent from disk. Their content is public, so they are stored
 *  unencrypted, in a folder that is deleted at shutdown. */
@Injectable()
export class PreparedFiles implements OnApplicationShutdown {
  private folder?: string;
  /** By name and version, least recently used first. */
  private readonly kept = new Map<string, Promise<string>>();
  private queue: Promise<unknown> = Promise.resolve();

  /** Opens the file of this name and version. Requests that arrive while it is written wait for it. lines: the content, read
   *  only if there is no such file yet. One file is written at a time. */
  async open(name: string, version: string, lines: () => AsyncIterable<string>): Promise<ReadStream> {
    const key = createHash('sha256').update(`${name}|${version}`).digest('hex');
    const present = this.kept.get(key);
    const path = present ?? this.queue.then(() => this.write(key, lines()));
    if (!present) {
      this.queue = path.catch(() => undefined);
      path.catch(() => this.kept.delete(key));
    }
    this.kept.delete(key);
    this.kept.set(key, path);
    const stream = createReadStream(await path);
    await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject));
    this.forgetOldest();
    return stream;
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }

  private async write(key: string, lines: AsyncIterable<string>): Promise<string> {
    this.folder ??= mkdtempSync(join(tmpdir(), 'micro-wish-files-'));
    const path = join(this.folder, key);
    try {
      await pipeline(Readable.from(lines), createWriteStream(`${path}.part`));
      await rename(`${path}.part`, path);
    } catch (error) {
      await rm(`${path}.part`, { force: true });
      throw error;
    }
    return path;
  }

  /** A file that is being sent is sent to its end, although it is already deleted. */
  private forgetOldest(): void {
    for (const [key, path] of [...this.kept].slice(0, -MOST_KEPT)) {
      this.kept.delete(key);
      void path.then((file) => rm(file, { force: true })).catch(() => undefined);
    }
  }
}
