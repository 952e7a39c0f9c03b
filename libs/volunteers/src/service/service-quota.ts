import { Injectable } from '@nestjs/common';
import { Policies, Transactions, budgetYear, type Actor } from '#libs/platform';
import { DistrictPolicies } from '#libs/identity';
import { ServiceQuotaSet } from '../volunteers.events.js';

const NAME = 'service-quota';

/** Hours that a party member who reports both at home and at work (双报到) should serve in a calendar year. */
export interface ServiceQuota {
  isOn: boolean;
  hours: number;
}
/** Off by default, because national rules warn against counting hours. Fifty hours where a city asks for it (the domain
 *  page, 1.0). */
export const DEFAULT_QUOTA: ServiceQuota = { isOn: false, hours: 50 };

/** A setting of the district. While it is off, nothing is counted or shown. While it is on, members of a work unit see
 *  their own hours beside it. People are never compared. */
@Injectable()
export class ServiceQuotas {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
    private readonly policies: Policies,
  ) {}

  async current(): Promise<ServiceQuota & { version: number }> {
    const { version, body } = await this.policies.current<ServiceQuota>(this.transactions, NAME);
    return { version, ...DEFAULT_QUOTA, ...body };
  }

  /** Throws POLICY_OUTDATED. */
  async set(actor: Actor, input: ServiceQuota & { basedOn: number }): Promise<ServiceQuota & { version: number }> {
    const { basedOn, isOn, hours } = input;
    return this.transactions.command(actor, async (tx) => {
      const rules = { [NAME]: { isOn, hours } };
      const version = await this.district.putInForce(tx, actor, { event: ServiceQuotaSet, basedOn, rules });
      return { version, isOn, hours };
    });
  }

  /** The actor's hours this year; null while the quota is off or does not apply to them. */
  async own(actor: Actor): Promise<{ hours: number; served: number } | null> {
    const { isOn, hours } = await this.current();
    if (!isOn) return null;
    const year = budgetYear(new Date());
    const row = await this.transactions.row<{ served: string | null }>(
      `SELECT (SELECT SUM(hours) FROM service_entry e WHERE e.person_id = m.person_id AND e.done_on BETWEEN ? AND ?) AS served
       FROM group_member m JOIN volunteer_group g ON g.id = m.group_id AND g.kind = 'work_unit' WHERE m.person_id = ? LIMIT 1`,
      [`${year}-01-01`, `${year}-12-31`, actor.personId],
    );
    return row ? { hours, served: Number(row.served ?? 0) } : null;
  }
}
