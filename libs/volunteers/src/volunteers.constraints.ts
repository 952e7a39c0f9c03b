import { BUG, Conflict, declareConstraints } from '#libs/platform';
import { GroupKnown } from './groups/groups.js';

declareConstraints({
  uq_licence: BUG, // an existing licence is updated
  ck_licence_eyes: BUG,
  uq_group_name: GroupKnown,
  uq_service_claim: Conflict,
  uq_service_reversal: Conflict,
  ck_service_hands: BUG,
  ck_service_sign: BUG,
});
