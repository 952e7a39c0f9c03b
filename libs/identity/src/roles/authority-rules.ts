import { Injectable } from '@nestjs/common';
import { Transactions, type Actor } from '#libs/platform';
import { AUTHORITY_POLICY, Authority, type AuthorityPolicy } from './authority.js';
import { DistrictPolicies } from '../district-policies.js';
import { AuthorityRulesSet } from '../identity.events.js';

/** The district sets how long money permissions are suspended after a recovery, and how long people count as dependent on
 *  those who gave them a role or account access. */
@Injectable()
export class AuthorityRules {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
    private readonly authority: Authority,
  ) {}

  current(): Promise<AuthorityPolicy> {
    return this.authority.policy(this.transactions);
  }

  /** Sets both times. Permissions that are already suspended keep their end time. Throws NOT_FOUND, FORBIDDEN,
   *  POLICY_OUTDATED. */
  async set(
    actor: Actor,
    input: { basedOn: number; recoveryWaitHours: number; independenceDays: number },
  ): Promise<AuthorityPolicy> {
    const { basedOn, ...rules } = input;
    return this.transactions.command(actor, async (tx) => {
      const version = await this.district.putInForce(tx, actor, {
        event: AuthorityRulesSet,
        basedOn,
        rules: { [AUTHORITY_POLICY]: rules },
      });
      return { ...rules, version };
    });
  }
}
