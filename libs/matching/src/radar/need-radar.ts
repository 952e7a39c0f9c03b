import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { FIRST_ID, Jobs, Transactions, defineJob, type Actor, type DueJob } from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import { WishesQueries, type WishCard } from '#libs/wishes';
import { stepsOf } from '../unit-path.js';
import type { NeedCluster } from './clusters.js';
import type { RadarTask } from './radar.thread.js';

export const SCAN_NEEDS = defineJob('need.scan');

const PART = 500;
const MOST_WISHES = 5_000;
const MOST_SHOWN = 60;
const COMMUNITY_DEPTH = 3;

export interface NeedView {
  words: string[];
  communities: number;
  /** Those of its wishes that still wait, at most 60. */
  wishes: WishCard[];
}
export interface RadarView {
  /** null: nobody has asked yet. */
  scannedAt: Date | null;
  isScanning: boolean;
  needs: NeedView[];
}

/** What many wishes of a unit have in common, so that one project may do what many wishes ask for. */
@Injectable()
export class NeedRadar {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly wishes: WishesQueries,
    private readonly jobs: Jobs,
  ) {}

  /** A job looks anew. Throws UNIT_NOT_FOUND, FORBIDDEN. */
  async ask(actor: Actor, unitId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, unitId);
      this.access.require(actor, 'plan.make', unit.path, UnitNotFound);
      await this.jobs.schedule(tx, { kind: SCAN_NEEDS, subjectId: unitId, dueAt: await tx.now() });
      return { id: unitId };
    });
  }

  /** What was found when somebody looked last. Throws UNIT_NOT_FOUND, FORBIDDEN. */
  async view(actor: Actor, unitId: string): Promise<RadarView> {
    const unit = await this.units.get(this.transactions, unitId);
    this.access.require(actor, 'plan.read', unit.path, UnitNotFound);
    const found = await this.transactions.row<{ scannedAt: Date; clusters: string }>(
      'SELECT scanned_at, clusters FROM need_radar WHERE unit_id = ?',
      [unitId],
    );
    const scanning = await this.transactions.row(
      `SELECT 1 FROM job WHERE kind = ? AND subject_id = ? AND status IN ('scheduled','running')`,
      [SCAN_NEEDS, unitId],
    );
    const clusters = JSON.parse(found?.clusters ?? '[]') as NeedCluster[];
    const cards = await this.wishes.cards(clusters.flatMap(({ wishIds }) => wishIds.slice(0, MOST_SHOWN)));
    return {
      scannedAt: found?.scannedAt ?? null,
      isScanning: scanning !== undefined,
      needs: clusters
        .map(({ words, communities, wishIds }) => ({
          words,
          communities,
          wishes: cards.filter(({ id, status }) => status === 'open' && wishIds.includes(id)),
        }))
        .filter(({ wishes }) => wishes.length > 1),
    };
  }

  /** The job: reads what the public reads of open wishes, and finds the needs in a thread of its own. */
  async run({ subjectId: unitId }: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const unit = await this.units.get(this.transactions, unitId);
    const wishes: RadarTask['wishes'] = [];
    for (let after: string = FIRST_ID; wishes.length < MOST_WISHES;) {
      const part = await this.transactions.rows<{ id: string; unitPath: string; publicText: string }>(
        `SELECT id, unit_path, public_text FROM wish WHERE status = 'open' AND unit_path LIKE ? AND id > ? ORDER BY id LIMIT ${PART}`,
        [`${unit.path}%`, after],
      );
      wishes.push(
        ...part.map(({ id, unitPath, publicText }) => ({
          id,
          communityPath: stepsOf(unitPath).slice(0, COMMUNITY_DEPTH).join('/'),
          text: publicText,
        })),
      );
      if (part.length < PART) break;
      after = part.at(-1)!.id;
    }
    await keepAlive();
    const clusters = await clustersIn({ wishes });
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
