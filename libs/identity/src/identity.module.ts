import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './http/access.guard.js';
import { Access } from './access.js';
import { Appointments } from './appointments.js';
import { RateLimit } from './rate-limit.js';
import { Authority } from './authority.js';
import { AuthorityRules } from './authority-rules.js';
import { ChangeUnits } from './change-units.js';
import { ChangePassword } from './change-password.js';
import { ConfirmRole } from './confirm-role.js';
import { DelegateSignature } from './delegate-signature.js';
import { DelegationsController } from './http/delegations.controller.js';
import { Delegations } from './delegations.js';
import { DisableAccount } from './disable-account.js';
import { DistrictPolicies } from './district-policies.js';
import { EraseAccount } from './erase-account.js';
import { Independence } from './independence.js';
import { KnownPlaces } from './known-places.js';
import { OpenSessions } from './open-sessions.js';
import { PersonalDataExportController } from './http/own-data.controller.js';
import { Passwords } from './passwords.js';
import { PeopleController } from './http/people.controller.js';
import { PeopleBelow } from './people-below.js';
import { People } from './people.js';
import { PresentPassword } from './present-password.js';
import { RecoverAccount } from './recover-account.js';
import { Recoveries } from './recoveries.js';
import { RecoveriesController } from './http/recoveries.controller.js';
import { RegisterPerson } from './register-person.js';
import { RetentionController } from './http/retention.controller.js';
import { RetentionRules } from './retention-rules.js';
import { RevokeRole } from './revoke-role.js';
import { RoleChoices } from './role-choices.js';
import { RoleChanges } from './role-changes.js';
import { SecondFactor } from './second-factor.js';
import { SecondFactorController } from './http/second-factor.controller.js';
import { SetUpSecondFactor } from './set-up-second-factor.js';
import { SessionsController } from './http/sessions.controller.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';
import { StartCodes } from './start-codes.js';
import { UnitsController } from './http/units.controller.js';
import { Units } from './units.js';

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
  StartCodes,
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
