import type { Migration } from '#libs/platform';

export const tellWhatIsTooMuchOfAnImport: Migration = {
  version: 20261129030,
  name: 'TellWhatIsTooMuchOfAnImport',
  sql: 'ALTER TABLE wish_import ADD COLUMN IF NOT EXISTS problem_details JSON NULL AFTER problem',
};
