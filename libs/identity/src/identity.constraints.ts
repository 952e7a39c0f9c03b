import { BUG, declareConstraints } from '#libs/platform';
import { ErasureAsked } from './people/erase-account.js';
import { PhoneTaken, RoleHeld } from './people/register-person.js';

declareConstraints({
  uq_unit_code: BUG, // an import updates the unit that has the code
  uq_unit_path: BUG, // a path ends in the code
  uq_unit_level: BUG, // the id alone is already unique
  uq_person_phone: PhoneTaken,
  uq_role_grant_active: RoleHeld,
  ck_grant_level: BUG, // ROLE_LEVEL is thrown before
  ck_grant_confirmed: BUG, // SECOND_PERSON is thrown before
  ck_grant_own: BUG, // OWN_AUTHORITY is thrown before
  ck_recovery: BUG, // OWN_AUTHORITY is thrown before
  uq_session_token: BUG,
  ck_factor: BUG,
  ck_delegation: BUG,
  ck_delegation_other: BUG,
  ck_person_erased: BUG,
  uq_account_erasure_waiting: ErasureAsked,
  ck_account_erasure: BUG,
});
