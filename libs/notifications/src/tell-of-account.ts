import { Injectable } from '@nestjs/common';
import { newId, type DataOf, type RecordedEvent, type Tx } from '#libs/platform';
import {
  RECOVERY_STOPPED_BELOW,
  type ACCOUNT_NOTICES,
  PasswordStarted,
  Recoveries,
  RecoveryStopped,
  RoleGranted,
  RoleRevoked,
  isAppointed,
} from '#libs/identity';
import { Outbound } from './delivery/outbound.js';

type AccountEvent = RecordedEvent<DataOf<(typeof ACCOUNT_NOTICES)[number]>>;

/** Tells a person what happens to the own account: in the inbox and by every way that leads there, at once, whatever was
 *  switched off. A person who hears of a code that nobody asked for can stop it; then the office above hears, too. */
@Injectable()
export class TellOfAccount {
  constructor(
    private readonly recoveries: Recoveries,
    private readonly outbound: Outbound,
  ) {}

  async execute(tx: Tx, event: AccountEvent): Promise<void> {
    if (!concernsPerson(event)) return;
    // Nothing is told to a deleted account: it has neither an inbox nor an address.
    if (await tx.row('SELECT 1 FROM person WHERE id = ? AND erased_at IS NOT NULL', [event.subjectId])) return;
    const kind = event.name;
    await this.deliver(
      tx,
      kind,
      event,
      [event.subjectId],
      ('recoveryId' in event.data && event.data.recoveryId) || null,
    );
    if (!RecoveryStopped.is(event)) return;
    await this.deliver(
      tx,
      RECOVERY_STOPPED_BELOW.kind,
      event,
      await this.recoveries.officeAbove(tx, event.subjectId),
      null,
    );
  }

  private async deliver(
    tx: Tx,
    kind: string,
    event: AccountEvent,
    recipients: string[],
    recoveryId: string | null,
  ): Promise<void> {
    if (recipients.length === 0) return;
    const createdAt = await tx.now();
    const notifications = recipients.map((recipientId) => ({ id: newId(), recipientId }));
    await tx.insert(
      'notification',
      notifications.map((notification) => ({
        ...notification,
        kind,
        unitId: event.unitId,
        recoveryId,
        jobId: event.id,
        jobGen: 1,
        createdAt,
      })),
    );
    const unit = await tx.row<{ path: string }>('SELECT path FROM unit WHERE id = ?', [event.unitId]);
    await this.outbound.plan(tx, { kind, rung: 0, unitPath: unit!.path, isUrgent: true, notifications });
  }
}

/** A first password is the person's own doing, and so is a role that the person gave up; ordinary roles come with the work. */
function concernsPerson(event: AccountEvent): boolean {
  if (PasswordStarted.is(event)) return event.data.isRecovery;
  if (RoleGranted.is(event)) return isAppointed(event.data.role);
  if (RoleRevoked.is(event)) return event.actorId !== event.subjectId;
  return true;
}
