export { identityContract } from './identity.contract.js';
export { Access, type Scope } from './roles/access.js';
export { actorOf } from './roles/grants.js';
export { Authority } from './roles/authority.js';
export { RateLimit, GUESS_LIMITS } from './sign-in/rate-limit.js';
export { IdentityHttpModule, IdentityModule } from './identity.module.js';
export {
  CHANGES_RIGHTS,
  PEOPLE,
  POLICIES,
  AccountErasureAsked,
  AccountErasureRefused,
  PasswordSetWithCode,
  PersonDisabled,
  RecoveryStopped,
  RoleGranted,
  RoleProposed,
  RoleRevoked,
  SecondFactorForgotten,
  ActivationCodeGiven,
  definePolicyEvent,
} from './identity.events.js';
export { Delegations } from './roles/delegations.js';
export { DistrictPolicies } from './district-policies.js';
export { CLOSED_ACCOUNT } from './identity.personal-data.js';
export { Independence } from './roles/independence.js';
export { OpenSessions } from './sign-in/open-sessions.js';
export { ACCOUNT_STEPS, ROLE_STEPS, type AccountStep, type RoleStep } from './people/account-steps.js';
export { ERASED_PERSON, People } from './people/people.js';
export * from './identity.permissions.js';
export { ACCOUNT_NOTICES, RECOVERY_STOPPED_BELOW } from './people/account.notices.js';
export { defineDeadline, notifyOf, workingDaysLater } from './deadlines.js';
export { definePermission, holds, needsSecondFactor, type RolePermission } from './permissions.js';
export { SIGNING_ROLES, isAppointed } from './roles/roles.js';
export { PeopleBelow, type PersonBelow } from './people/people-below.js';
export { Recoveries } from './sign-in/recoveries.js';
export { RecoverAccount } from './sign-in/recover-account.js';
export { RegisterPerson, type AppointmentRefusal } from './people/register-person.js';
export { isResidentOf } from './people/residents.js';
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
} from './roles/membership.js';
export { RevokeRole } from './roles/revoke-role.js';
export { ActivationCodes } from './sign-in/activation-codes.js';
export * from './parsing.js';
export { ChangeUnits, type DescribedUnit, type UnitChange, type UnitRefusal } from './units/change-units.js';
export { UnitNotFound, Units, parseUnitsCsv, lockUnit, type Unit } from './units/units.js';
