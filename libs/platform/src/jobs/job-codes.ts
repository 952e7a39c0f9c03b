/** The classes of jobs. Each has its own queue and its own workers, so that a backlog of one never delays another:
 *  `deadline`: reminders, deadlines and what moves money; `interactive`: what somebody waits for at a screen;
 *  `listener`: what follows an event, mainly notifications; `bulk`: housekeeping that may wait for hours. */
export const JOB_LANES = ['deadline', 'interactive', 'listener', 'bulk'] as const;
export type JobLane = (typeof JOB_LANES)[number];

export const JOB_STATUSES = ['scheduled', 'running', 'done', 'cancelled', 'failed'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];
