/** What a parser of files needs. The thread that runs it loads this door anew for each file: nothing of the framework stands
 *  behind it. */
export { sayIn, type Locale } from './actor.js';
export { MAX_FEN } from './money.js';
export { problem, type FieldFault } from './problems.js';
export { MOBILE } from './texts.js';
export { calendarDay, dayOfDigits, dayOfSerial, halfWidth, readDay, withoutTime } from './files/sheets/cells.js';
export { isBlank, readName, readPhone, squeeze } from './files/sheets/person-cells.js';
export {
  columnsFor,
  findTables,
  withoutRemark,
  type Column,
  type Table,
  type Vocabulary,
} from './files/sheets/find-tables.js';
export { isOfThePerson, personColumn } from './files/sheets/person-columns.js';
export { IMPORT_LIMITS, type Cell, type Sheet, type SheetRow } from './files/sheets/sheet.js';
export {
  headingsToChoose,
  withChoices,
  type Heading,
  type HeadingChoices,
} from './files/sheets/heading-choices.js';
