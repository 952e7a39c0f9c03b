import { Injectable } from '@nestjs/common';
import { Policies, type Actor, type Reader } from '#libs/platform';
import { REACHES, type Reach } from './profile-codes.js';
import { Volunteers } from './volunteers.js';

/** Areas beyond a wish's own units in which it can become visible, nearest first. The column `shown_to` numbers them from
 *  one. */
export const WIDER_RINGS = ['community', 'town', 'district'] as const;
export type RingName = (typeof WIDER_RINGS)[number];

/** Days without a claim after which a wish becomes visible beyond its own units: in the community, the town, the district
 *  of the volunteer. Source: R3.6. */
export type RingPolicy = Record<RingName, number>;
export const DEFAULT_RINGS: RingPolicy = { community: 1, town: 3, district: 7 };
export const RINGS_POLICY = 'rings';

/** A volunteer sees wishes below `path` once they have been open for `afterDays`, or once staff widened them. */
export interface WiderRing {
  ring: RingName;
  path: string;
  afterDays: number;
}

const DAY_MS = 86_400_000;

/** The areas around a home unit, up to the volunteer's reach. Pure. homePath: `/district/town/community/…/`. */
export function ringsAround(policy: RingPolicy, homePath: string, reach: Reach): WiderRing[] {
  const steps = homePath.split('/').filter(Boolean);
  return WIDER_RINGS.map((ring, at) => ({ ring, depth: WIDER_RINGS.length - at }))
    .filter(({ ring, depth }) => steps.length > depth && REACHES.indexOf(ring) <= REACHES.indexOf(reach))
    .map(({ ring, depth }) => ({ ring, path: `/${steps.slice(0, depth).join('/')}/`, afterDays: policy[ring] }));
}

/** SQL: whether the open wish of an alias is shown in one of these areas, with its values. The same rule as `Rings.reach`. */
export const shownWithin = (rings: WiderRing[], alias: string): { sql: string; values: unknown[] } => ({
  sql: `(${rings.map(() => `(${alias}.unit_path LIKE ? AND (${alias}.opened_at <= UTC_TIMESTAMP(3) - INTERVAL ? DAY OR ${alias}.shown_to + 0 >= ?))`).join(' OR ')})`,
  values: rings.flatMap(({ ring, path, afterDays }) => [`${path}%`, afterDays, WIDER_RINGS.indexOf(ring) + 1]),
});

/** Decides which volunteers see an open wish outside their own units. */
@Injectable()
export class Rings {
  constructor(
    private readonly policies: Policies,
    private readonly volunteers: Volunteers,
  ) {}

  async policy(reader: Reader): Promise<RingPolicy> {
    return { ...DEFAULT_RINGS, ...(await this.policies.current<RingPolicy>(reader, RINGS_POLICY)).body };
  }

  /** The areas around a home unit under the policy in force. */
  async around(reader: Reader, { homePath, reach }: { homePath: string; reach: Reach }): Promise<WiderRing[]> {
    return ringsAround(await this.policy(reader), homePath, reach);
  }

  /** Whether the actor may see a wish outside their own units: it has been open long enough, or staff widened it. The
   *  areas start at the smallest unit in which the actor is a volunteer. */
  async reach(
    reader: Reader,
    actor: Actor,
    wish: { unitPath: string; openedAt: Date | null; shownTo: RingName | null },
    now: Date,
  ): Promise<boolean> {
    const { openedAt, shownTo } = wish;
    const [home] = actor.grants
      .filter(({ role }) => role === 'volunteer')
      .toSorted((a, b) => b.path.length - a.path.length || (a.path < b.path ? -1 : 1));
    if (!openedAt || !home) return false;
    const { reach } = await this.volunteers.profileOf(reader, actor.personId);
    const days = (now.getTime() - openedAt.getTime()) / DAY_MS;
    return (await this.around(reader, { homePath: home.path, reach })).some(
      ({ ring, path, afterDays }) =>
        wish.unitPath.startsWith(path) &&
        (days >= afterDays || (shownTo !== null && WIDER_RINGS.indexOf(shownTo) >= WIDER_RINGS.indexOf(ring))),
    );
  }
}
