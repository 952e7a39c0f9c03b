import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  AccountErasure,
  ErasesPeriod,
  Events,
  HandlesJob,
  InvalidInput,
  Jobs,
  Retention,
  Transactions,
  defineJob,
  eraseSubjectKeys,
  isDuplicateOf,
  newId,
  problem,
  sayIn,
  type Actor,
  type DueJob,
  type EventType,
  type Obstacle,
  type Reader,
  type Tx,
  type Row,
} from '#libs/platform';
import { AccountErasure as AccountErasureTable } from './account-erasure.entity.js';
import { RateLimit } from '../sign-in/rate-limit.js';
import { ACCOUNT_WAIT, CLOSED_ACCOUNT, closedBefore } from '../identity.personal-data.js';
import { PresentPassword } from '../sign-in/present-password.js';
import { RoleChanges } from '../roles/role-changes.js';
import type { RoleGrant } from '../roles/role-grant.entity.js';
import { isStaff } from '../roles/roles.js';
import { SecondFactor } from '../sign-in/second-factor.js';
import { Units } from '../units/units.js';
import {
  AccountErased,
  AccountErasureAsked,
  AccountErasureRefused,
  AccountErasureWithdrawn,
  RoleRevoked,
} from '../identity.events.js';

export const ERASE_ACCOUNT = defineJob('account.erase', 'bulk');

export const ErasureAsked = problem('ERASURE_ASKED', 409, {
  zh: '您已申请注销，注销办理之前可以撤回。',
  en: 'You have already requested the deletion. You can withdraw the request until it is carried out.',
});
export const ErasureNotAsked = problem('ERASURE_NOT_ASKED', 404, {
  zh: '没有正在等待的注销申请。',
  en: 'There is no pending deletion.',
});
export const ErasureObstacles = problem('ERASURE_OBSTACLES', 409, {
  zh: '还不能注销，请先办完：{what}。',
  en: 'The account cannot be deleted yet. First complete: {what}.',
});

export interface OwnErasure {
  waitDays: number;
  /** Whether a code of the second factor is required besides the password. */
  needsCode: boolean;
  obstacles: { code: string; count: number; text: string }[];
  /** Null if no request is pending. */
  waiting: { askedAt: Date; dueAt: Date } | null;
  /** The obstacles that stopped the last request on its due date; null if it was not refused. */
  refused: { at: Date; obstacles: { code: string; count: number; text: string }[] } | null;
}

/** Number of accounts that one step of the nightly job erases. */
const ACCOUNTS_AT_ONCE = 20;

/** A person requests deletion of their own account with the password. It is carried out after a period in which the
 *  person can withdraw the request. What others need stays under the person's id: signatures, service records, the audit
 *  trail. Source: PIPL, art. 15 and 47. */
@Injectable()
export class EraseAccount {
  constructor(
    private readonly transactions: Transactions,
    private readonly accounts: AccountErasure,
    private readonly retention: Retention,
    private readonly present: PresentPassword,
    private readonly attempts: RateLimit,
    private readonly secondFactor: SecondFactor,
    private readonly events: Events,
    private readonly changes: RoleChanges,
    private readonly jobs: Jobs,
    private readonly units: Units,
  ) {}

  /** Whether the account can be deleted, and whether a deletion is pending. */
  async status(actor: Actor): Promise<OwnErasure> {
    const { transactions: reader } = this;
    const last = await reader.row<{ status: string; askedAt: Date; dueAt: Date; endedAt: Date; refusedFor: string }>(
      'SELECT status, asked_at, due_at, ended_at, refused_for FROM account_erasure WHERE person_id = ? ORDER BY id DESC LIMIT 1',
      [actor.personId],
    );
    return {
      waitDays: await this.retention.days(reader, ACCOUNT_WAIT),
      needsCode: await this.secondFactor.isOn(reader, actor.personId),
      obstacles: describeObstacles(actor, await this.accounts.obstacles(reader, actor.personId)),
      waiting: last?.status === 'waiting' ? { askedAt: last.askedAt, dueAt: last.dueAt } : null,
      refused:
        last?.status === 'refused'
          ? { at: last.endedAt, obstacles: describeObstacles(actor, JSON.parse(last.refusedFor) as Obstacle[]) }
          : null,
    };
  }

  /** Requests the deletion. Throws WRONG_PASSWORD, INVALID_INPUT if a required code is missing, SECOND_FACTOR_WRONG,
   *  ERASURE_OBSTACLES, ERASURE_ASKED, TOO_MANY_REQUESTS. */
  async request(actor: Actor, input: { password: string; code?: string }): Promise<{ id: string }> {
    await this.present.assert(actor, input.password);
    const id = newId();
    try {
      const attemptId = input.code && (await this.secondFactor.countGuess(actor.personId));
      await this.transactions.run(async (tx) => {
        await this.proveFactor(tx, actor, input.code);
        const obstacles = await this.accounts.obstacles(tx, actor.personId);
        if (obstacles.length > 0) {
          const what = describeObstacles(actor, obstacles)
            .map(({ text }) => text)
            .join(sayIn(actor.locale)('；', '; '));
          throw ErasureObstacles({ what, obstacles: obstacles.map(({ code, count }) => ({ code, count })) });
        }
        const now = await tx.now();
        const waitDays = await this.retention.days(tx, ACCOUNT_WAIT);
        const dueAt = new Date(now.getTime() + waitDays * 86_400_000);
        await tx.insert(AccountErasureTable, { id, personId: actor.personId, status: 'waiting', askedAt: now, dueAt });
        await this.jobs.schedule(tx, { kind: ERASE_ACCOUNT, subjectId: id, dueAt });
        await this.record(tx, AccountErasureAsked, actor.personId, actor.personId);
      });
      if (attemptId) await this.attempts.forgive(attemptId);
    } catch (error) {
      throw isDuplicateOf(error, 'uq_account_erasure_waiting') ? ErasureAsked() : error;
    }
    return { id };
  }

  /** Throws ERASURE_NOT_ASKED. */
  async withdraw(actor: Actor): Promise<{ id: string }> {
    return this.transactions.run(async (tx) => {
      const waiting = await tx.row<{ id: string }>(
        'SELECT id FROM account_erasure WHERE waiting_person = ? FOR UPDATE',
        [actor.personId],
      );
      if (!waiting) throw ErasureNotAsked();
      await tx.execute(
        `UPDATE account_erasure SET status = 'withdrawn', ended_at = UTC_TIMESTAMP(3) WHERE id = ? AND status = 'waiting'`,
        [waiting.id],
      );
      await this.jobs.cancel(tx, waiting.id);
      await this.record(tx, AccountErasureWithdrawn, actor.personId, actor.personId);
      return waiting;
    });
  }

  /** The job that runs after the withdrawal period. If obstacles exist by now, it refuses the request instead, and the
   *  person can read what they are. */
  @HandlesJob(ERASE_ACCOUNT)
  async carryOut(tx: Tx, { subjectId: erasureId }: DueJob): Promise<void> {
    const waiting = await tx.row<{ personId: string }>(
      `SELECT person_id FROM account_erasure WHERE id = ? AND status = 'waiting' FOR UPDATE`,
      [erasureId],
    );
    if (!waiting) return;
    const obstacles = await this.accounts.obstacles(tx, waiting.personId);
    if (obstacles.length > 0) {
      await tx.execute(
        `UPDATE account_erasure SET status = 'refused', ended_at = UTC_TIMESTAMP(3), refused_for = ? WHERE id = ?`,
        [JSON.stringify(obstacles), erasureId],
      );
      const causes = obstacles.map(({ code }) => code);
      await this.record(tx, AccountErasureRefused.with({ causes }), waiting.personId, null);
      return;
    }
    await tx.execute(`UPDATE account_erasure SET status = 'done', ended_at = UTC_TIMESTAMP(3) WHERE id = ?`, [
      erasureId,
    ]);
    await this.erase(tx, waiting.personId, { isAsked: true });
  }

  /** A step of the nightly job: erases accounts that were closed before the given date. */
  @ErasesPeriod(CLOSED_ACCOUNT)
  async eraseClosed(tx: Tx, before: Date): Promise<number> {
    const closed = await tx.rows<{ id: string }>(
      `${closedBefore('?')} ORDER BY disabled_at LIMIT ${ACCOUNTS_AT_ONCE} FOR UPDATE SKIP LOCKED`,
      [before],
    );
    for (const { id } of closed) await this.erase(tx, id, { isAsked: false });
    return closed.length;
  }

  private async erase(tx: Tx, personId: string, { isAsked }: { isAsked: boolean }): Promise<void> {
    await tx.row('SELECT 1 FROM person WHERE id = ? FOR UPDATE', [personId]);
    // Recorded first: afterwards no role shows to which unit it belongs.
    const actorId = isAsked ? personId : null;
    await this.revokeRoles(tx, personId, actorId);
    await this.record(tx, AccountErased.with({ isAsked }), personId, actorId);
    await this.accounts.erase(tx, personId);
    // Last: other parts still look the person up by name and telephone. Another account may use the telephone afterwards.
    await tx.execute(
      `UPDATE person SET name = NULL, phone = NULL, phone_hash = ?, password_hash = NULL, money_suspended_until = NULL,
         disabled_at = COALESCE(disabled_at, UTC_TIMESTAMP(3)), erased_at = UTC_TIMESTAMP(3) WHERE id = ?`,
      [randomBytes(32), personId],
    );
    await eraseSubjectKeys(tx, [personId]);
  }

  private async revokeRoles(tx: Tx, personId: string, actorId: string | null): Promise<void> {
    const grants = await tx.rows<Row<RoleGrant, 'id' | 'role' | 'unitId'>>(
      'SELECT id, role, unit_id FROM role_grant WHERE person_id = ? AND revoked_at IS NULL FOR UPDATE',
      [personId],
    );
    for (const { id, role, unitId } of grants) {
      await tx.execute('UPDATE role_grant SET revoked_at = UTC_TIMESTAMP(3) WHERE id = ?', [id]);
      await this.changes.record(tx, RoleRevoked, actorId === null ? null : { personId: actorId }, personId, {
        role,
        unitId,
      });
    }
  }

  private async proveFactor(tx: Tx, actor: Actor, code: string | undefined): Promise<void> {
    if (!(await this.secondFactor.isOn(tx, actor.personId))) return;
    if (!code)
      throw InvalidInput({ faults: [{ field: 'code', reason: sayIn(actor.locale)('请输入验证码', 'is required') }] });
    await this.secondFactor.prove(tx, actor.personId, code);
  }

  /** Records an event in the unit of the person's latest role, or in the district. */
  private async record(tx: Tx, event: EventType<object>, personId: string, actorId: string | null): Promise<void> {
    const grant = await tx.row<{ unitId: string }>(
      'SELECT unit_id FROM role_grant WHERE person_id = ? ORDER BY id DESC LIMIT 1',
      [personId],
    );
    const unitId = grant?.unitId ?? (await this.units.root(tx))?.id;
    if (!unitId) return;
    await this.events.record(tx, event({ unitId, subjectId: personId, actorId, data: {} }));
  }
}

const describeObstacles = (actor: Actor, obstacles: Obstacle[]): OwnErasure['obstacles'] =>
  obstacles.map(({ code, count, text }) => ({
    code,
    count,
    text: sayIn(actor.locale)(text.zh, text.en).replace('{count}', String(count)),
  }));

/** Staff roles prevent deletion: others depend on them, and an office above must revoke them first. */
export async function staffRoleObstacles(reader: Reader, personId: string): Promise<Obstacle[]> {
  const roles = await reader.rows<{ role: string }>(
    'SELECT role FROM role_grant WHERE person_id = ? AND revoked_at IS NULL',
    [personId],
  );
  return [
    {
      code: 'offices',
      count: roles.filter(({ role }) => isStaff(role)).length,
      text: {
        zh: '{count} 个工作岗位尚未交接：请由任命单位先收回',
        en: '{count} staff role(s) are not handed over: the office that appointed you has to revoke them first',
      },
    },
  ];
}

/** Deletes the sign-in data that identity keeps besides the person's row, and the reasons of the person's delegations. */
export async function eraseSignIn(tx: Tx, personId: string): Promise<void> {
  for (const table of ['session', 'known_address', 'recovery_code', 'second_factor', 'activation_code'])
    await tx.execute(`DELETE FROM ${table} WHERE person_id = ?`, [personId]);
  await tx.execute(
    `UPDATE delegation d JOIN role_grant g ON g.id = d.grant_id SET d.reason = '' WHERE g.person_id = ? AND d.reason <> ''`,
    [personId],
  );
}
