import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { Access } from './access.js';
import { Passwords } from './passwords.js';
import { PeopleController } from './people.controller.js';
import { People } from './people.js';
import { SessionsController } from './sessions.controller.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';
import { UnitsController } from './units.controller.js';
import { Units } from './units.js';

/** Who, in which role, in which unit: what every other library asks. */
@Global()
@Module({
  providers: [Access, Passwords, Sessions, People, Units],
  exports: [Access, Passwords, Sessions, People, Units],
})
export class IdentityModule {}

@Module({
  controllers: [SessionsController, PeopleController, UnitsController],
  providers: [SignIn, { provide: APP_GUARD, useClass: AccessGuard }],
})
export class IdentityHttpModule {}
