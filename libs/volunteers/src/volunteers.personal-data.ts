import { declarePersonalData, definePeriod, type AccountPart, type OwnPart, defineKept } from '#libs/platform';
import { CLOSED_ACCOUNT } from '#libs/identity';
import { importsDue } from '#libs/imports';

export const ROSTER_ROW = definePeriod('rosterRow', {
  days: 90,
  leastDays: 30,
  mostDays: 365,
  what: { zh: '导入的党员、志愿者名册和其中各行', en: 'Imported rosters and their rows' },
  basis: {
    zh: '自导入之日起；激活码在此期间发放',
    en: 'From the import; activation codes are issued during this time',
  },
  due: importsDue('roster'),
});

/** Deletes profile, licences, groups and roster rows. Service hours stay under the person's id, without the reasons of
 *  reversals. */
export const volunteersAccountPart: AccountPart = {
  erase: async (tx, personId) => {
    for (const table of ['volunteer', 'volunteer_licence', 'group_member'])
      await tx.execute(`DELETE FROM ${table} WHERE person_id = ?`, [personId]);
    await tx.execute('DELETE FROM roster_row WHERE subject_id = ?', [personId]);
    await tx.execute('UPDATE service_entry SET reason = NULL WHERE person_id = ? AND reason IS NOT NULL', [personId]);
  },
};

export const ownVolunteerData: Record<string, OwnPart> = {
  service: (reader, personId) =>
    reader.rows(
      `SELECT wish_code, category, hours, done_on, confirmed_at, reason FROM service_entry WHERE person_id = ? ORDER BY id`,
      [personId],
    ),
};

const WITH_ACCOUNT = { until: CLOSED_ACCOUNT } as const;
/** Why records of service are kept. */
export const SERVICE = defineKept('service', {
  what: { zh: '志愿服务记录', en: 'Records of volunteer service' },
  why: {
    zh: '志愿服务信息应当记录并可出具证明（《志愿服务条例》第十九条）；账号注销后只留编号',
    en: 'Service must be recorded and certified by law; after deletion of the account only its number remains',
  },
});

declarePersonalData({
  volunteer: [{ columns: ['person_id', 'skills', 'languages', 'windows', 'liked', 'disliked'], ...WITH_ACCOUNT }],
  volunteer_licence: [
    { columns: ['person_id', 'number'], ...WITH_ACCOUNT },
    { columns: ['verified_by'], kept: 'trail' },
  ],
  group_member: [{ columns: ['person_id'], ...WITH_ACCOUNT }],
  volunteer_group: [{ columns: ['opened_by'], kept: 'trail' }],
  roster: [
    { columns: ['created_by', 'committed_by', 'taken_back_by', 'file_hash'], kept: 'trail' },
    { columns: ['headings'], until: ROSTER_ROW },
  ],
  roster_row: [{ columns: ['cells', 'subject_id', 'corrected_by'], until: ROSTER_ROW }],
  roster_file: [{ columns: ['body'], until: ROSTER_ROW }],
  service_entry: [
    { columns: ['reason'], ...WITH_ACCOUNT },
    { columns: ['person_id', 'confirmed_by'], kept: SERVICE },
  ],
});
