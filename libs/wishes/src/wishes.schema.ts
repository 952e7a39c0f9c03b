import { importEncrypted } from '#libs/imports';
import {
  EVENT_LOG,
  FILES,
  hasKeptPassage,
  hasPendingJob,
  joinJob,
  subjectColumns,
  type Invariant,
  type Schema,
} from '#libs/platform';
import { SERVICE_ENTRIES } from '#libs/volunteers';
import { SPEND_REQUESTS, SPEND_WISHES } from '#libs/funds';
import * as migrations from './migrations/index.js';

const LIVE_CLAIM = `status IN ('active','begun')`;

export const wishesSchema: Schema = {
  migrations: Object.values(migrations),
  rights: [
    {
      table: 'data_request',
      rights: 'append',
      mayUpdate: ['status', 'decided_by', 'decided_at', 'ended_at', 'reason'],
    },
    {
      table: 'wish_question',
      rights: 'append',
      mayUpdate: ['status', 'question', 'answer', 'answered_by', 'ended_at', 'lapse_reason'],
    },
  ],
  encrypted: {
    columns: [
      ...subjectColumns('beneficiary', ['name', 'phone', 'address', 'hardship']),
      ...subjectColumns('wish', ['proxy', 'need']),
      ...subjectColumns('fulfilment', ['what', 'evidence'], 'wish_id'),
      ...subjectColumns('confirmation', ['comment'], 'wish_id'),
      ...subjectColumns('wish_question', ['question', 'answer'], 'wish_id'),
      ...importEncrypted('wish_import').columns,
    ],
    indexed: [
      { table: 'beneficiary', columns: ['identity_hash', 'phone_hash'], key: ['id'] },
      { table: 'wish', columns: ['need_hash', 'fingerprint'], key: ['id'] },
    ],
    plain: importEncrypted('wish_import').plain,
  },
};

export const wishesInvariants: Invariant[] = [
  {
    name: 'wish.erased',
    rule: 'Nothing that tells about its person is left of an erased wish, in words or in photos',
    sql: `SELECT w.id FROM wish w WHERE w.erased_at IS NOT NULL AND (w.need IS NOT NULL OR w.proxy IS NOT NULL
        OR EXISTS (SELECT 1 FROM fulfilment f WHERE f.wish_id = w.id AND (f.what IS NOT NULL OR f.evidence IS NOT NULL))
        OR EXISTS (SELECT 1 FROM confirmation k WHERE k.wish_id = w.id AND k.comment IS NOT NULL)
        OR EXISTS (SELECT 1 FROM claim c WHERE c.wish_id = w.id AND c.end_reason IS NOT NULL)
        OR EXISTS (SELECT 1 FROM wish_question q WHERE q.wish_id = w.id AND q.question IS NOT NULL)
        OR EXISTS (SELECT 1 FROM wish_import_row r WHERE r.subject_id = w.id)
        OR ${hasKeptPassage('w.id')}
        OR EXISTS (SELECT 1 FROM ${FILES} WHERE f.subject_id = w.id AND f.purpose IN ('need','done')))`,
  },
  {
    name: 'beneficiary.erased',
    rule: 'A person is erased when all of the own wishes are, and has no readable column then',
    sql: `SELECT b.id FROM beneficiary b WHERE
        (b.erased_at IS NOT NULL AND (b.name IS NOT NULL OR b.phone IS NOT NULL OR b.phone_hash IS NOT NULL
          OR b.address IS NOT NULL OR b.hardship IS NOT NULL OR b.age IS NOT NULL
          OR EXISTS (SELECT 1 FROM wish w WHERE w.beneficiary_id = b.id AND w.erased_at IS NULL)))
        OR (b.erased_at IS NULL AND EXISTS (SELECT 1 FROM wish w WHERE w.beneficiary_id = b.id)
          AND NOT EXISTS (SELECT 1 FROM wish w WHERE w.beneficiary_id = b.id AND w.erased_at IS NULL))`,
  },
  {
    name: 'dataRequest.two-people',
    rule: 'Two people erase a person: one opens the request, another accepts it',
    sql: `SELECT id FROM data_request WHERE kind = 'erasure' AND status IN ('accepted','done') AND (decided_by IS NULL OR decided_by = opened_by)`,
  },
  {
    name: 'dataRequest.accepted',
    rule: 'An accepted erasure is tried every day until nothing of the wishes is open any more',
    sql: `SELECT d.id FROM data_request d WHERE d.status = 'accepted'
      AND NOT ${hasPendingJob(`'dataRequest.erase'`, 'd.id', 'j.due_at > UTC_TIMESTAMP(3) - INTERVAL 1 DAY')}`,
  },
  {
    name: 'service.claim',
    rule: 'Every hour of service was spent on a claim that its volunteer fulfilled, and on that claim once',
    sql: `SELECT e.id FROM ${SERVICE_ENTRIES} LEFT JOIN claim c ON c.id = e.claim_id AND c.volunteer_id = e.person_id AND c.status = 'fulfilled'
      WHERE c.id IS NULL OR (e.reverses IS NULL AND e.hours <> c.hours)`,
  },
  {
    name: 'claim.place',
    rule: 'A place of a wish has at most one live claim',
    sql: `SELECT wish_id, place_no, COUNT(*) n FROM claim WHERE ${LIVE_CLAIM} GROUP BY 1, 2 HAVING n > 1`,
  },
  {
    name: 'claim.wish',
    rule: 'A wish counts as many places taken as it has live claims, and is claimed or under way only when all are taken',
    sql: `SELECT w.id, w.status, w.places_taken, IFNULL(c.n, 0) n FROM wish w
      LEFT JOIN (SELECT wish_id, COUNT(*) n FROM claim WHERE ${LIVE_CLAIM} GROUP BY 1) c ON c.wish_id = w.id
      WHERE (w.status IN ('open','claimed','in_progress') AND w.places_taken <> IFNULL(c.n, 0))
         OR (w.status IN ('claimed','in_progress') AND w.places_taken < w.helpers_needed)
         OR (w.status NOT IN ('open','claimed','in_progress') AND c.n IS NOT NULL)`,
  },
  {
    name: 'claim.load',
    rule: 'The stored number of open claims of a volunteer is correct',
    sql: `SELECT l.volunteer_id, l.open_claims, IFNULL(c.n, 0) n FROM claim_load l
      LEFT JOIN (SELECT volunteer_id, COUNT(*) n FROM claim WHERE ${LIVE_CLAIM} GROUP BY 1) c ON c.volunteer_id = l.volunteer_id
      WHERE l.open_claims <> IFNULL(c.n, 0)`,
  },
  {
    name: 'claim.deadline',
    rule: 'Every live claim has a pending deadline that ends it',
    sql: `SELECT c.id FROM claim c WHERE c.status = 'active' AND NOT ${hasPendingJob(`'claim.expire'`, 'c.id')}`,
  },
  {
    name: 'claim.ended-deadline',
    rule: 'An ended claim has no pending deadline',
    sql: `SELECT c.id FROM claim c ${joinJob("j.subject_id = c.id AND j.status = 'scheduled'")} WHERE NOT c.${LIVE_CLAIM}`,
  },
  {
    name: 'question.open',
    rule: 'An open question belongs to an open wish and has its words',
    sql: `SELECT q.id FROM wish_question q JOIN wish w ON w.id = q.wish_id
      WHERE q.status = 'open' AND (w.status <> 'open' OR q.question IS NULL)`,
  },
  {
    name: 'question.answered',
    rule: 'An answered question has an answer, an author other than the asker, and a time',
    sql: `SELECT id FROM wish_question WHERE status = 'answered'
      AND (answered_by IS NULL OR answered_by = asked_by OR ended_at IS NULL OR (answer IS NULL AND question IS NOT NULL))`,
  },
  {
    name: 'wish.closed',
    rule: 'A closed wish was fulfilled and confirmed, and has an outcome',
    sql: `SELECT w.id FROM wish w LEFT JOIN fulfilment f ON f.wish_id = w.id AND f.round = w.reopen_count
      LEFT JOIN confirmation k ON k.fulfilment_id = f.id WHERE w.status = 'closed' AND (k.id IS NULL OR w.outcome IS NULL)`,
  },
  {
    name: 'wish.separate-people',
    rule: 'Confirmer and helper of a wish are different people, and so are publisher and submitter',
    sql: `SELECT k.wish_id FROM confirmation k JOIN fulfilment f ON f.id = k.fulfilment_id WHERE k.confirmed_by = f.recorded_by
      UNION ALL SELECT id FROM wish WHERE published_by = entered_by`,
  },
  {
    name: 'wish.consent',
    rule: 'Nothing of a person under fourteen is published without the guardian',
    sql: `SELECT w.id FROM wish w JOIN beneficiary b ON b.id = w.beneficiary_id
      WHERE w.opened_at IS NOT NULL AND b.age < 14 AND NOT w.consent_by_guardian`,
  },
  {
    name: 'wish.public-text',
    rule: 'No published text holds a telephone or identity number',
    sql: `SELECT id FROM wish WHERE opened_at IS NOT NULL AND public_text REGEXP '1[3-9][0-9]{9}|[0-9]{15}'`,
  },
  {
    name: 'wish.money',
    rule: 'No money is held for a wish that has ended unfulfilled, nor for one of another community',
    sql: `SELECT r.id FROM ${SPEND_WISHES} JOIN ${SPEND_REQUESTS} ON r.id = s.spend_request_id JOIN wish w ON w.id = s.wish_id
      WHERE (s.is_held AND w.status IN ('cancelled','merged','rejected','transferred')) OR w.unit_id <> r.unit_id`,
  },
  {
    name: 'wish.trail',
    rule: 'Every wish has an event for where it stands',
    sql: `SELECT w.id, w.status FROM wish w LEFT JOIN ${EVENT_LOG} ON e.subject_id = w.id WHERE e.id IS NULL`,
  },
];
