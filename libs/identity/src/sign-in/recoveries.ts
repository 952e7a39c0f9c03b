import { Injectable } from '@nestjs/common';
import { FieldEncryption, problem, type Actor, type Reader, type Tx, type Row } from '#libs/platform';
import { AccountRecovery } from './account-recovery.entity.js';
import { Authority, isAllowed, type HeldRole } from '../roles/authority.js';
import { actorOf } from '../roles/grants.js';
import { ROLES, isAppointed } from '../roles/roles.js';
import { PERSON_MANAGE } from '../identity.permissions.js';
import { holds } from '../permissions.js';
import { Sessions } from './sessions.js';
import type { RecoveryKind } from './recovery-kinds.js';

export const RecoveryNotFound = problem('RECOVERY_NOT_FOUND', 404, {
  zh: '没有可以停止的账号重置，或它已被停止。',
  en: 'There is no recovery of this account to stop, or it was already stopped.',
});
export const MoneyRightsSuspended = problem('MONEY_RIGHTS_SUSPENDED', 403, {
  zh: '账号刚刚重置，签字、付款和管理账号的权限在 {until} 前暂停。如非本人操作，请立即联系上级单位停用。',
  en: 'The account was recovered. Permissions to sign, pay and manage accounts are suspended until {until}. If this was not you, ask the office above to stop it.',
});

/** SQL: an activation code that is still valid, or a recovery after which money permissions are still suspended. */
const IS_OPEN = `stopped_at IS NULL AND (suspended_until > UTC_TIMESTAMP(3) OR EXISTS (SELECT 1 FROM activation_code c
  WHERE c.person_id = account_recovery.person_id AND c.recovery_id = account_recovery.id AND c.valid_until > UTC_TIMESTAMP(3)))`;

/** The purpose of the hashes in links that stop a recovery. */
const STOP = 'recovery-stop';

/** Account access that an office gives: an activation code to set a password, or the removal of a second factor. Each entry is
 *  kept permanently, with the giver. After the recovery of an account that signs, pays, supervises or manages accounts,
 *  its money permissions are suspended. Meanwhile the person or the office above can stop the recovery. */
@Injectable()
export class Recoveries {
  constructor(
    private readonly authority: Authority,
    private readonly sessions: Sessions,
    private readonly encryption: FieldEncryption,
  ) {}

  /** ids: the id of the new recovery of each person. `by: null`: the operator. */
  async record(
    tx: Tx,
    ids: Map<string, string>,
    { kind, by }: { kind: RecoveryKind; by: string | null },
  ): Promise<void> {
    const givenAt = await tx.now();
    await tx.insert(
      AccountRecovery,
      [...ids].map(([personId, id]) => ({ id, personId, kind, givenBy: by, givenAt })),
    );
  }

  /** Whether the giver may still give access to an account with these roles. Checked when a code is used, because roles
   *  may have changed. */
  async mayStillGive(tx: Tx, recoveryId: string, roles: HeldRole[]): Promise<boolean> {
    const recovery = await tx.row<Row<AccountRecovery, 'personId' | 'givenBy'>>(
      'SELECT person_id, given_by FROM account_recovery WHERE id = ? AND stopped_at IS NULL FOR UPDATE',
      [recoveryId],
    );
    if (!recovery) return false;
    const { personId, givenBy } = recovery;
    if (givenBy === null) return true;
    const giver = await this.activeActor(tx, givenBy);
    return isAllowed(() => this.authority.assertMayRekey(giver, personId, roles));
  }

  /** Marks a recovery of an account with these roles as used. Returns whether the account had been opened before; if so,
   *  and if it holds an appointed role, money permissions are suspended. */
  async markUsed(tx: Tx, recoveryId: string, roles: HeldRole[]): Promise<boolean> {
    const { personId, kind } = (await tx.row<{ personId: string; kind: RecoveryKind }>(
      'SELECT person_id, kind FROM account_recovery WHERE id = ?',
      [recoveryId],
    ))!;
    const person = await tx.row<{ wasOpen: number }>(
      'SELECT activated_at IS NOT NULL AS was_open FROM person WHERE id = ? FOR UPDATE',
      [personId],
    );
    const isRecovery = kind === 'second_factor' || Boolean(person?.wasOpen);
    const isSuspended = isRecovery && roles.some(({ role }) => isAppointed(role));
    const { recoveryWaitHours } = await this.authority.policy(tx);
    const usedAt = await tx.now();
    const suspendedUntil = isSuspended ? new Date(usedAt.getTime() + recoveryWaitHours * 3_600_000) : null;
    await tx.execute('UPDATE account_recovery SET used_at = ?, suspended_until = ? WHERE id = ? AND used_at IS NULL', [
      usedAt,
      suspendedUntil,
      recoveryId,
    ]);
    if (suspendedUntil)
      await tx.execute(
        'UPDATE person SET money_suspended_until = GREATEST(COALESCE(money_suspended_until, ?), ?) WHERE id = ?',
        [suspendedUntil, suspendedUntil, personId],
      );
    return isRecovery;
  }

  /** Stops open recoveries. An unused code becomes void. A recovered account is locked – no password, no session – until
   *  the office above issues another code. Throws RECOVERY_NOT_FOUND. */
  async stop(tx: Tx, personId: string, by: string | null, recoveryId?: string): Promise<void> {
    const open = await tx.rows<{ id: string; isUsed: number }>(
      `SELECT id, used_at IS NOT NULL AS is_used FROM account_recovery
       WHERE person_id = ? AND ${IS_OPEN}${recoveryId ? ' AND id = ?' : ''} FOR UPDATE`,
      recoveryId ? [personId, recoveryId] : [personId],
    );
    if (open.length === 0) throw RecoveryNotFound();
    await tx.execute(
      'UPDATE account_recovery SET stopped_at = UTC_TIMESTAMP(3), stopped_by = ? WHERE id IN (?) AND stopped_at IS NULL',
      [by, open.map(({ id }) => id)],
    );
    await tx.execute('DELETE FROM activation_code WHERE person_id = ?', [personId]);
    if (!open.some(({ isUsed }) => isUsed)) return;
    await tx.execute('UPDATE person SET password_hash = NULL WHERE id = ?', [personId]);
    await this.sessions.endOthers(tx, personId, null);
  }

  /** The token for the link in the message to the person. It proves this one recovery and is not stored. It is valid for
   *  weeks, so it is made with the blind index, whose keys outlive every data key. */
  async stopToken(reader: Reader, recoveryId: string): Promise<string> {
    const index = await this.encryption.blindIndex(reader);
    return `${recoveryId}.${index.hash(STOP, recoveryId).toString('base64url')}`;
  }

  /** The recovery that a link names, also if an earlier key signed it; undefined for a false link. */
  async recoveryOf(reader: Reader, token: string): Promise<string | undefined> {
    const [id = '', seal = ''] = token.split('.');
    if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
    const index = await this.encryption.blindIndex(reader);
    return index.isHash(STOP, id, Buffer.from(seal, 'base64url')) ? id : undefined;
  }

  /** Whether this recovery can still be stopped. */
  async canBeStopped(reader: Reader, recoveryId: string): Promise<boolean> {
    const open = await reader.row(`SELECT 1 FROM account_recovery WHERE id = ? AND ${IS_OPEN}`, [recoveryId]);
    return open !== undefined;
  }

  /** The people to notify of a stopped recovery: those who may handle the account, in the nearest unit above. If all of
   *  them recently gave access to the account, also those of the next unit. */
  async officeAbove(reader: Reader, personId: string): Promise<string[]> {
    const roles = await this.authority.rolesOf(reader, personId);
    const managing = ROLES.filter((role) => holds(role, PERSON_MANAGE));
    const rows = await reader.rows<{ personId: string; isGiver: number; path: string }>(
      `SELECT g.person_id, u.path, EXISTS (SELECT 1 FROM account_recovery r WHERE r.person_id = of.person_id AND r.given_by = g.person_id
         AND r.given_at > UTC_TIMESTAMP(3) - INTERVAL 30 DAY) AS is_giver
       FROM role_grant of JOIN unit at ON at.id = of.unit_id JOIN unit u ON at.path LIKE CONCAT(u.path, '%')
       JOIN role_grant g ON g.unit_id = u.id AND g.in_force = 1 AND g.role IN (?)
       JOIN person p ON p.id = g.person_id AND p.disabled_at IS NULL
       WHERE of.person_id = ? AND of.revoked_at IS NULL ORDER BY LENGTH(u.path) DESC LIMIT 200`,
      [managing, personId],
    );
    const office = new Set<string>();
    let nearest: string | undefined;
    let hasOther = false;
    for (const { personId: candidate, path, isGiver } of rows) {
      if (nearest !== path && hasOther) break;
      if (office.has(candidate) || !(await this.mayHandle(reader, candidate, personId, roles))) continue;
      nearest = path;
      office.add(candidate);
      hasOther ||= !isGiver;
    }
    return [...office];
  }

  private async mayHandle(reader: Reader, by: string, personId: string, roles: HeldRole[]): Promise<boolean> {
    const actor = await this.activeActor(reader, by);
    return isAllowed(() => this.authority.assertMayHandle(actor, personId, roles));
  }

  /** A person as an actor; without roles while the account is closed or its money permissions are suspended. */
  private async activeActor(reader: Reader, personId: string): Promise<Actor> {
    const actor = await actorOf(reader, personId);
    const isFit = await reader.row(
      `SELECT 1 FROM person WHERE id = ? AND disabled_at IS NULL
         AND (money_suspended_until IS NULL OR money_suspended_until < UTC_TIMESTAMP(3))`,
      [personId],
    );
    return isFit ? actor : { ...actor, grants: [] };
  }
}
