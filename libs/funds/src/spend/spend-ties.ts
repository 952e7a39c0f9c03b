import type { Role } from '#libs/identity';
import type { ParticipationAct } from './spend.lifecycle.js';

/** What connects people with a spend request, besides their roles. */
export interface SpendTies {
  /** Everybody with a part in the request, in the order in which they took it. */
  participations: { personId: string; act: ParticipationAct; at: Date }[];
  /** The signatures on the present version. */
  signed: { personId: string; behalfOf: string | null }[];
  /** The people who have lifted a pause. */
  lifters: string[];
  /** The pause in force. */
  pause: { reason: string; pausedAs: Role | null } | null;
  /** A payment was reversed, and no signer has released the request for payment again. */
  awaitsRenewal: boolean;
}
export type TiesColumns = Record<'participations' | 'signed' | 'lifters' | 'openPause', string | null> & {
  awaitsRenewal: number;
};

/** SQL columns for the ties of the request `r`. A command selects them after it has locked the request. */
export const TIES_COLUMNS = `
  (SELECT JSON_ARRAYAGG(JSON_OBJECT('personId', h.person_id, 'act', h.act, 'at', DATE_FORMAT(h.at, '%Y-%m-%dT%T.%fZ')) ORDER BY h.at, h.person_id)
   FROM spend_participation h WHERE h.spend_request_id = r.id) AS participations,
  (SELECT JSON_ARRAYAGG(JSON_OBJECT('personId', s.person_id, 'behalfOf', s.behalf_of)) FROM spend_signature s
   WHERE s.spend_request_id = r.id AND s.version = r.version) AS signed,
  (SELECT JSON_ARRAYAGG(p.lifted_by) FROM spend_pause p WHERE p.spend_request_id = r.id AND p.lifted_by IS NOT NULL) AS lifters,
  (SELECT JSON_OBJECT('reason', p.reason, 'pausedAs', p.paused_as) FROM spend_pause p WHERE p.open_request_id = r.id) AS open_pause,
  EXISTS (SELECT 1 FROM fund_reversal v WHERE v.spend_request_id = r.id AND v.is_agreed AND v.renewed_by IS NULL) AS awaits_renewal`;

export const tiesOf = (row: TiesColumns): SpendTies => ({
  participations: (
    JSON.parse(row.participations ?? '[]') as { personId: string; act: ParticipationAct; at: string }[]
  ).map(({ at, ...participation }) => ({
    ...participation,
    at: new Date(at),
  })),
  signed: JSON.parse(row.signed ?? '[]') as SpendTies['signed'],
  lifters: JSON.parse(row.lifters ?? '[]') as string[],
  pause: JSON.parse(row.openPause ?? 'null') as SpendTies['pause'],
  awaitsRenewal: Boolean(row.awaitsRenewal),
});
