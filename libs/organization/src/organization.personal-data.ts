import { declarePersonalData, definePeriod, type AccountPart } from '#libs/platform';
import { importsDue } from '#libs/imports';

export const STAFF_ROW = definePeriod('staffRow', {
  days: 90,
  leastDays: 30,
  mostDays: 365,
  what: { zh: '导入的工作人员名单和其中各行', en: 'Imported lists of staff and their rows' },
  basis: {
    zh: '自导入之日起；激活码在此期间发放',
    en: 'From the import; activation codes are issued during this time',
  },
  due: importsDue('staff_import'),
});
export const UNIT_ROW = definePeriod('unitRow', {
  days: 90,
  leastDays: 30,
  mostDays: 365,
  what: { zh: '导入的单位表和其中各行', en: 'Imported lists of units and their rows' },
  basis: { zh: '自导入之日起；其中可能夹带联系人信息', en: 'From the import; the file may also name contact persons' },
  due: importsDue('unit_import'),
});

export const organizationAccountPart: AccountPart = {
  erase: async (tx, personId) => {
    await tx.execute('DELETE FROM staff_import_row WHERE subject_id = ?', [personId]);
  },
};

declarePersonalData({
  staff_import: [
    { columns: ['created_by', 'committed_by', 'taken_back_by', 'file_hash'], kept: 'trail' },
    { columns: ['headings'], until: STAFF_ROW },
  ],
  staff_import_row: [{ columns: ['cells', 'subject_id', 'corrected_by'], until: STAFF_ROW }],
  staff_import_file: [{ columns: ['body'], until: STAFF_ROW }],
  unit_import: [
    { columns: ['created_by', 'committed_by', 'taken_back_by', 'file_hash'], kept: 'trail' },
    { columns: ['headings'], until: UNIT_ROW },
  ],
  unit_import_row: [{ columns: ['cells', 'corrected_by'], until: UNIT_ROW }],
  unit_import_file: [{ columns: ['body'], until: UNIT_ROW }],
});
