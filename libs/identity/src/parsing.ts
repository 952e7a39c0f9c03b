/** What file parsers need about units and roles. */
export { ROLES, ROLE_LEVELS, conflict, isStaff, type Role } from './roles/role-rules.js';
export { isSameName } from './people/same-name.js';
export { UNIT_LEVELS, type UnitLevel } from './units/unit-levels.js';
export { UnitNames, cleanUnitName, matchUnitName, type NamedUnit } from './units/unit-names.js';
