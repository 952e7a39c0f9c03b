import { BUG, Conflict, declareConstraints } from '#libs/platform';

declareConstraints({
  ck_notification_wish: BUG, // a message is about a wish or about an account
  uq_notification_once: BUG, // a job or event notifies each person once
  uq_contact_point: Conflict,
  uq_consent_used: BUG,
  uq_delivery_once: BUG, // an existing delivery is updated, not inserted again
  uq_delivery_digest: BUG,
});
