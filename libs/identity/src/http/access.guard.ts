import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS_RULE, Forbidden, Unauthenticated, type AccessRule, type ApiRequest } from '#libs/platform';
import { Access } from '../access.js';
import { MoneyRests } from '../recoveries.js';
import { isStaff } from '../roles.js';
import { SecondFactorNeeded } from '../second-factor.js';
import { Sessions } from '../sessions.js';

/** The one guard of the api: finds the session's person, then asks whether they hold the handler's permission at all, and
 *  have shown a second factor where that needs one. In which unit they hold it, the use case asks. */
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
    if (!this.access.mayAnywhere(request.actor, permission)) throw Forbidden({ permission: permission.name });
    if (permission.needsSecondFactor && !request.actor.isProven) throw SecondFactorNeeded();
    if (request.actor.restsUntil && permission.restsAfterRecovery)
      throw MoneyRests({ until: request.actor.restsUntil.toISOString() });
    return true;
  }
}
