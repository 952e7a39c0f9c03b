export * from './parsing.js';
export { type Actor, type Command, type Grant, type Delegated } from './actor.js';
export { Config } from './config.js';
export { SettingsFault } from './settings.js';
export { FIRST_ID, newId, newPublicCode } from './ids.js';
export { isIllFormed, visibleText } from './texts.js';
export { given } from './given.js';
export { formatFen, yuanToFen } from './money.js';
export { addDays, budgetYear, shanghaiDay, shanghaiInstant, shanghaiTime } from './shanghai-time.js';
export {
  Conflict,
  Forbidden,
  InvalidInput,
  NotFound,
  Problem,
  TooManyRequests,
  Unauthenticated,
  allProblemKinds,
  codedWords,
  isRefusal,
  problemKind,
  type Words,
} from './problems.js';
export { openDatabase } from './database/database.module.js';
export { asked, type Condition } from './database/sql-conditions.js';
export { Transactions, Tx, isDuplicateOf, type Reader, type SqlValue } from './database/transactions.js';
export {
  assignments,
  type Changes,
  type Decimal,
  type EntityClass,
  type Flag,
  type NewRow,
  type Row,
} from './database/rows.js';
export { BUG, declareConstraints, declaredConstraints } from './database/constraints.js';
export { migrate, type Migration, type Schema } from './database/migrations.js';
export { ForeignSchema, assertOwnSchema } from './database/schema-version.js';
export {
  Policies,
  PolicyOutdated,
  policyValidOn,
  policyVersion,
  policyVersions,
  type PolicyVersion,
} from './policies.js';
export { assertContracts, deadlinesIn, eventsIn, permissionsIn, tasksIn, type LibraryContract } from './contract.js';
export { platformContract } from './platform.contract.js';
export { PersonalDataExport, OwnDataPart, type OwnPart } from './personal-data/personal-data-export.js';
export {
  AccountErasure,
  ErasesAccount,
  FindsAccountObstacles,
  type AccountPart,
  type Obstacle,
} from './personal-data/retention/account-erasure.js';
export {
  declarePersonalData,
  declaredPersonalData,
  defineKept,
  definedKept,
} from './personal-data/retention/personal-columns.js';
export {
  RETENTION_POLICY,
  ROWS_AT_ONCE,
  definePeriod,
  definedPeriods,
  type RetentionStep,
} from './personal-data/retention/periods.js';
export { Retention } from './personal-data/retention/retention.js';
export { eraseViewReasons, recordView } from './platform.personal-data.js';
export { BlindIndex } from './personal-data/blind-index.js';
export { DataKeys, KeyFault } from './personal-data/data-keys.js';
export { registeredKeys } from './personal-data/key-register.js';
export { endOnKeyFault } from './personal-data/key-watch.js';
export { registerKeys } from './personal-data/register-keys.js';
export { RotateKeys, RotationRefused } from './personal-data/rotate-keys.js';
export { encryptedColumns, subjectColumns } from './personal-data/encrypted-columns.js';
export { encryptedInvariant, encryptedSamples } from './personal-data/encrypted-samples.js';
export { eraseSubjectKeys, keyed, withKey, type SubjectKey } from './personal-data/subject-keys.js';
export { DataKeysWrong, FieldEncryption } from './personal-data/field-encryption.js';
export { findPersonalData } from './personal-data/detection/find-personal-data.js';
export {
  PERSONAL_DATA_KINDS,
  type Finding,
  type KnownDetails,
  type PersonalDataKind,
} from './personal-data/detection/finding.js';
export {
  scoreMasking,
  type AnnotatedText,
  type KindScore,
  type MaskingScore,
} from './personal-data/detection/score-masking.js';
export { UNREADABLE, ageBand, maskName, maskPhone, maskText } from './personal-data/masking.js';
export { KeptPassages, type PassageDecision } from './personal-data/kept-passages.js';
export {
  DetailsUnreadable,
  FindsPersonsConcerned,
  PersonsConcerned,
  mergeConcerned,
  type Concerned,
  type ConcernedLookup,
} from './personal-data/persons-concerned.js';
export {
  judgeText,
  namesOfKinds,
  type JudgedFinding,
  type Judgement,
  type Keep,
  type KeptPassage,
} from './personal-data/public-text.js';
export {
  DURATION_UNITS,
  dueAfter,
  outsideQuietHours,
  remainder,
  type Duration,
  type QuietHours,
} from './calendar/working-time.js';
export { HOLIDAYS_POLICY, holidaysKnownUntil, workdaysWith, type DaySpan } from './calendar/holidays.js';
export { DEADLINES_POLICY, Deadlines, dueOutsideQuietHours, type DeadlinePolicy } from './deadlines/deadlines.js';
export {
  definedDeadlines,
  escalationOf,
  registerDeadline,
  type Deadline,
  type DeadlineOptions,
  type EscalationStep,
} from './deadlines/define-deadline.js';
export { definedTasks, defineTask, type Task } from './work-queue/define-task.js';
export { definedNotices, registerNotice, type Addressees, type Notice } from './deadlines/notices.js';
export {
  defineSubject,
  describeSubject,
  type Describe,
  type PartOfCase,
  type SubjectDescription,
} from './deadlines/subjects.js';
export {
  defineEvent,
  defineTopic,
  definedEvents,
  definedTopics,
  type DataOf,
  type DomainEvent,
  type EventContext,
  type EventKind,
  type EventType,
  type RecordedEvent,
  type Topic,
  type Visibility,
} from './events/define-event.js';
export { SELF, definedPermissions, registerPermission, type Permission } from './permissions.js';
export { Events, eventsAwaitingSeal, lastSealedSeq } from './events/events.js';
export {
  DATA_VIEWS,
  EVENT_LOG,
  FILES,
  hasKeptPassage,
  hasPendingJob,
  isNotDueYet,
  jobsLaterThan,
  joinJob,
} from './platform.sql.js';
export { JOB_LANES, type JobLane } from './jobs/job-codes.js';
export { Jobs, defineJob, type DueJob } from './jobs/jobs.js';
export { jobAges, type JobAge } from './jobs/job-ages.js';
export {
  ErasesPeriod,
  HandlesJob,
  HandlesLongJob,
  OnEvent,
  ProvidesHandlers,
  type Handler,
  type JobWork,
  type LongWork,
} from './jobs/handlers.js';
export { JobRegistry } from './jobs/job-registry.js';
export { countJobs, findJob, listJobs, requeueJob } from './jobs/job-list.js';
export { PollingLoop } from './jobs/polling-loop.js';
export { runWithLease } from './jobs/leased-job.js';
export { JobRunner } from './jobs/job-runner.js';
export { verifyInvariants, type Check, type Invariant, type Verification } from './invariants.js';
export { metrics, serveMetrics } from './metrics.js';
export { Readiness } from './readiness.js';
export {
  ACCESS_RULE,
  CurrentActor,
  Idempotent,
  Public,
  Requires,
  type AccessRule,
  type ApiReply,
  type ApiRequest,
} from './http/access.decorators.js';
export { HasDecimals, IsCalendarDay, IsDayAhead, IsMobile, IsText, PageQuery, ReasonBody } from './http/common.dto.js';
export { KeepBody, KeptPassageResponse, TextFindingResponse } from './http/public-text.dto.js';
export { AnswersWorkbook } from './http/downloads.js';
export { networkOf } from './http/network-of.js';
export { tagPublicAnswer } from './http/entity-tag.js';
export { UPLOAD_BODY, Uploads } from './http/uploads.js';
export { CursorInvalid, readCursor, toCursor, toPage, type Page } from './http/pagination.js';
export { createHttpApplication, jsonLogger } from './http/http-application.js';
export { serveWebPages } from './http/static-web.js';
export { problemBody } from './http/problem.filter.js';
export { FileStorage } from './files/file-storage.js';
export { assertReadable, parseSheets } from './files/sheets/parse-sheets.js';
export { parseFile, type Parser } from './files/sheets/parse-file.js';
export { tooMuch } from './files/sheets/sheet.js';
export { toCsv, toWorkbook, type SheetCell } from './files/workbook.js';
export { FILE_PURPOSES, type FilePurpose } from './files/file-codes.js';
export { Files, subjectsWithSameFile } from './files/files.js';
export { beginPdf } from './files/begin-pdf.js';
export type { PdfColumn, PdfSheet } from './files/pdf-document.js';
export { FileResponse } from './files/files.dto.js';
export { PlatformHttpModule, PlatformJobsModule, PlatformModule } from './platform.module.js';
