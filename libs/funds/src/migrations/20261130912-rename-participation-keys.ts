import type { Migration } from '#libs/platform';

export const renameParticipationKeys: Migration = {
  version: 20261130912,
  name: 'RenameParticipationKeys',
  sql: `ALTER TABLE spend_participation
    RENAME INDEX IF EXISTS uq_hand_act TO uq_participation_act,
    DROP CONSTRAINT IF EXISTS ck_hand_act,
    DROP CONSTRAINT IF EXISTS ck_participation_act,
    ADD CONSTRAINT ck_participation_act CHECK (act IN ('ask','sign','order','accept','pay','answer','reverse'))`,
};
