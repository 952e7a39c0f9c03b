/** All tables of this library, an entity each. */
export * from './people/account-erasure.entity.js';
export * from './sign-in/account-recovery.entity.js';
export * from './roles/delegation.entity.js';
export * from './sign-in/known-address.entity.js';
export * from './people/person.entity.js';
export * from './sign-in/recovery-code.entity.js';
export * from './roles/role-grant.entity.js';
export * from './sign-in/second-factor.entity.js';
export * from './sign-in/session.entity.js';
export * from './sign-in/sign-in-attempt.entity.js';
export * from './sign-in/activation-code.entity.js';
export * from './units/unit.entity.js';
