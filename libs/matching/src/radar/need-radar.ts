import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import {
  HandlesLongJob,
  Jobs,
  Transactions,
  defineJob,
  type Actor,
  type DueJob,
  type Row,
  findJob,
} from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import { STOP_WORDS, WISHES, WishesQueries } from '#libs/wishes';
import { inParts } from '../score/in-parts.js';
import { communityOf } from '../score/unit-path.js';
import type { NeedCluster } from './clusters.js';
import type { NeedRadar as NeedRadarTable } from './need-radar.entity.js';
import type { RadarResponse } from './radar.dto.js';
import type { RadarTask } from './radar.thread.js';
import { PLAN_MAKE, PLAN_READ } from '../matching.permissions.js';

export const SCAN_NEEDS = defineJob('need.scan', 'interactive');

const PART = 500;
const MOST_WISHES = 5_000;
const MOST_SHOWN = 60;

/** Finds what many wishes of a unit have in common, so that one project can serve many wishes. */
@Injectable()
export class NeedRadar {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly wishes: WishesQueries,
    private readonly jobs: Jobs,
  ) {}

  /** Schedules a job that scans the unit again. Throws UNIT_NOT_FOUND, FORBIDDEN. */
  async ask(actor: Actor, unitId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, unitId);
      this.access.require(actor, PLAN_MAKE, unit.path, UnitNotFound);
      await this.jobs.schedule(tx, { kind: SCAN_NEEDS, subjectId: unitId, dueAt: await tx.now() });
      return { id: unitId };
    });
  }

  /** The result of the last scan. Throws UNIT_NOT_FOUND, FORBIDDEN. */
  async view(actor: Actor, unitId: string): Promise<RadarResponse> {
    const unit = await this.units.get(this.transactions, unitId);
    this.access.require(actor, PLAN_READ, unit.path, UnitNotFound);
    const found = await this.transactions.row<Row<NeedRadarTable, 'scannedAt' | 'clusters'>>(
      'SELECT scanned_at, clusters FROM need_radar WHERE unit_id = ?',
      [unitId],
    );
    const scan = await findJob(this.transactions, SCAN_NEEDS, unitId);
    const clusters = JSON.parse(found?.clusters ?? '[]') as NeedCluster[];
    const cards = await this.wishes.cards(clusters.flatMap(({ wishIds }) => wishIds.slice(0, MOST_SHOWN)));
    return {
      scannedAt: found?.scannedAt ?? null,
      isScanning: scan?.status === 'scheduled' || scan?.status === 'running',
      needs: clusters
        .map(({ words, communities, wishIds }) => ({
          words,
          communities,
          wishes: cards.filter(({ id, status }) => status === 'open' && wishIds.includes(id)),
        }))
        .filter(({ wishes }) => wishes.length > 1),
    };
  }

  /** The job: reads the public texts of open wishes, and finds the needs in a worker thread. */
  @HandlesLongJob(SCAN_NEEDS)
  async run({ subjectId: unitId }: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const unit = await this.units.get(this.transactions, unitId);
    const wishes: RadarTask['wishes'] = [];
    const load = (after: string): Promise<{ id: string; unitPath: string; text: string }[]> =>
      this.transactions.rows(
        `SELECT w.id, w.unit_path, w.public_text AS text FROM ${WISHES} WHERE w.status = 'open' AND w.unit_path LIKE ? AND w.id > ? ORDER BY w.id LIMIT ${PART}`,
        [`${unit.path}%`, after],
      );
    for await (const part of inParts(load, PART)) {
      wishes.push(...part.map(({ id, unitPath, text }) => ({ id, communityPath: communityOf(unitPath), text })));
      if (wishes.length >= MOST_WISHES) break;
    }
    await keepAlive();
    const clusters = await clustersIn({ wishes, saysNothing: STOP_WORDS });
    await this.transactions.run((tx) =>
      tx.execute(
        `INSERT INTO need_radar (unit_id, scanned_at, wishes, clusters) VALUES (?,UTC_TIMESTAMP(3),?,?)
         ON DUPLICATE KEY UPDATE scanned_at = VALUES(scanned_at), wishes = VALUES(wishes), clusters = VALUES(clusters)`,
        [unitId, wishes.length, JSON.stringify(clusters)],
      ),
    );
  }
}

async function clustersIn(task: RadarTask): Promise<NeedCluster[]> {
  const thread = new Worker(new URL('./radar.thread.js', import.meta.url), { workerData: task });
  try {
    const [clusters] = (await once(thread, 'message')) as [NeedCluster[]];
    return clusters;
  } finally {
    await thread.terminate();
  }
}
