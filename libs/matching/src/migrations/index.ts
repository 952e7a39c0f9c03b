/** All migrations of this library, a file each. */
export * from './20261125501-create-feed-view.js';
export * from './20261126501-create-match-plan.js';
export * from './20261126502-create-plan-wish.js';
export * from './20261126503-create-plan-pair.js';
export * from './20261126504-create-invitation.js';
export * from './20261126505-create-need-radar.js';
export * from './20261129210-index-feed-view-person.js';
