export { identityContract } from './identity.contract.js';
export { Access, type Scope } from './access.js';
export { actorOf } from './grants.js';
export { Authority } from './authority.js';
export { RateLimit, GUESS_LIMITS } from './rate-limit.js';
export { IdentityHttpModule, IdentityModule } from './identity.module.js';
export {
  CHANGES_RIGHTS,
  PEOPLE,
  POLICIES,
  AccountErasureAsked,
  AccountErasureRefused,
  PasswordStarted,
  PersonDisabled,
  RecoveryStopped,
  RoleGranted,
  RoleProposed,
  RoleRevoked,
  SecondFactorForgotten,
  StartCodeGiven,
  definePolicyEvent,
} from './identity.events.js';
export { Delegations } from './delegations.js';
export { DistrictPolicies } from './district-policies.js';
export { CLOSED_ACCOUNT } from './identity.personal-data.js';
export { Independence } from './independence.js';
export { OpenSessions } from './open-sessions.js';
export { ERASED_PERSON, People } from './people.js';
export * from './identity.permissions.js';
export { ACCOUNT_NOTICES, RECOVERY_STOPPED_BELOW } from './account.notices.js';
export { defineDeadline, notifyOf, workingDaysLater } from './deadlines.js';
export { definePermission, holds, needsSecondFactor, type RolePermission } from './permissions.js';
export { SIGNING_ROLES, isAppointed } from './roles.js';
export { PeopleBelow, type PersonBelow } from './people-below.js';
export { Recoveries } from './recoveries.js';
export { RecoverAccount } from './recover-account.js';
export { RegisterPerson, type AppointmentRefusal } from './register-person.js';
export { isResidentOf } from './residents.js';
export {
  UNITS,
  communityOf,
  erasedPeople,
  joinGrant,
  joinPerson,
  joinPersonByPhone,
  joinUnit,
  unitCodeOf,
} from './identity.sql.js';
export {
  VOLUNTEER_ROLES,
  aboveOrBelow,
  heldOtherRoles,
  inOrAbove,
  isVolunteer,
  joinVolunteerRoles,
  volunteersAround,
} from './membership.js';
export { RevokeRole } from './revoke-role.js';
export { StartCodes } from './start-codes.js';
export * from './parsing.js';
export { ChangeUnits, type DescribedUnit, type UnitChange, type UnitRefusal } from './change-units.js';
export { UnitNotFound, Units, parseUnitsCsv, lockUnit, type Unit } from './units.js';
