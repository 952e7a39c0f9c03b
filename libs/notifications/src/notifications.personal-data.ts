import { ROWS_AT_ONCE, declarePersonalData, definePeriod, type AccountPart, type OwnPart } from '#libs/platform';
import { CLOSED_ACCOUNT } from '#libs/identity';

const INBOX = definePeriod('notification', {
  days: 365,
  leastDays: 90,
  mostDays: 1_095,
  what: { zh: '消息箱里的消息', en: 'Messages in the inbox' },
  basis: { zh: '自收到之日起', en: 'From the day of receipt' },
  rows: { table: 'notification', column: 'created_at' },
});
const DELIVERY = definePeriod('delivery', {
  days: 90,
  leastDays: 30,
  mostDays: 365,
  what: { zh: '短信、邮件等发送记录', en: 'Delivery records of text messages, e-mails and others' },
  basis: { zh: '自发送之日起', en: 'From the day of sending' },
  rows: { table: 'delivery', column: 'due_at', and: `status IN ('sent','dropped','failed','uncertain')` },
});

const OUT_OF_USE = (before: string): string =>
  `address IS NOT NULL AND COALESCE(ended_at, IF(confirmed_at IS NULL, code_until, NULL)) < ${before}`;
/** The row itself stays, because records of sent messages refer to it; nothing in it can be read or matched any more. */
const EMPTIED = `address = NULL, address_hash = UNHEX(SHA2(CONCAT(id, RAND(), UUID()), 256)), label = '', code_hash = NULL,
  code_until = NULL, ended_at = COALESCE(ended_at, UTC_TIMESTAMP(3))`;
export const CONTACT_POINT = definePeriod('contactPoint', {
  days: 30,
  leastDays: 7,
  mostDays: 180,
  what: { zh: '已解绑或未确认的联系方式', en: 'Contact points that were removed or never confirmed' },
  basis: { zh: '自解绑或确认码失效之日起', en: 'From the day on which it was removed, or its code expired' },
  due: (before) => `SELECT id FROM contact_point WHERE ${OUT_OF_USE(before)}`,
  erase: (tx, before) =>
    tx.execute(`UPDATE contact_point SET ${EMPTIED} WHERE ${OUT_OF_USE('?')} LIMIT ${ROWS_AT_ONCE}`, [before]),
});

/** Erases a person's inbox, preferences, contact points and deliveries. */
export const messagesOfAccount: AccountPart = {
  erase: async (tx, personId) => {
    for (const [table, column] of [
      ['delivery', 'person_id'],
      ['notification', 'recipient_id'],
      ['notification_preference', 'person_id'],
    ])
      await tx.execute(`DELETE FROM ${table} WHERE ${column} = ?`, [personId]);
    await tx.execute(
      `DELETE c FROM wechat_consent c JOIN contact_point p ON p.id = c.contact_point_id WHERE p.person_id = ?`,
      [personId],
    );
    await tx.execute(`UPDATE contact_point SET ${EMPTIED} WHERE person_id = ? AND address IS NOT NULL`, [personId]);
  },
};

export const ownMessages: Record<string, OwnPart> = {
  contactPoints: (reader, personId) =>
    reader.rows('SELECT channel, label, confirmed_at, ended_at FROM contact_point WHERE person_id = ?', [personId]),
  inbox: (reader, personId) =>
    reader.rows(
      'SELECT kind, wish_code, created_at, read_at FROM notification WHERE recipient_id = ? ORDER BY id DESC LIMIT 5000',
      [personId],
    ),
};

declarePersonalData({
  notification: [{ columns: ['recipient_id'], until: INBOX }],
  notification_preference: [{ columns: ['person_id', 'body'], until: CLOSED_ACCOUNT }],
  contact_point: [
    { columns: ['address', 'address_hash', 'label', 'code_hash'], until: CONTACT_POINT },
    { columns: ['person_id'], kept: 'work' },
  ],
  delivery: [{ columns: ['person_id', 'target_id', 'sample'], until: DELIVERY }],
  wechat_consent: [{ columns: ['used_by'], until: CLOSED_ACCOUNT }],
  unit_hook: [
    { columns: ['address'], kept: 'office' },
    { columns: ['created_by'], kept: 'trail' },
  ],
  channel_setting: [
    { columns: ['settings'], kept: 'office' },
    { columns: ['set_by'], kept: 'trail' },
  ],
});
