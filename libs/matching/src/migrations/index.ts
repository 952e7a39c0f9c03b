/** All migrations of this library, a file each. */
export * from './20261125501-create-feed-view.js';
export * from './20261126501-create-match-plan.js';
export * from './20261126502-create-plan-wish.js';
export * from './20261126503-create-plan-pair.js';
export * from './20261126504-create-invitation.js';
export * from './20261126505-create-need-radar.js';
export * from './20261129210-index-feed-view-person.js';
export * from './20261130902-rename-policy-of-plans.js';
export * from './20261130903-rename-pair-components.js';
export * from './20261130904-rename-pair-signals.js';
export * from './20261130905-rename-plan-shortage.js';
export * from './20261130906-fill-plan-shortage.js';
export * from './20261130907-narrow-plan-shortage.js';
