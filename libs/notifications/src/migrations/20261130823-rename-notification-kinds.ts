import type { Migration } from '#libs/platform';

export const renameNotificationKinds: Migration = {
  version: 20261130823,
  name: 'RenameNotificationKinds',
  sql: `UPDATE notification
    SET kind = IF(kind = 'StartCodeGiven', 'ActivationCodeGiven', 'PasswordSetWithCode')
    WHERE kind IN ('StartCodeGiven','PasswordStarted')`,
};
