import { declarePersonalData, definePeriod, type OwnPart, FILES } from '#libs/platform';
import { importsDue } from '#libs/imports';
import { SERVICE } from '#libs/volunteers';
import { hasEnded } from './wish/wish.lifecycle.js';

export const wishesDue = (before: string): string =>
  `SELECT w.id FROM wish w WHERE w.erased_at IS NULL AND w.closed_at < ${before} AND ${hasEnded('w.status')}`;

export const photosDue = (before: string): string =>
  `SELECT f.id FROM ${FILES} JOIN wish w ON w.id = f.subject_id AND ${hasEnded('w.status')} AND w.closed_at < ${before}
   WHERE f.purpose IN ('need','done') AND f.created_at < ${before}`;

export const draftsDue = (before: string): string =>
  `SELECT id FROM wish WHERE status = 'draft' AND created_at < ${before}`;

export const WISH = definePeriod('wish', {
  days: 180,
  leastDays: 60,
  mostDays: 1_095,
  what: {
    zh: '心愿当事人的姓名、电话、住址、困难情况和原话',
    en: 'Name, telephone, address, hardship and original words of the person of a wish',
  },
  basis: {
    zh: '自其最后一件心愿办结或终止之日起；办结后 30 天内可以要求重办，故不少于 60 天',
    en: 'From the day on which the last wish of the person ended; it can be re-opened for 30 days, so at least 60',
  },
  due: wishesDue,
});
export const PHOTO = definePeriod('photo', {
  days: 180,
  leastDays: 31,
  mostDays: 730,
  what: { zh: '心愿和圆梦的照片', en: 'Photos of needs and of fulfilled wishes' },
  basis: { zh: '自心愿办结或终止之日起', en: 'From the day on which the wish ended' },
  due: photosDue,
});
export const DRAFT = definePeriod('draft', {
  days: 180,
  leastDays: 30,
  mostDays: 730,
  what: { zh: '没有提交的心愿草稿', en: 'Wish drafts that were never submitted' },
  basis: { zh: '自开始填写之日起', en: 'From the day on which the draft was started' },
  due: draftsDue,
});
export const IMPORT_ROW = definePeriod('importRow', {
  days: 90,
  leastDays: 30,
  mostDays: 365,
  what: { zh: '导入的心愿表格和其中各行', en: 'Imported workbooks of wishes and their rows' },
  basis: { zh: '自导入之日起', en: 'From the import' },
  due: importsDue('wish_import'),
});
/** The time limit for answering a request about personal data. */
export const ANSWER = definePeriod('dataRequest', {
  days: 30,
  leastDays: 5,
  mostDays: 30,
  what: { zh: '答复个人信息请求的时限', en: 'Deadline for answers to requests about personal data' },
  basis: {
    zh: '自提出之日起；应当在 30 天内答复（GB/T 35273）',
    en: 'From the request; at most 30 days (GB/T 35273)',
  },
});

export const ownClaims: Record<string, OwnPart> = {
  claims: (reader, personId) =>
    reader.rows(
      `SELECT w.code AS wish, c.status, c.claimed_at, c.promised_at, c.ended_at, c.hours FROM claim c JOIN wish w ON w.id = c.wish_id
       WHERE c.volunteer_id = ? ORDER BY c.id`,
      [personId],
    ),
};

declarePersonalData({
  beneficiary: [
    { columns: ['name', 'phone', 'phone_hash', 'identity_hash', 'address', 'hardship', 'age'], until: WISH },
  ],
  wish: [
    { columns: ['need', 'need_hash', 'fingerprint', 'proxy', 'language', 'windows'], until: WISH },
    // Reviewed for the public; replaced when the person asks for erasure, or when it was never published.
    { columns: ['public_text'], kept: 'work' },
    {
      columns: ['entered_by', 'requester_id', 'beneficiary_id', 'consent_recorded_by', 'verified_by', 'published_by'],
      kept: 'trail',
    },
  ],
  claim: [
    { columns: ['end_reason'], until: WISH },
    { columns: ['volunteer_id', 'active_volunteer'], kept: SERVICE },
  ],
  claim_load: [{ columns: ['volunteer_id'], kept: 'work' }],
  fulfilment: [
    { columns: ['what', 'evidence'], until: WISH },
    { columns: ['recorded_by'], kept: SERVICE },
  ],
  confirmation: [
    { columns: ['comment'], until: WISH },
    { columns: ['fulfilled_by', 'confirmed_by'], kept: SERVICE },
  ],
  wish_import: [
    { columns: ['created_by', 'committed_by', 'taken_back_by', 'file_hash'], kept: 'trail' },
    { columns: ['headings'], until: IMPORT_ROW },
  ],
  wish_import_file: [{ columns: ['body'], until: IMPORT_ROW }],
  wish_import_row: [
    { columns: ['cells'], until: IMPORT_ROW },
    { columns: ['corrected_by'], until: IMPORT_ROW },
  ],
  wish_question: [
    { columns: ['question', 'answer'], until: WISH },
    { columns: ['asked_by', 'open_asker', 'answered_by'], kept: 'trail' },
  ],
  data_request: [
    { columns: ['reason'], within: 'the period of the wish' },
    { columns: ['beneficiary_id', 'opened_by', 'decided_by'], kept: 'trail' },
  ],
});
