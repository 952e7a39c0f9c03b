import { Conflict, declareConstraints } from '#libs/platform';

declareConstraints({
  uq_invitation_open: Conflict,
  uq_invitation_once: Conflict,
});
