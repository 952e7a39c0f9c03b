import { Injectable } from '@nestjs/common';
import { Events, type Actor, type EventType, type Tx } from '#libs/platform';
import type { RoleChange } from '../identity.events.js';
import type { Role } from './roles.js';

/** Records what happened to a person's roles or account, in the unit of the role. */
@Injectable()
export class RoleChanges {
  constructor(private readonly events: Events) {}

  /** `actor: null`: the operator. `recoveryId`: the recovery that was started or used; it lets the person stop it. */
  async record(
    tx: Tx,
    event: EventType<RoleChange>,
    actor: Pick<Actor, 'personId'> | null,
    personId: string,
    { role, unitId }: { role: Role; unitId: string },
    more: { recoveryId?: string } = {},
  ): Promise<void> {
    const actorId = actor?.personId ?? null;
    await this.events.record(tx, event({ unitId, subjectId: personId, actorId, data: { role, ...more } }));
  }
}
