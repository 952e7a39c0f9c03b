/** SQL for FROM: the event log as `e`, with row_no, seq, id, name, unit_id, subject_id, actor_id, visibility, data and
 *  occurred_at. */
export const EVENT_LOG = 'event e';

/** SQL: joins jobs as `j`, with kind, subject_id, status, gen and due_at. */
export const joinJob = (condition: string): string => `JOIN job j ON ${condition}`;

/** SQL: a job of this kind waits for this subject or runs. `and`: a further condition on the job `j`. */
export const hasPendingJob = (kind: string, subjectId: string, and = 'TRUE'): string =>
  `EXISTS (SELECT 1 FROM job j WHERE j.kind = ${kind} AND j.subject_id = ${subjectId} AND j.status IN ('scheduled','running') AND ${and})`;

/** SQL: a job of this kind for this subject, in any state, that is not due yet. */
export const isNotDueYet = (kind: string, subjectId: string): string =>
  `EXISTS (SELECT 1 FROM job l WHERE l.kind = ${kind} AND l.subject_id = ${subjectId} AND l.due_at >= UTC_TIMESTAMP(3))`;

/** SQL: the number of jobs that have waited longer than this after their due time. */
export const jobsLaterThan = (seconds: number): string =>
  `(SELECT COUNT(*) FROM job WHERE status = 'scheduled' AND due_at < UTC_TIMESTAMP(3) - INTERVAL ${seconds} SECOND)`;

/** SQL for FROM: stored files as `f`, with id, subject_id, purpose and created_at. */
export const FILES = 'file f';

/** SQL for FROM: views of personal data as `v`, with id, viewer_id, subject_id, fields, reason and viewed_at. */
export const DATA_VIEWS = 'personal_data_view v';

/** SQL: a passage that a reviewer kept is stored for this subject. */
export const hasKeptPassage = (subjectId: string): string =>
  `EXISTS (SELECT 1 FROM kept_passage p WHERE p.subject_id = ${subjectId} AND p.passage IS NOT NULL)`;
