import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Disk } from 'flydrive';
import { Config } from '../config.js';
import { isStorageFull } from '../database/storage-full.js';
import { FieldEncryption } from '../personal-data/field-encryption.js';
import { StorageFull } from '../problems.js';

const PROBE_BYTES = 4_096;

/** Encrypted objects by key: access to the disk or the bucket reveals no content. Uses a local folder, or S3-compatible
 *  storage when the settings name a bucket. */
@Injectable()
export class FileStorage {
  private opened?: Promise<Disk>;

  constructor(
    private readonly config: Config,
    private readonly encryption: FieldEncryption,
  ) {}

  private get disk(): Promise<Disk> {
    return (this.opened ??= openDisk(this.config));
  }

  /** `key`: unique for ever; an object is written once. Throws STORAGE_FULL, and leaves no partial object. */
  async put(key: string, bytes: Buffer): Promise<void> {
    const disk = await this.disk;
    try {
      await disk.put(key, this.encryption.encrypt('storage', key, bytes));
    } catch (error) {
      if (!isStorageFull(error)) throw error;
      await disk.delete(key).catch(() => undefined);
      throw StorageFull();
    }
  }

  /** Writes a small file and returns the share of the disk that is free, 0 to 1; null for a bucket, whose size is unknown.
   *  Throws STORAGE_FULL when nothing can be written there, for any reason. */
  async probe(): Promise<number | null> {
    if (this.config.filesS3) return null;
    const { filesDir } = this.config;
    const file = join(filesDir, `.writable-${process.pid}`);
    try {
      await mkdir(filesDir, { recursive: true });
      await writeFile(file, Buffer.alloc(PROBE_BYTES), { mode: 0o600 });
      const { bavail, blocks } = await statfs(filesDir);
      return blocks === 0 ? null : bavail / blocks;
    } catch {
      throw StorageFull();
    } finally {
      await rm(file, { force: true }).catch(() => undefined);
    }
  }

  async get(key: string): Promise<Buffer> {
    return this.encryption.decryptBytes('storage', key, Buffer.from(await (await this.disk).getBytes(key)));
  }

  /** Encrypts an object again with the active key. Concurrent readers get the old or the new object, never a part. */
  async reencrypt(key: string): Promise<'moved' | 'current' | 'absent' | 'unreadable'> {
    const disk = await this.disk;
    const sealed = await disk.getBytes(key).then(Buffer.from, async (error: unknown) => {
      if (await disk.exists(key)) throw error;
      return undefined;
    });
    if (!sealed) return 'absent';
    if (sealed[1] === this.encryption.activeKeyNo) return 'current';
    let again: Buffer;
    try {
      again = this.encryption.reencrypt('storage', key, sealed);
    } catch (error) {
      if (!this.encryption.isVerified) throw error;
      return 'unreadable';
    }
    await disk.put(`${key}.again`, again);
    await disk.move(`${key}.again`, key);
    return 'moved';
  }

  /** Removes objects; ignores those that do not exist. */
  async remove(...keys: string[]): Promise<void> {
    const disk = await this.disk;
    for (const key of keys) await disk.delete(key);
  }
}

/** Loads only the driver in use: the one for buckets is large. */
async function openDisk({ filesDir, filesS3 }: Config): Promise<Disk> {
  const { Disk } = await import('flydrive');
  if (!filesS3) {
    const { FSDriver } = await import('flydrive/drivers/fs');
    return new Disk(new FSDriver({ location: filesDir, visibility: 'private' }));
  }
  const { S3Driver } = await import('flydrive/drivers/s3');
  const { bucket, endpoint, region, accessKeyId, secretAccessKey } = filesS3;
  return new Disk(
    new S3Driver({
      bucket,
      region,
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
      credentials: { accessKeyId, secretAccessKey },
      visibility: 'private',
      supportsACL: false,
    }),
  );
}
