import { defineTask } from '#libs/platform';
import { DATA_REQUEST_DECIDE, DATA_REQUEST_OPEN, WISH_SUBMIT } from './wishes.permissions.js';
import { DATA_REQUESTS, WISHES } from './wishes.sql.js';
import { VERIFICATION_DUE } from './wishes.deadlines.js';

/** Work without a deadline of its own name; the other entries of the work queue stand with their deadlines. */

export const RETURNED_WISH = defineTask('wish.returned', {
  title: { zh: '退回补充', en: 'Wish to complete' },
  due: { job: VERIFICATION_DUE.name },
  permission: WISH_SUBMIT,
  from: WISHES,
  subject: 'w.id',
  where: `w.status = 'returned'`,
  forReader: 'w.entered_by = ?',
});

const DATA_REQUEST = {
  due: { column: 'd.due_at' },
  from: DATA_REQUESTS,
  ofCase: 'd.wish_id',
  subject: 'd.id',
  path: 'd.unit_path',
  columns: { dataRequestId: 'd.id' },
};
export const DATA_ANSWER = defineTask('data.answer', {
  ...DATA_REQUEST,
  title: { zh: '个人信息请求', en: 'Personal data request' },
  permission: DATA_REQUEST_OPEN,
  where: `d.status = 'open' AND d.kind = 'copy'`,
});
export const DATA_CORRECTION = defineTask('data.correct', {
  ...DATA_REQUEST,
  title: { zh: '更正个人信息待办理', en: 'Correction to make' },
  permission: DATA_REQUEST_DECIDE,
  where: `d.status = 'open' AND d.kind = 'correction'`,
  forReader: 'd.opened_by <> ?',
});
export const DATA_ERASURE = defineTask('data.erase', {
  ...DATA_REQUEST,
  title: { zh: '删除个人信息待确认', en: 'Erasure to confirm' },
  permission: DATA_REQUEST_DECIDE,
  where: `d.status = 'open' AND d.kind = 'erasure'`,
  forReader: 'd.opened_by <> ?',
});
export const DATA_ERASURE_WAITING = defineTask('data.waiting', {
  ...DATA_REQUEST,
  title: { zh: '已同意删除，待执行', en: 'Erasure waiting for a wish' },
  permission: DATA_REQUEST_DECIDE,
  where: `d.status = 'accepted'`,
});
