import type { VolunteerSnapshot } from '#libs/volunteers';

export interface WishFacts {
  status: string;
  placesTaken: number;
  helpersNeeded: number;
  skill: string | null;
  licence: string | null;
  requesterId: string | null;
}

export interface Reason {
  rule: 'open' | 'place' | 'not-own' | 'not-twice' | 'load' | 'licence' | 'skill';
  passed: boolean;
  /** A rule that fails and does not block only warns. */
  blocks: boolean;
  detail: Record<string, unknown>;
}

export interface Verdict {
  allowed: boolean;
  reasons: Reason[];
}

/** Decides whether the volunteer may claim the wish. A missing licence that the law requires blocks; a missing skill only
 *  warns. */
export function mayClaim(
  volunteer: VolunteerSnapshot & { openClaims: number; hasClaimed: boolean },
  wish: WishFacts,
): Verdict {
  const reasons: Reason[] = [
    { rule: 'open', passed: wish.status === 'open', blocks: true, detail: { status: wish.status } },
    {
      rule: 'place',
      passed: wish.placesTaken < wish.helpersNeeded,
      blocks: true,
      detail: { placesTaken: wish.placesTaken, helpersNeeded: wish.helpersNeeded },
    },
    { rule: 'not-own', passed: wish.requesterId !== volunteer.personId, blocks: true, detail: {} },
    { rule: 'not-twice', passed: !volunteer.hasClaimed, blocks: true, detail: {} },
    {
      rule: 'load',
      passed: volunteer.openClaims < volunteer.maxOpenClaims,
      blocks: true,
      detail: { openClaims: volunteer.openClaims, maxOpenClaims: volunteer.maxOpenClaims },
    },
    {
      rule: 'licence',
      passed: wish.licence === null || (volunteer.licences as string[]).includes(wish.licence),
      blocks: true,
      detail: { licence: wish.licence },
    },
    {
      rule: 'skill',
      passed: wish.skill === null || (volunteer.skills as string[]).includes(wish.skill),
      blocks: false,
      detail: { skill: wish.skill },
    },
  ];
  return { allowed: reasons.every(({ passed, blocks }) => passed || !blocks), reasons };
}
