import type { Tx } from './database/transactions.js';
import { newId } from './ids.js';
import { PersonalDataView } from './personal-data/personal-data-view.entity.js';
import { declarePersonalData } from './personal-data/retention/personal-columns.js';
import { definePeriod } from './personal-data/retention/periods.js';

const IDEMPOTENCY = definePeriod('idempotency', {
  days: 90,
  leastDays: 7,
  mostDays: 180,
  what: { zh: '重复请求的应答记录', en: 'Stored responses to repeated requests' },
  basis: {
    zh: '自请求之日起；离线保存的请求可能迟到数日，故不少于 7 天',
    en: 'From the request; requests saved offline may arrive days later, so at least 7 days',
  },
  rows: { table: 'idempotency_key', column: 'created_at' },
});
const VIEW_ERASED = `reason = '', erased_at = UTC_TIMESTAMP(3)`;
const DATA_VIEW = definePeriod('dataView', {
  days: 1_095,
  leastDays: 183,
  mostDays: 3_650,
  what: { zh: '查看个人信息时填写的理由', en: 'Reasons given for viewing personal data' },
  basis: {
    zh: '自查看之日起；网络日志不少于六个月（《网络安全法》）；谁在何时看过谁，一直保留',
    en: 'From the view; network logs are kept for at least six months (Cybersecurity Law). Who viewed whose data, and when, is kept permanently',
  },
  rows: { table: 'personal_data_view', column: 'viewed_at', and: 'erased_at IS NULL', set: VIEW_ERASED },
});

/** Records that somebody views personal data, in the transaction that shows it: both happen, or neither.
 *  `reason`: at most 200 characters, without details of the person. */
export async function recordView(
  tx: Tx,
  ...views: { viewerId: string; subjectId: string; fields: string; reason: string }[]
): Promise<void> {
  const viewedAt = await tx.now();
  await tx.insert(
    PersonalDataView,
    views.map((view) => ({ id: newId(), ...view, viewedAt })),
  );
}

/** Erases the reasons for viewing these subjects; who viewed them, and when, stays. */
export async function eraseViewReasons(tx: Tx, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  await tx.execute(`UPDATE personal_data_view SET ${VIEW_ERASED} WHERE subject_id IN (?) AND erased_at IS NULL`, [
    subjectIds,
  ]);
}

declarePersonalData({
  event: [{ columns: ['actor_id', 'data'], kept: 'trail' }],
  idempotency_key: [{ columns: ['person_id', 'request_hash', 'ikey', 'response', 'problem'], until: IDEMPOTENCY }],
  policy: [{ columns: ['set_by'], kept: 'trail' }],
  personal_data_view: [
    { columns: ['reason'], until: DATA_VIEW },
    { columns: ['viewer_id', 'subject_id'], kept: 'trail' },
  ],
  // Erased together with the words of the wish or request, by the libraries that own these.
  kept_passage: [
    { columns: ['passage', 'reason'], within: 'the period of the case; for a request, when the person is erased' },
    { columns: ['subject_id', 'kept_by'], kept: 'trail' },
  ],
  file: [
    {
      columns: ['hash'],
      within: 'the row of the file: a photo of a case has a period, papers of a payment are kept with it',
    },
    { columns: ['created_by'], kept: 'trail' },
  ],
  // The key is erased with the person or the wish.
  subject_key: [{ columns: ['subject_id', 'secret'], within: 'the period of the person or the case' }],
  upload: [{ columns: ['person_id'], within: '2 days' }],
});
