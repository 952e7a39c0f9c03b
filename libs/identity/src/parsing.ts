/** What a parser of files needs of units. */
export { UnitNames, matchUnitName, type NamedUnit } from './unit-names.js';
