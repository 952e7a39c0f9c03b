import { Injectable } from '@nestjs/common';
import {
  Events,
  NotFound,
  Policies,
  type Actor,
  type Permission,
  type Problem,
  type Reader,
  type Tx,
} from '#libs/platform';
import { Access } from './roles/access.js';
import type { PolicyEvent } from './identity.events.js';
import { Units, type Unit } from './units/units.js';
import { POLICY_SET } from './identity.permissions.js';

/** Matters of the district as a whole: its policies, channels and queues. */
@Injectable()
export class DistrictPolicies {
  constructor(
    private readonly units: Units,
    private readonly access: Access,
    private readonly policies: Policies,
    private readonly events: Events,
  ) {}

  /** Returns the district if the actor holds the permission for all of it. Throws `absent`, FORBIDDEN. */
  async require(reader: Reader, actor: Actor, permission: Permission, absent: () => Problem = NotFound): Promise<Unit> {
    const district = await this.units.root(reader);
    if (!district) throw absent();
    this.access.require(actor, permission, district.path, absent);
    return district;
  }

  /** Publishes new versions of policies, given by name, together. Records one public event and returns the new version
   *  number. Throws NOT_FOUND, FORBIDDEN, POLICY_OUTDATED. */
  async putInForce(
    tx: Tx,
    actor: Actor,
    { event, basedOn, rules }: { event: PolicyEvent; basedOn: number; rules: Record<string, unknown> },
  ): Promise<number> {
    const district = await this.require(tx, actor, POLICY_SET);
    for (const [name, body] of Object.entries(rules))
      await this.policies.putInForce(tx, name, basedOn, body, actor.personId);
    const version = basedOn + 1;
    const { id } = district;
    await this.events.record(tx, event({ unitId: id, subjectId: id, actorId: actor.personId, data: { version } }));
    return version;
  }
}
