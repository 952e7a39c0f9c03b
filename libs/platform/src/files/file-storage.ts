import { Injectable } from '@nestjs/common';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import { S3Driver } from 'flydrive/drivers/s3';
import { Config } from '../config.js';
import { Vault } from '../personal-data/vault.js';

/** Bytes by key, sealed: whoever holds the disk or the bucket reads nothing. A local folder, or S3-compatible storage
 *  where the settings name a bucket. */
@Injectable()
export class FileStorage {
  private readonly disk: Disk;

  constructor(
    config: Config,
    private readonly vault: Vault,
  ) {
    this.disk = new Disk(driverOf(config));
  }

  /** key: unique for ever; an object is written once. */
  async put(key: string, bytes: Buffer): Promise<void> {
    await this.disk.put(key, this.vault.seal('storage', key, bytes));
  }

  async get(key: string): Promise<Buffer> {
    return this.vault.openBytes('storage', key, Buffer.from(await this.disk.getBytes(key)));
  }

  /** Does nothing where there is nothing. */
  async remove(...keys: string[]): Promise<void> {
    for (const key of keys) await this.disk.delete(key);
  }
}

function driverOf({ filesDir, filesS3 }: Config): FSDriver | S3Driver {
  if (!filesS3) return new FSDriver({ location: filesDir, visibility: 'private' });
  const { bucket, endpoint, region, accessKeyId, secretAccessKey } = filesS3;
  return new S3Driver({
    bucket,
    region,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    credentials: { accessKeyId, secretAccessKey },
    visibility: 'private',
    supportsACL: false,
  });
}
