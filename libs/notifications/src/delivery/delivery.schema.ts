import { encryptedColumns, subjectColumns, type Invariant, type Schema } from '#libs/platform';

export const deliveryEncrypted: Schema['encrypted'] = {
  columns: [
    ...encryptedColumns('channel_setting', ['settings'], ['channel']),
    ...subjectColumns('contact_point', ['address'], 'person_id'),
    ...encryptedColumns('unit_hook', ['address']),
  ],
  indexed: [{ table: 'contact_point', columns: ['address_hash'], key: ['id'] }],
  plain: ['contact_point.code_hash'],
};

export const deliveryInvariants: Invariant[] = [
  {
    name: 'delivery.stuck',
    rule: 'Nothing has been on its way out for longer than five minutes',
    sql: `SELECT id, channel FROM delivery WHERE status = 'sending' AND lease_until < UTC_TIMESTAMP(3) - INTERVAL 5 MINUTE`,
  },
  {
    name: 'delivery.confirmed',
    rule: 'Nothing was sent to an address that its owner had not confirmed',
    sql: `SELECT d.id FROM delivery d JOIN contact_point p ON p.id = d.target_id WHERE d.status = 'sent' AND p.confirmed_at IS NULL`,
  },
  {
    name: 'delivery.consent',
    rule: 'Every message by WeChat used up a consent of the person that it went to',
    sql: `SELECT d.id FROM delivery d LEFT JOIN wechat_consent c ON c.used_by = d.id AND c.contact_point_id = d.target_id
      WHERE d.channel = 'wechat' AND d.status = 'sent' AND c.id IS NULL`,
  },
];
