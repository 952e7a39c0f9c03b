import type { ImportHead, ImportStatus } from './import-kind.js';

/** What people do with an import after its file was read. */
export const IMPORT_STEPS = ['readAgain', 'correct', 'commit', 'takeBack'] as const;
export type ImportStep = (typeof IMPORT_STEPS)[number];

/** The statuses in which each step is allowed. */
export const STEP_FROM: Record<ImportStep, readonly ImportStatus[]> = {
  readAgain: ['ready', 'failed'],
  correct: ['ready', 'committed'],
  commit: ['ready', 'committed'],
  takeBack: ['committed'],
};

/** Whether a job is working on the import. */
export const isUnderWay = (status: ImportStatus): boolean =>
  status === 'reading' || status === 'committing' || status === 'taking_back';

/** Whether the state of the import allows the step. A file is not read again once rows have been imported. */
export const stateAllows = (step: ImportStep, head: Pick<ImportHead, 'status' | 'added' | 'known'>): boolean =>
  STEP_FROM[step].includes(head.status) && (step !== 'readAgain' || head.added + head.known === 0);

/** The steps that a person who may see the import may take now: each needs the same permission. `hasFile`: the file is
 *  still stored. `isUndoable`: it has added something that was not taken back. */
export const importStepsFor = (
  head: Pick<ImportHead, 'status' | 'added' | 'known'>,
  { hasFile, isUndoable }: { hasFile: boolean; isUndoable: boolean },
): ImportStep[] =>
  IMPORT_STEPS.filter(
    (step) => stateAllows(step, head) && (step !== 'readAgain' || hasFile) && (step !== 'takeBack' || isUndoable),
  );
