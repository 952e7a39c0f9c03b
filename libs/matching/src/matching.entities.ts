/** All tables of this library, an entity each. */
export * from './feed/feed-view.entity.js';
export * from './invitation/invitation.entity.js';
export * from './plan/match-plan.entity.js';
export * from './plan/plan-pair.entity.js';
export * from './plan/plan-wish.entity.js';
export * from './radar/need-radar.entity.js';
