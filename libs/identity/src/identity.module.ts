import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './http/access.guard.js';
import { Access } from './roles/access.js';
import { Appointments } from './roles/appointments.js';
import { RateLimit } from './sign-in/rate-limit.js';
import { Authority } from './roles/authority.js';
import { AuthorityRules } from './roles/authority-rules.js';
import { ChangeUnits } from './units/change-units.js';
import { ChangePassword } from './sign-in/change-password.js';
import { ConfirmRole } from './roles/confirm-role.js';
import { DelegateSignature } from './roles/delegate-signature.js';
import { DelegationsController } from './http/delegations.controller.js';
import { Delegations } from './roles/delegations.js';
import { DisableAccount } from './people/disable-account.js';
import { DistrictPolicies } from './district-policies.js';
import { EraseAccount } from './people/erase-account.js';
import { Independence } from './roles/independence.js';
import { KnownPlaces } from './sign-in/known-places.js';
import { OpenSessions } from './sign-in/open-sessions.js';
import { PersonalDataExportController } from './http/own-data.controller.js';
import { Passwords } from './sign-in/passwords.js';
import { PeopleController } from './http/people.controller.js';
import { PeopleBelow } from './people/people-below.js';
import { People } from './people/people.js';
import { PresentPassword } from './sign-in/present-password.js';
import { RecoverAccount } from './sign-in/recover-account.js';
import { Recoveries } from './sign-in/recoveries.js';
import { RecoveriesController } from './http/recoveries.controller.js';
import { RegisterPerson } from './people/register-person.js';
import { RetentionController } from './http/retention.controller.js';
import { RetentionRules } from './people/retention-rules.js';
import { RevokeRole } from './roles/revoke-role.js';
import { RoleChoices } from './roles/role-choices.js';
import { RoleChanges } from './roles/role-changes.js';
import { SecondFactor } from './sign-in/second-factor.js';
import { SecondFactorController } from './http/second-factor.controller.js';
import { SetUpSecondFactor } from './sign-in/set-up-second-factor.js';
import { SessionsController } from './http/sessions.controller.js';
import { Sessions } from './sign-in/sessions.js';
import { SignIn } from './sign-in/sign-in.js';
import { ActivationCodes } from './sign-in/activation-codes.js';
import { UnitsController } from './http/units.controller.js';
import { Units } from './units/units.js';

const CORE = [
  Access,
  RateLimit,
  Delegations,
  DistrictPolicies,
  Passwords,
  PresentPassword,
  SecondFactor,
  Sessions,
  OpenSessions,
  KnownPlaces,
  ActivationCodes,
  People,
  PeopleBelow,
  Authority,
  EraseAccount,
  RoleChanges,
  Recoveries,
  RecoverAccount,
  RegisterPerson,
  RevokeRole,
  Independence,
  Units,
  ChangeUnits,
];

/** People, roles and units, for all other libraries. */
@Global()
@Module({
  providers: CORE,
  exports: CORE,
})
export class IdentityModule {}

@Module({
  controllers: [
    SessionsController,
    SecondFactorController,
    DelegationsController,
    PeopleController,
    RecoveriesController,
    PersonalDataExportController,
    UnitsController,
    RetentionController,
  ],
  providers: [
    SignIn,
    ChangePassword,
    ConfirmRole,
    Appointments,
    RoleChoices,
    DisableAccount,
    AuthorityRules,
    RetentionRules,
    SetUpSecondFactor,
    DelegateSignature,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
export class IdentityHttpModule {}
