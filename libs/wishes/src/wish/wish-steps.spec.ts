import { describe, expect, it } from 'vitest';
import { Access, ROLES, type Role } from '#libs/identity';
import type { Actor } from '#libs/platform';
import { CLAIM_STATUSES, claimStepsFor } from '../claim/claim.lifecycle.js';
import { LIFECYCLE, WISH_STATUSES, WISH_STEPS, next, type WishStatus } from './wish.lifecycle.js';
import { WISH_ACTIONS, WishSteps, type StepFacts, type Ties } from './wish-steps.js';

const HOME = '/D/T/C/';
const NOW = new Date('2026-11-24T02:00:00Z');
const steps = new WishSteps(new Access());
const noTies: Ties = { isOwn: false, isFulfiller: false, isClaimer: false, isReached: false, now: NOW };

const actorIn = (path: string, ...roles: Role[]): Actor => ({
  personId: 'me',
  grants: roles.map((role) => ({ role, unitId: path, path })),
  standsInFor: [],
  locale: 'zh',
  sessionId: null,
  hasSecondFactor: true,
  suspendedUntil: null,
});
const wishIn = (status: WishStatus, more: Partial<StepFacts> = {}): StepFacts => ({
  status,
  unitPath: HOME,
  enteredBy: 'another',
  requesterId: null,
  closedAt: status === 'closed' ? NOW : null,
  erasedAt: null,
  ...more,
});
const allowed = (status: WishStatus, actor: Actor, ties: Partial<Ties> = {}, more: Partial<StepFacts> = {}) =>
  steps.allowed(wishIn(status, more), actor, { ...noTies, ...ties });

describe('the steps of a wish', () => {
  it('follow the lifecycle for every role and status', () => {
    for (const role of ROLES)
      for (const status of WISH_STATUSES)
        for (const action of allowed(status, actorIn(HOME, role), { isOwn: role === 'resident' })) {
          const step = WISH_STEPS.find((one) => one === action);
          if (step) expect(next(status, step), `${role} ${action} from ${status}`).toBeDefined();
        }
  });

  it('are open to somebody wherever the lifecycle has them', () => {
    const everybody = ROLES.map((role) => actorIn(HOME, role));
    for (const status of WISH_STATUSES)
      for (const action of WISH_ACTIONS.filter((one) => one in LIFECYCLE[status]))
        expect(
          everybody.some((actor) => allowed(status, actor).includes(action)),
          `${action} from ${status}`,
        ).toBe(true);
  });

  it('are closed to people of other units', () => {
    for (const role of ROLES)
      for (const status of WISH_STATUSES)
        expect(allowed(status, actorIn('/D/T/C2/', role)), `${role} ${status}`).toEqual([]);
  });

  it('keep duties apart', () => {
    const secretary = actorIn(HOME, 'community_secretary');
    expect(allowed('verified', secretary)).toContain('publish');
    expect(allowed('verified', secretary, {}, { enteredBy: 'me' })).not.toContain('publish');
    expect(allowed('fulfilled', secretary)).toContain('confirm');
    expect(allowed('fulfilled', secretary, { isFulfiller: true })).not.toContain('confirm');
    const volunteer = actorIn(HOME, 'volunteer');
    expect(allowed('open', volunteer)).toEqual(['claim']);
    expect(allowed('open', volunteer, {}, { requesterId: 'me' })).toEqual([]);
    expect(allowed('open', volunteer, { isClaimer: true })).toEqual(['viewContact']);
    expect(allowed('open', actorIn('/D/T/C2/', 'volunteer'), { isReached: true })).toEqual(['claim']);
  });

  it('end: thirty days after the close, and with the personal data', () => {
    const worker = actorIn(HOME, 'grid_worker');
    const longAgo = new Date(NOW.getTime() - 31 * 86_400_000);
    expect(allowed('closed', worker)).toContain('reopen');
    expect(allowed('closed', worker, {}, { closedAt: longAgo })).not.toContain('reopen');
    expect(allowed('closed', worker, {}, { erasedAt: NOW })).toEqual(['viewContact']);
  });
});

describe('the steps of a claim', () => {
  const claim = (
    status: (typeof CLAIM_STATUSES)[number],
    wish: WishStatus,
    isClaimer = true,
    extendedAt: Date | null = null,
  ) => claimStepsFor({ status, extendedAt }, { status: wish }, { isClaimer, isManager: !isClaimer });

  it('are those of its volunteer while it lasts', () => {
    expect(claim('active', 'claimed')).toEqual(['begin', 'extend', 'release']);
    expect(claim('active', 'open'), 'others of the team are missing').toEqual(['extend', 'release']);
    expect(claim('begun', 'in_progress')).toEqual(['extend', 'release', 'fulfil']);
    expect(claim('begun', 'in_progress', true, NOW)).toEqual(['release', 'fulfil']);
  });

  it('let the office give its place to another', () => {
    expect(claim('begun', 'in_progress', false)).toEqual(['reassign']);
  });

  it('are none once it has ended', () => {
    for (const status of CLAIM_STATUSES.filter((one) => one !== 'active' && one !== 'begun'))
      for (const wish of WISH_STATUSES)
        expect([...claim(status, wish), ...claim(status, wish, false)], `${status} ${wish}`).toEqual([]);
  });
});
