import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { AccountErasure, JobRegistry, PersonalDataExport, Retention } from '#libs/platform';
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
import { ERASE_ACCOUNT, EraseAccount, eraseSignIn, staffRoleObstacles } from './erase-account.js';
import { CLOSED_ACCOUNT } from './identity.personal-data.js';
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
export class IdentityModule implements OnModuleInit {
  constructor(private readonly accounts: AccountErasure) {}

  onModuleInit(): void {
    this.accounts.add('identity', { obstacles: staffRoleObstacles, erase: eraseSignIn });
  }
}

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
export class IdentityHttpModule implements OnModuleInit {
  constructor(
    private readonly data: PersonalDataExport,
    private readonly people: People,
  ) {}

  onModuleInit(): void {
    this.data.add('person', (reader, personId) => this.people.file(reader, personId));
    this.data.add('roles', (reader, personId) =>
      reader.rows(
        `SELECT g.role, u.name AS unit, g.granted_at, g.revoked_at FROM role_grant g JOIN unit u ON u.id = g.unit_id
         WHERE g.person_id = ? ORDER BY g.granted_at`,
        [personId],
      ),
    );
    this.data.add('sessions', (reader, personId) =>
      reader.rows('SELECT device, created_at, seen_at FROM session WHERE person_id = ? ORDER BY created_at', [
        personId,
      ]),
    );
    this.data.add('recoveries', (reader, personId) =>
      reader.rows(
        'SELECT kind, given_at, used_at, rests_until, stopped_at FROM account_recovery WHERE person_id = ? ORDER BY given_at',
        [personId],
      ),
    );
    this.data.add('deletionRequests', (reader, personId) =>
      reader.rows('SELECT status, asked_at, due_at, ended_at FROM account_erasure WHERE person_id = ? ORDER BY id', [
        personId,
      ]),
    );
    this.data.add('knownPlaces', (reader, personId) =>
      reader.rows('SELECT seen_at FROM known_address WHERE person_id = ? ORDER BY seen_at', [personId]),
    );
  }
}

/** Deletes expired identity data. */
@Module({})
export class IdentityJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly retention: Retention,
    private readonly account: EraseAccount,
  ) {}

  onModuleInit(): void {
    this.registry.purge('DELETE FROM sign_in_attempt WHERE attempted_at < UTC_TIMESTAMP(3) - INTERVAL 8 DAY LIMIT 500');
    this.registry.purge('DELETE FROM start_code WHERE valid_until < UTC_TIMESTAMP(3) LIMIT 500');
    this.registry.on(ERASE_ACCOUNT, (tx, { subjectId }) => this.account.carryOut(tx, subjectId));
    this.retention.on(CLOSED_ACCOUNT, this.account.eraseClosed);
  }
}
