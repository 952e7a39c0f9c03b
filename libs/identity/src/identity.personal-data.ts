import { declarePersonalData, definePeriod, type OwnPart } from '#libs/platform';

const SESSION = definePeriod('session', {
  days: 30,
  leastDays: 7,
  mostDays: 365,
  what: { zh: '登录会话与设备名称', en: 'Sessions and the names of devices' },
  basis: { zh: '自会话到期之日起', en: 'From the day on which the session expired' },
  rows: { table: 'session', column: 'expires_at' },
});
const KNOWN_ADDRESS = definePeriod('knownAddress', {
  days: 90,
  leastDays: 30,
  mostDays: 365,
  what: { zh: '曾经登录的网络和浏览器（加密摘要）', en: 'Networks and browsers of past sign-ins (keyed hashes)' },
  basis: {
    zh: '自最近一次登录之日起；在此期间，本人不会因他人乱试密码而被挡在门外',
    en: 'From the last sign-in; meanwhile strangers who guess passwords cannot lock the person out',
  },
  rows: { table: 'known_address', column: 'seen_at' },
});
export const closedBefore = (before: string): string =>
  `SELECT id FROM person WHERE erased_at IS NULL AND disabled_at < ${before}`;
export const CLOSED_ACCOUNT = definePeriod('closedAccount', {
  days: 180,
  leastDays: 30,
  mostDays: 1_095,
  what: { zh: '已停用账号的个人信息', en: 'Personal data of accounts that were closed' },
  basis: { zh: '自账号停用之日起', en: 'From the day on which the account was closed' },
  due: closedBefore,
});
const DELEGATION_REASON = definePeriod('delegationReason', {
  days: 1_095,
  leastDays: 365,
  mostDays: 3_650,
  what: { zh: '委托代签时填写的理由', en: 'Reasons for delegated signatures' },
  basis: { zh: '自委托结束之日起', en: 'From the last day of the delegation' },
  rows: { table: 'delegation', column: 'until_on', and: "reason <> ''", set: "reason = ''" },
});
/** How long a person may withdraw the request to delete their account. */
export const ACCOUNT_WAIT = definePeriod('accountWait', {
  days: 7,
  leastDays: 3,
  mostDays: 15,
  what: { zh: '注销申请的撤回期', en: 'Time in which the deletion of an account can be withdrawn' },
  basis: {
    zh: '自本人提出注销之日起；注销应当在 15 个工作日内完成（GB/T 35273）',
    en: 'From the request; an account is deleted within 15 working days (GB/T 35273)',
  },
});

/** What this library stores about a person, besides the registration. */
export const ownIdentityData: Record<string, OwnPart> = {
  roles: (reader, personId) =>
    reader.rows(
      `SELECT g.role, u.name AS unit, g.granted_at, g.revoked_at FROM role_grant g JOIN unit u ON u.id = g.unit_id
         WHERE g.person_id = ? ORDER BY g.granted_at`,
      [personId],
    ),
  sessions: (reader, personId) =>
    reader.rows('SELECT device, created_at, seen_at FROM session WHERE person_id = ? ORDER BY created_at', [personId]),
  recoveries: (reader, personId) =>
    reader.rows(
      'SELECT kind, given_at, used_at, suspended_until, stopped_at FROM account_recovery WHERE person_id = ? ORDER BY given_at',
      [personId],
    ),
  deletionRequests: (reader, personId) =>
    reader.rows('SELECT status, asked_at, due_at, ended_at FROM account_erasure WHERE person_id = ? ORDER BY id', [
      personId,
    ]),
  knownPlaces: (reader, personId) =>
    reader.rows('SELECT seen_at FROM known_address WHERE person_id = ? ORDER BY seen_at', [personId]),
};

declarePersonalData({
  person: [
    { columns: ['name', 'phone', 'phone_hash', 'password_hash'], until: CLOSED_ACCOUNT },
    { columns: ['registered_by'], kept: 'trail' },
  ],
  role_grant: [{ columns: ['person_id', 'granted_by', 'confirmed_by'], kept: 'trail' }],
  session: [{ columns: ['person_id', 'device', 'token_hash'], until: SESSION }],
  sign_in_attempt: [{ columns: ['key_hash'], within: '8 days' }],
  known_address: [{ columns: ['person_id', 'address_hash'], until: KNOWN_ADDRESS }],
  second_factor: [{ columns: ['person_id', 'secret', 'pending'], until: CLOSED_ACCOUNT }],
  recovery_code: [{ columns: ['person_id', 'code_hash'], until: CLOSED_ACCOUNT }],
  activation_code: [{ columns: ['person_id', 'code_hash'], within: '30 days' }],
  account_recovery: [{ columns: ['person_id', 'given_by', 'stopped_by'], kept: 'trail' }],
  account_erasure: [{ columns: ['person_id'], kept: 'trail' }],
  delegation: [
    { columns: ['reason'], until: DELEGATION_REASON },
    { columns: ['deputy_id', 'given_by', 'ended_by'], kept: 'trail' },
  ],
});
