import { Injectable } from '@nestjs/common';
import { InvalidInput, Policies, Transactions, sayIn, type Actor, type FieldFault, type Reader } from '#libs/platform';
import { DistrictPolicies } from '#libs/identity';
import { DEFAULT_VISIBILITY, VISIBILITY_POLICY, type VisibilityPolicy } from '#libs/volunteers';
import { DEFAULT_MATCH_POLICY, type MatchPolicy } from './match.policy.js';
import { MatchPolicySet } from '../matching.events.js';

const NAME = 'matching';
const MOST_POINTS = 5_000;
const MOST_DAYS = 365;

export interface MatchRules {
  version: number;
  weights: MatchPolicy;
  visibility: VisibilityPolicy;
}

/** Match weights and visibility radius as versioned policies. Both are published together, so the radius has the
 *  version number of the weights. */
@Injectable()
export class MatchPolicies {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
    private readonly policies: Policies,
  ) {}

  async weights(reader: Reader): Promise<MatchPolicy> {
    return { ...DEFAULT_MATCH_POLICY, ...(await this.policies.current<MatchPolicy>(reader, NAME)).body };
  }

  async current(): Promise<MatchRules> {
    const { version, body } = await this.policies.current<MatchPolicy>(this.transactions, NAME);
    const visibility = await this.policies.current<VisibilityPolicy>(this.transactions, VISIBILITY_POLICY);
    return {
      version,
      weights: { ...DEFAULT_MATCH_POLICY, ...body },
      visibility: { ...DEFAULT_VISIBILITY, ...visibility.body },
    };
  }

  /** Publishes new weights and visibility. Existing plans keep the weights with which they were computed. Throws INVALID_INPUT,
   *  POLICY_OUTDATED. */
  async set(
    actor: Actor,
    input: { basedOn: number; weights: MatchPolicy; visibility: VisibilityPolicy },
  ): Promise<MatchRules> {
    const faults = [
      ...faultsOf('weights', DEFAULT_MATCH_POLICY, input.weights, -MOST_POINTS, MOST_POINTS, actor.locale),
      ...faultsOf('visibility', DEFAULT_VISIBILITY, input.visibility, 0, MOST_DAYS, actor.locale),
    ];
    if (faults.length > 0) throw InvalidInput({ faults });
    return this.transactions.command(actor, async (tx) => {
      const { basedOn, weights, visibility } = input;
      const rules = { [NAME]: weights, [VISIBILITY_POLICY]: visibility };
      const version = await this.district.putInForce(tx, actor, { event: MatchPolicySet, basedOn, rules });
      return { version, weights, visibility };
    });
  }
}

/** Checks that every value of the pattern is present, whole and within the bounds, and that there is nothing else. */
function faultsOf(
  field: string,
  pattern: object,
  given: unknown,
  least: number,
  most: number,
  locale: Actor['locale'],
): FieldFault[] {
  const say = sayIn(locale);
  const values = (given ?? {}) as Record<string, unknown>;
  const unknown = Object.keys(values).filter((name) => !(name in pattern));
  return [
    ...Object.entries(pattern).flatMap(([name, like]): FieldFault[] => {
      const value = values[name];
      const at = `${field}.${name}`;
      if (typeof like === 'object') return faultsOf(at, like as object, value, least, most, locale);
      const isWhole = Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
      return isWhole
        ? []
        : [
            {
              field: at,
              reason: say(`应为 ${least}～${most} 的整数`, `needs a whole number from ${least} to ${most}`),
            },
          ];
    }),
    ...unknown.map((name) => ({ field: `${field}.${name}`, reason: say('没有这一项', 'is not a known value') })),
  ];
}
