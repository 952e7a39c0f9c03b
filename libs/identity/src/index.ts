export { Access, type Scope } from './access.js';
export { Attempts } from './attempts.js';
export { IdentityHttpModule, IdentityJobsModule, IdentityModule } from './identity.module.js';
export { identityInvariants, identitySchema } from './identity.schema.js';
export { Delegations } from './delegations.js';
export { ManagePeople } from './manage-people.js';
export { People } from './people.js';
export { PERMISSIONS, ROLES, type Permission, type Role } from './roles.js';
export { UnitNotFound, Units, listUnits, type Unit } from './units.js';
