import { Injectable } from '@nestjs/common';
import { OnEvent, newId, type DataOf, type RecordedEvent, type Tx } from '#libs/platform';
import {
  ACCOUNT_NOTICES,
  PasswordSetWithCode,
  People,
  RECOVERY_STOPPED_BELOW,
  Recoveries,
  RecoveryStopped,
  RoleGranted,
  RoleRevoked,
  Units,
  isAppointed,
} from '#libs/identity';
import { DeliveryPlanner } from '../delivery/delivery-planner.js';
import { Notification } from './notification.entity.js';

type AccountEvent = RecordedEvent<DataOf<(typeof ACCOUNT_NOTICES)[number]>>;

/** Notifies a person of changes to their own account: in the inbox and on every channel, at once, regardless of preferences.
 *  A person notified of a code that they did not request can stop it; then the office above is notified, too. */
@Injectable()
export class TellOfAccount {
  constructor(
    private readonly recoveries: Recoveries,
    private readonly outbound: DeliveryPlanner,
    private readonly people: People,
    private readonly units: Units,
  ) {}

  @OnEvent(ACCOUNT_NOTICES, { name: 'account-messages' })
  async execute(tx: Tx, event: AccountEvent): Promise<void> {
    if (!concernsPerson(event)) return;
    // A deleted account has neither an inbox nor an address.
    if (await this.people.isErased(tx, event.subjectId)) return;
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
      Notification,
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
    const { path: unitPath } = await this.units.get(tx, event.unitId);
    await this.outbound.plan(tx, { kind, step: 0, unitPath, isUrgent: true, notifications });
  }
}

/** False for what the person did themselves (a first password, a role given up) and for ordinary roles, which come with the
 *  work. */
function concernsPerson(event: AccountEvent): boolean {
  if (PasswordSetWithCode.is(event)) return event.data.isRecovery;
  if (RoleGranted.is(event)) return isAppointed(event.data.role);
  if (RoleRevoked.is(event)) return event.actorId !== event.subjectId;
  return true;
}
