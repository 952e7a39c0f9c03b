export { Access, Scope } from './access.js';
export { IdentityHttpModule, IdentityJobsModule, IdentityModule } from './identity.module.js';
export { identityInvariants, identitySchema } from './identity.schema.js';
export { ManagePeople } from './manage-people.js';
export { People, PersonNotFound } from './people.js';
export { PERMISSIONS, ROLES, type Permission, type Role } from './roles.js';
export { UnitNotFound, Units, readUnits, type Unit, type UnitLevel } from './units.js';
