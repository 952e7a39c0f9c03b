import { Injectable } from '@nestjs/common';
import { Policies, type Actor, type Reader } from '#libs/platform';
import { REACHES, type Reach } from './profile-codes.js';
import { Volunteers } from './volunteers.js';

/** Areas beyond a wish's own units in which it can become visible, nearest first. The column `shown_to` numbers them from
 *  one. */
export const VISIBILITY_AREAS = ['community', 'town', 'district'] as const;
export type VisibilityArea = (typeof VISIBILITY_AREAS)[number];

/** Days without a claim after which a wish becomes visible beyond its own units: in the community, the town, the district
 *  of the volunteer. Source: R3.6. */
export type VisibilityPolicy = Record<VisibilityArea, number>;
export const DEFAULT_VISIBILITY: VisibilityPolicy = { community: 1, town: 3, district: 7 };
export const VISIBILITY_POLICY = 'visibility';

/** A volunteer sees wishes below `path` once they have been open for `afterDays`, or once staff widened them. */
export interface VisibleArea {
  area: VisibilityArea;
  path: string;
  afterDays: number;
}

const DAY_MS = 86_400_000;

/** The areas around a home unit, up to the volunteer's reach. Pure. homePath: `/district/town/community/…/`. */
export function visibleAreasAround(policy: VisibilityPolicy, homePath: string, reach: Reach): VisibleArea[] {
  const steps = homePath.split('/').filter(Boolean);
  return VISIBILITY_AREAS.map((area, at) => ({ area, depth: VISIBILITY_AREAS.length - at }))
    .filter(({ area, depth }) => steps.length > depth && REACHES.indexOf(area) <= REACHES.indexOf(reach))
    .map(({ area, depth }) => ({ area, path: `/${steps.slice(0, depth).join('/')}/`, afterDays: policy[area] }));
}

/** SQL: whether the open wish of an alias is shown in one of these areas, with its values. The same rule as `VisibilityRadius.reach`. */
export const shownWithin = (areas: VisibleArea[], alias: string): { sql: string; values: unknown[] } => ({
  sql: `(${areas.map(() => `(${alias}.unit_path LIKE ? AND (${alias}.opened_at <= UTC_TIMESTAMP(3) - INTERVAL ? DAY OR ${alias}.shown_to + 0 >= ?))`).join(' OR ')})`,
  values: areas.flatMap(({ area, path, afterDays }) => [`${path}%`, afterDays, VISIBILITY_AREAS.indexOf(area) + 1]),
});

/** Decides which volunteers see an open wish outside their own units. */
@Injectable()
export class VisibilityRadius {
  constructor(
    private readonly policies: Policies,
    private readonly volunteers: Volunteers,
  ) {}

  async policy(reader: Reader): Promise<VisibilityPolicy> {
    return {
      ...DEFAULT_VISIBILITY,
      ...(await this.policies.current<VisibilityPolicy>(reader, VISIBILITY_POLICY)).body,
    };
  }

  /** The areas around a home unit under the policy in force. */
  async around(reader: Reader, { homePath, reach }: { homePath: string; reach: Reach }): Promise<VisibleArea[]> {
    return visibleAreasAround(await this.policy(reader), homePath, reach);
  }

  /** Whether the actor may see a wish outside their own units: it has been open long enough, or staff widened it. The
   *  areas start at the smallest unit in which the actor is a volunteer. */
  async reach(
    reader: Reader,
    actor: Actor,
    wish: { unitPath: string; openedAt: Date | null; shownTo: VisibilityArea | null },
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
      ({ area, path, afterDays }) =>
        wish.unitPath.startsWith(path) &&
        (days >= afterDays ||
          (shownTo !== null && VISIBILITY_AREAS.indexOf(shownTo) >= VISIBILITY_AREAS.indexOf(area))),
    );
  }
}
