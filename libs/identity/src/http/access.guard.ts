import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS_RULE, Forbidden, Unauthenticated, type AccessRule, type ApiRequest } from '#libs/platform';
import { Access } from '../roles/access.js';
import { MoneyRightsSuspended } from '../sign-in/recoveries.js';
import { isStaff } from '../roles/roles.js';
import { SecondFactorNeeded } from '../sign-in/second-factor.js';
import { Sessions } from '../sign-in/sessions.js';

/** The only guard of the API. It finds the session's person and checks that they hold the handler's permission in any
 *  unit. It also checks the second factor, and that the permission is not suspended after a recovery. The use case checks
 *  in which unit they hold it. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly access: Access,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS_RULE, context.getHandler());
    if (!rule) throw new Error('a handler without an access rule');
    if ('public' in rule) return true;
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const { isActivity } = rule;
    request.actor = await this.sessions.actorOf(request, request.locale ?? 'zh', { isActivity });
    if (!request.actor) throw Unauthenticated();
    request.isStaff = request.actor.grants.some(({ role }) => isStaff(role));
    const { permission } = rule;
    if (!this.access.hasAnywhere(request.actor, permission)) throw Forbidden({ permission: permission.name });
    if (permission.needsSecondFactor && !request.actor.hasSecondFactor) throw SecondFactorNeeded();
    if (request.actor.suspendedUntil && permission.isSuspendedAfterRecovery)
      throw MoneyRightsSuspended({ until: request.actor.suspendedUntil.toISOString() });
    return true;
  }
}
