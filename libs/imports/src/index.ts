export { importsContract } from './imports.contract.js';
export { defineImportEvents } from './imports.events.js';
export { FileImports } from './file-imports.js';
export { fieldsToCorrectBy } from './fields-to-correct.js';
export { IMPORT_STEPS } from './import-steps.js';
export { FormHeadings } from './form-headings.js';
export {
  DUPLICATE,
  IMPORT_STATUSES,
  VERDICTS,
  type HiddenParts,
  type ImportHead,
  type ImportKind,
  type ImportStatus,
  type JudgedRow,
  type Outcome,
  type RowPlace,
  type StoredRow,
  type Verdict,
} from './import-kind.js';
export { ImportColumns, ImportFileColumns, ImportRowColumns } from './import.entity.js';
export { ImportTools } from './import-tools.js';
export {
  ChooseHeadingsBody,
  HeadingResponse,
  ImportResponse,
  ImportCounts,
  ImportRowsQuery,
  ImportStartedResponse,
  ImportUnitQuery,
  ImportsPage,
  RowCorrectedResponse,
  RowCorrectionBody,
  RowNo,
} from './imports.dto.js';
export { ActivationCodeSlips, type SlipHolders } from './activation-code-slips.js';
export { importEncrypted, importsDue, importsSchema } from './imports.schema.js';
export { rowReasons } from './row-reasons.js';
export { ImportsModule } from './imports.module.js';
