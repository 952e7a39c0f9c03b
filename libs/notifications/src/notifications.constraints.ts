import { BUG, Conflict, declareConstraints } from '#libs/platform';

declareConstraints({
  ck_notification_wish: BUG, // a message is about a wish, or about an account
  uq_notification_once: BUG, // a notification that is there is left as it is
  uq_contact_point: Conflict,
  uq_consent_used: BUG,
  uq_delivery_once: BUG, // a delivery that is there is left as it is
  uq_delivery_digest: BUG,
});
