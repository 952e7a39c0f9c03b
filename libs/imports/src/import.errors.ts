import { problem } from '#libs/platform';

export const NothingToTakeBack = problem('NOTHING_TO_TAKE_BACK', 409, {
  zh: '这次导入没有可以撤回的内容：没有新增，或记录已过保存期。',
  en: 'This import has nothing to revert: it added nothing, or its rows are past their retention period.',
});
export const ImportFileGone = problem('IMPORT_FILE_GONE', 409, {
  zh: '文件已入库或已过保存期，不能重新读取，请重新上传。',
  en: 'The file is already imported or past its retention period, so it cannot be read again. Upload it again.',
});

// Stored with an import whose job has finally failed, for the person who looks at it.
export const ReadingStopped = problem('IMPORT_READING_STOPPED', 409, {
  zh: '多次尝试仍未能读完这个文件。请重新读取；仍不成功的，请联系管理员。',
  en: 'The file could not be read in several attempts. Read it again; if that fails too, ask the administrator.',
});
export const CommitStopped = problem('IMPORT_COMMIT_STOPPED', 409, {
  zh: '入库中断，已入库的行保持不变，其余各行尚未入库。请再次入库；仍不成功的，请联系管理员。',
  en: 'The import stopped. Imported rows stay; the others are not imported yet. Import again; if that fails too, ask the administrator.',
});
export const TakeBackStopped = problem('IMPORT_TAKE_BACK_STOPPED', 409, {
  zh: '撤回中断，已撤回的不再恢复，其余尚未撤回。请再次撤回；仍不成功的，请联系管理员。',
  en: 'The revert stopped. Reverted rows stay reverted; the others are still imported. Revert again; if that fails too, ask the administrator.',
});
