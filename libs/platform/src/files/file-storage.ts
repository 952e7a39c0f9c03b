import { Injectable } from '@nestjs/common';
import { Disk } from 'flydrive';
import { Config } from '../config.js';
import { Vault } from '../personal-data/vault.js';

/** Bytes by key, sealed: whoever holds the disk or the bucket reads nothing. A local folder, or S3-compatible storage
 *  where the settings name a bucket. */
@Injectable()
export class FileStorage {
  private readonly disk: Promise<Disk>;

  constructor(
    config: Config,
    private readonly vault: Vault,
  ) {
    this.disk = openDisk(config);
  }

  /** key: unique for ever; an object is written once. */
  async put(key: string, bytes: Buffer): Promise<void> {
    const disk = await this.disk;
    await disk.put(key, this.vault.seal('storage', key, bytes));
  }

  async get(key: string): Promise<Buffer> {
    return this.vault.openBytes('storage', key, Buffer.from(await (await this.disk).getBytes(key)));
  }

  /** Seals an object again with the key in force; readers meanwhile get the one or the other, never a part. */
  async sealAgain(key: string): Promise<'moved' | 'current' | 'absent' | 'unreadable'> {
    const disk = await this.disk;
    const sealed = await disk.getBytes(key).then(Buffer.from, async (error: unknown) => {
      if (await disk.exists(key)) throw error;
      return undefined;
    });
    if (!sealed) return 'absent';
    if (sealed[1] === this.vault.activeKeyNo) return 'current';
    let again: Buffer;
    try {
      again = this.vault.sealAgain('storage', key, sealed);
    } catch (error) {
      if (!this.vault.isProven) throw error;
      return 'unreadable';
    }
    await disk.put(`${key}.again`, again);
    await disk.move(`${key}.again`, key);
    return 'moved';
  }

  /** Does nothing where there is nothing. */
  async remove(...keys: string[]): Promise<void> {
    const disk = await this.disk;
    for (const key of keys) await disk.delete(key);
  }
}

/** Only the driver that is used is loaded: the one for buckets is large. */
async function openDisk({ filesDir, filesS3 }: Config): Promise<Disk> {
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
