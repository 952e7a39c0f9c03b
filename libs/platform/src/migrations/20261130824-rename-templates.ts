import type { Migration } from '../database/migrations.js';

export const renameTemplates: Migration = {
  version: 20261130824,
  name: 'RenameTemplates',
  sql: `UPDATE policy
    SET body = REPLACE(REPLACE(body, '"StartCodeGiven":', '"ActivationCodeGiven":'), '"PasswordStarted":', '"PasswordSetWithCode":')
    WHERE name = 'templates'`,
};
