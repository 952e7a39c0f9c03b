/** What parsers of uploaded files may import. The parsing thread loads this module for every file, so nothing here may
 *  depend on the framework. */
export { listIn, sayIn, type Locale } from './actor.js';
export { MAX_FEN } from './money.js';
export { problem, type FieldFault } from './problems.js';
export { MOBILE } from './texts.js';
export { calendarDay, toHalfWidth, readDay, withoutTime } from './files/sheets/cells.js';
export { namesForeignCurrency } from './files/sheets/currency.js';
export { isBlank, readName, readPhone, collapseSpaces } from './files/sheets/person-cells.js';
export { belowTheList } from './files/sheets/below-the-list.js';
export { filledCells, unreadableCell } from './files/sheets/filled-cells.js';
export {
  columnsFor,
  findTables,
  hiddenIn,
  likeliestFor,
  sharedCells,
  unreadSheets,
  withoutRemark,
  type Column,
  type Hidden,
  type Table,
  type Vocabulary,
} from './files/sheets/find-tables.js';
export { isOfThePerson, personColumn } from './files/sheets/person-columns.js';
export { IMPORT_LIMITS, type Cell, type Sheet, type SheetRow } from './files/sheets/sheet.js';
export { headingsToChoose, withChoices, type Heading, type HeadingChoices } from './files/sheets/heading-choices.js';
