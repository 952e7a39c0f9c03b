import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiCookieAuth, ApiExtension, ApiHeader } from '@nestjs/swagger';
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, Locale } from '../actor.js';
import type { Permission } from '../permissions.js';
import { InvalidInput, Unauthenticated } from '../problems.js';

export const ACCESS_RULE = 'micro-wish:access';
/** `isActivity`: the request extends an idle session. False for a screen that only listens, since no person may be there. */
export type AccessRule = { public: true } | { permission: Permission; isActivity: boolean };

/** `isStaff`: the person works for an office; used for limits only, never for permissions. */
export type ApiRequest = FastifyRequest & { actor?: Actor; locale?: Locale; isStaff?: boolean };
export type ApiReply = FastifyReply;

/** The handler needs a signed-in person with this permission in some unit; the use case then checks the unit. */
export const Requires = (permission: Permission, { isActivity = true } = {}): MethodDecorator =>
  applyDecorators(
    SetMetadata(ACCESS_RULE, { permission, isActivity } satisfies AccessRule),
    ApiCookieAuth(),
    ApiExtension('x-authz', { permission: permission.name }),
  );

/** The handler is open to everyone, signed in or not. */
export const Public = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(ACCESS_RULE, { public: true } satisfies AccessRule),
    ApiExtension('x-authz', { public: true }),
  );

/** The command may be repeated with the same Idempotency-Key, and then returns the first answer. */
export const Idempotent = (): MethodDecorator =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Chosen by the caller, 8 to 100 characters; a repeated key returns the first answer.',
    schema: { type: 'string', minLength: 8, maxLength: 100 },
  });

/** Leaves out passwords: a hash of the request is stored, and a password must not be guessed from it. */
const withoutSecrets = (key: string, value: unknown): unknown =>
  key === 'password' || key === 'present' ? undefined : value;

/** The signed-in person, with the request's Idempotency-Key where it has one. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const request = context.switchToHttp().getRequest<ApiRequest>();
  if (!request.actor) throw Unauthenticated();
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || request.method === 'GET') return request.actor;
  if (key.length < 8 || key.length > 100) {
    const reason = request.locale === 'en' ? 'must have 8 to 100 characters' : '长度须为 8 至 100 个字符';
    throw InvalidInput({ faults: [{ field: 'Idempotency-Key', reason }] });
  }
  const asked = `${request.method} ${request.url}\n${JSON.stringify(request.body ?? null, withoutSecrets)}`;
  return { ...request.actor, command: { key, requestHash: createHash('sha256').update(asked).digest() } };
});
