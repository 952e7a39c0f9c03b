import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  SELF,
  CurrentActor,
  NotFound,
  Public,
  Requires,
  Transactions,
  networkOf,
  type Actor,
  type ApiReply,
  type ApiRequest,
  type Row,
} from '#libs/platform';
import {
  ChangePasswordBody,
  IdResponse,
  PersonResponse,
  SessionIdParam,
  SessionStateResponse,
  SessionsResponse,
  SignInBody,
  SetPasswordBody,
} from './identity.dto.js';
import { Access } from '../roles/access.js';
import { People } from '../people/people.js';
import { needsSecondFactor } from '../permissions.js';
import { ChangePassword } from '../sign-in/change-password.js';
import { KnownPlaces } from '../sign-in/known-places.js';
import type { Session } from '../sign-in/session.entity.js';
import { Sessions } from '../sign-in/sessions.js';
import { SignIn } from '../sign-in/sign-in.js';
import { ActivationCodes } from '../sign-in/activation-codes.js';

@ApiTags('identity')
@Controller()
export class SessionsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly people: People,
    private readonly access: Access,
    private readonly changeOwnPassword: ChangePassword,
    private readonly activationCodes: ActivationCodes,
    private readonly places: KnownPlaces,
    private readonly transactions: Transactions,
  ) {}

  /** Signs a person in and sets the session cookie. */
  @Post('sessions')
  @Public()
  async open(
    @Body() body: SignInBody,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<IdResponse> {
    const device = this.places.deviceOf(request);
    const userAgent = request.headers['user-agent'] ?? 'unknown';
    const address = networkOf(request.ip);
    const { token, personId } = await this.signIn.execute({ ...body, address, device, userAgent });
    this.sessions.setCookie(reply, token);
    this.places.setCookie(reply, device);
    return { id: personId };
  }

  /** Sets a password with the activation code from the office. */
  @Post('passwords')
  @HttpCode(200)
  @Public()
  async setPassword(
    @Body() body: SetPasswordBody,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<IdResponse> {
    const device = this.places.deviceOf(request);
    const address = networkOf(request.ip);
    const opened = await this.activationCodes.use({ ...body, address, device, locale: request.locale ?? 'zh' });
    this.places.setCookie(reply, device);
    return opened;
  }

  /** Lists the signed-in person's open sessions, most recently used first. */
  @Get('sessions')
  @Requires(SELF)
  async list(@CurrentActor() actor: Actor): Promise<SessionsResponse> {
    const items = await this.transactions.rows<Row<Session, 'id' | 'device' | 'createdAt' | 'seenAt'>>(
      `SELECT id, device, created_at, seen_at FROM session
       WHERE person_id = ? AND ended_at IS NULL AND expires_at > UTC_TIMESTAMP(3) ORDER BY seen_at DESC LIMIT 50`,
      [actor.personId],
    );
    return { items: items.map((item) => ({ ...item, isCurrent: item.id === actor.sessionId })) };
  }

  /** Signs out. */
  @Delete('sessions/current')
  @HttpCode(204)
  @Requires(SELF)
  async signOut(@CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: ApiReply): Promise<void> {
    const { personId, sessionId } = actor;
    if (sessionId) await this.transactions.run((tx) => this.sessions.end(tx, personId, sessionId));
    this.sessions.clearCookie(reply);
  }

  /** Ends one of the signed-in person's sessions, on any device. */
  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @Requires(SELF)
  async end(@CurrentActor() actor: Actor, @Param() { sessionId }: SessionIdParam): Promise<void> {
    const ended = await this.transactions.run((tx) => this.sessions.end(tx, actor.personId, sessionId));
    if (ended === 0) throw NotFound();
  }

  /** Returns the signed-in person and their permissions; `person` is null without a session. */
  @Get('session')
  @Public()
  async session(@Req() request: ApiRequest): Promise<SessionStateResponse> {
    const actor = await this.sessions.actorOf(request, request.locale ?? 'zh');
    return {
      person: actor ? await this.people.me(actor) : null,
      permissions: actor ? this.access.permissions(actor) : [],
      lacksSecondFactor: actor !== undefined && !actor.hasSecondFactor && needsSecondFactor(actor.grants),
    };
  }

  /** The signed-in person with their roles. */
  @Get('me')
  @Requires(SELF)
  me(@CurrentActor() actor: Actor): Promise<PersonResponse> {
    return this.people.me(actor);
  }

  /** Changes the signed-in person's password and ends all other sessions. */
  @Put('me/password')
  @Requires(SELF)
  changePassword(@CurrentActor() actor: Actor, @Body() body: ChangePasswordBody): Promise<IdResponse> {
    return this.changeOwnPassword.execute(actor, body);
  }
}
