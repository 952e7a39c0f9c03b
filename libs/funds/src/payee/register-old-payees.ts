import { Injectable } from '@nestjs/common';
import { FIRST_ID, HandlesLongJob, Jobs, Transactions, defineJob, type DueJob, type Tx } from '#libs/platform';
import { communityOf, joinUnit } from '#libs/identity';
import type { RegisteredKind } from './payee-codes.js';
import { Payees } from './payees.js';

export const REGISTER_OLD_PAYEES = defineJob('fund.payees', 'bulk');

const BATCH = 100;
/** A name with such an ending belongs to an organisation. All other names wait for a clerk. */
const LEGAL_FORM = /(?:公司|合作社|事务所|医院|学校|幼儿园|委员会|居委会|村委会|经营部|服务中心|福利院|基金会)$/u;

interface OldRequest {
  id: string;
  unitId: string;
  unitPath: string;
  payee: string;
}

/** Moves payees that requests still name by text into the register, and clears the text. Each transaction handles a bounded
 *  batch; the job can restart at any time. */
@Injectable()
export class RegisterOldPayees {
  constructor(
    private readonly transactions: Transactions,
    private readonly payees: Payees,
    private readonly jobs: Jobs,
  ) {}

  /** Schedules the job when requests remain: an older release may still write texts. */
  async wake(tx: Tx): Promise<void> {
    const left = await tx.row('SELECT 1 FROM spend_request WHERE payee_id IS NULL LIMIT 1');
    if (left) await this.jobs.schedule(tx, { kind: REGISTER_OLD_PAYEES, subjectId: FIRST_ID, dueAt: await tx.now() });
  }

  @HandlesLongJob(REGISTER_OLD_PAYEES)
  async run(_: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    while ((await this.transactions.run((tx) => this.batch(tx))) === BATCH) await keepAlive();
  }

  private async batch(tx: Tx): Promise<number> {
    const rows = await tx.rows<OldRequest>(
      `SELECT r.id, u.id AS unit_id, u.path AS unit_path, r.payee FROM spend_request r
       ${joinUnit(communityOf('r.unit_path'))}
       WHERE r.payee_id IS NULL AND r.payee <> '' ORDER BY r.id LIMIT ${BATCH}`,
    );
    const known = new Map<string, string>();
    for (const { id, unitId, unitPath, payee } of rows) {
      const key = `${unitId}|${payee}`;
      const payeeId = known.get(key) ?? (await this.entryFor(tx, { id: unitId, path: unitPath }, payee));
      known.set(key, payeeId);
      await tx.execute(`UPDATE spend_request SET payee_id = ?, payee = '' WHERE id = ? AND payee_id IS NULL`, [
        payeeId,
        id,
      ]);
    }
    return rows.length;
  }

  private async entryFor(tx: Tx, unit: { id: string; path: string }, name: string): Promise<string> {
    const kind: RegisteredKind = LEGAL_FORM.test(name.trim()) ? 'organisation' : 'unsettled';
    return (await this.payees.add(tx, { unit, name, kind, actor: null })).id;
  }
}
