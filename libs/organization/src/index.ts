export { organizationContract } from './organization.contract.js';
export { unitVerdict } from './units/judge-units.js';
export type { UnitRow } from './units/read-units.js';
export { UNITS_PARSER, describedUnit } from './units/unit-imports.js';
export type { parse as parseUnits } from './units/units.parser.js';
export { OrganizationHttpModule, OrganizationModule } from './organization.module.js';
