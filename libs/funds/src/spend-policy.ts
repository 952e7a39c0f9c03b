import type { Reader } from '#libs/platform';
import type { Role } from '#libs/identity';

/** Up to an amount, who has to sign, in this order. */
export interface SpendTier {
  /** Inclusive; null: however much. */
  upToFen: number | null;
  signers: Role[];
}

export interface SpendPolicy {
  /** 0: the default, which nobody has set. */
  version: number;
  tiers: SpendTier[];
}

/** Source: the domain page, 1.4 (thresholds). One to sign up to ¥1,000, two up to ¥50,000, the town above, the district
 *  above ¥100,000. */
export const DEFAULT_TIERS: SpendTier[] = [
  { upToFen: 100_000, signers: ['community_secretary'] },
  { upToFen: 5_000_000, signers: ['community_secretary', 'community_director'] },
  { upToFen: 10_000_000, signers: ['community_secretary', 'community_director', 'town_officer'] },
  { upToFen: null, signers: ['community_secretary', 'community_director', 'town_officer', 'district_officer'] },
];

/** Who signs for an amount. */
export const signersFor = ({ tiers }: SpendPolicy, amountFen: number): Role[] =>
  tiers.find(({ upToFen }) => upToFen === null || amountFen <= upToFen)?.signers ?? [];

/** The policy in force. Versions are rows of `policy`; none is ever changed. */
export async function spendPolicy(reader: Reader): Promise<SpendPolicy> {
  const row = await reader.row<{ version: number; body: string }>(
    `SELECT version, body FROM policy WHERE name = 'spend' ORDER BY version DESC LIMIT 1`,
  );
  return row
    ? { version: row.version, tiers: (JSON.parse(row.body) as { tiers: SpendTier[] }).tiers }
    : { version: 0, tiers: DEFAULT_TIERS };
}
