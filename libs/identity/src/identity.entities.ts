/** All tables of this library, an entity each. */
export * from './account-erasure.entity.js';
export * from './account-recovery.entity.js';
export * from './delegation.entity.js';
export * from './known-address.entity.js';
export * from './person.entity.js';
export * from './recovery-code.entity.js';
export * from './role-grant.entity.js';
export * from './second-factor.entity.js';
export * from './session.entity.js';
export * from './sign-in-attempt.entity.js';
export * from './start-code.entity.js';
export * from './unit.entity.js';
