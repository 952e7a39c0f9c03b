/** SQL for FROM: spend requests as `r`. */
export const SPEND_REQUESTS = 'spend_request r';

/** SQL for FROM: the wishes of spend requests as `s`; `held_wish_id` is set as long as the request holds the wish. */
export const SPEND_WISHES = 'spend_wish s';

/** SQL: a payment of the request `r` was reversed, and no signer has released the request again. */
export const AWAITS_RENEWAL =
  'EXISTS (SELECT 1 FROM fund_reversal v WHERE v.spend_request_id = r.id AND v.is_agreed AND v.renewed_by IS NULL)';

/** SQL: an objection to the request `r` has no answer yet. */
export const HAS_OPEN_OBJECTION =
  'EXISTS (SELECT 1 FROM spend_objection o WHERE o.spend_request_id = r.id AND o.answered_at IS NULL)';

/** SQL: a person (one placeholder) signed the current version of the request `r`. */
export const HAS_SIGNED =
  'EXISTS (SELECT 1 FROM spend_signature s WHERE s.spend_request_id = r.id AND s.version = r.version AND s.person_id = ?)';

/** SQL: a person (one placeholder) already takes part in the request `r` (separation of duties). */
export const TAKES_PART =
  'EXISTS (SELECT 1 FROM spend_participation h WHERE h.spend_request_id = r.id AND h.person_id = ?)';
