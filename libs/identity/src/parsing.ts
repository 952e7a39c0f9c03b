/** What file parsers need about units and roles. */
export { ROLES, ROLE_LEVELS, conflict, isStaff, type Role } from './role-rules.js';
export { isSameName } from './same-name.js';
export { UNIT_LEVELS, type UnitLevel } from './unit-levels.js';
export { UnitNames, cleanUnitName, matchUnitName, type NamedUnit } from './unit-names.js';
