import { Injectable, Logger } from '@nestjs/common';
import type { Schema } from './database/migrations.js';
import { SchemaForeign, refusalOf, schemaDifference } from './database/schema-version.js';
import { Transactions } from './database/transactions.js';
import { FileStorage } from './files/file-storage.js';
import { metrics } from './metrics.js';
import { KeyFault } from './personal-data/data-keys.js';
import { DataKeysWrong, FieldEncryption } from './personal-data/field-encryption.js';

/** Balancers, containers and people ask: one check answers all of them for this time. */
const GOOD_FOR_MS = 3_000;
/** Below this share of free space an operator is warned while there is time to act. */
const LITTLE_FREE = 0.2;

export interface ReadinessReport {
  /** What works now, but not for long. */
  warnings: string[];
  /** The free share of the disk under FILES_DIR; null with a bucket. */
  filesFreePercent: number | null;
}

/** Whether a process can work: the database has the program's own schema, matches its data keys and accepts a write, and the
 *  file storage accepts a file. Reading is not enough: a full disk still answers every query. */
@Injectable()
export class Readiness {
  private readonly logger = new Logger('readiness');
  private last?: { at: number; report: Promise<ReadinessReport> };
  private wasLow = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly storage: FileStorage,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Throws UNAVAILABLE, STORAGE_FULL, SCHEMA_FOREIGN, DATA_KEYS_WRONG. */
  check(schemas: Schema[]): Promise<ReadinessReport> {
    const now = performance.now();
    if (!this.last || now - this.last.at > GOOD_FOR_MS) this.last = { at: now, report: this.look(schemas) };
    return this.last.report;
  }

  private async look(schemas: Schema[]): Promise<ReadinessReport> {
    const refusal = refusalOf(await schemaDifference(this.transactions, schemas));
    if (refusal) {
      this.logger.error(refusal);
      throw SchemaForeign();
    }
    await this.encryption.prove(this.transactions).catch((error: unknown) => {
      throw error instanceof KeyFault ? DataKeysWrong() : error;
    });
    await this.transactions.run((tx) =>
      tx.execute(
        `INSERT INTO write_probe (id, written_at) VALUES (1, UTC_TIMESTAMP(3)) ON DUPLICATE KEY UPDATE written_at = VALUES(written_at)`,
      ),
    );
    const free = await this.storage.probe();
    return { warnings: this.judge(free), filesFreePercent: free === null ? null : Math.floor(free * 100) };
  }

  private judge(free: number | null): string[] {
    if (free === null) return [];
    metrics.filesFree.set(free);
    const isLow = free < LITTLE_FREE;
    const warning = `Only ${Math.floor(free * 100)} % of the disk under FILES_DIR are free`;
    if (isLow && !this.wasLow) this.logger.warn(warning);
    this.wasLow = isLow;
    return isLow ? [warning] : [];
  }
}
