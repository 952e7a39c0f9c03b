import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Config,
  Transactions,
  newId,
  type Actor,
  type ApiReply,
  type ApiRequest,
  type Grant,
  type Locale,
  type Delegated,
  type Tx,
} from '#libs/platform';
import { standInsOf } from '../roles/delegations.js';
import { LONGEST_LIFETIME, STAFF_LIFETIME, lifetimeOf } from './session-lifetime.js';

const newToken = (): string => randomBytes(32).toString('base64url');
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Opaque sessions: a random token in the cookie, its hash in MariaDB. Ending one takes effect with the next request. */
@Injectable()
export class Sessions {
  private readonly cookieName: string;

  constructor(
    private readonly transactions: Transactions,
    private readonly config: Config,
  ) {
    this.cookieName = config.secureCookies ? '__Host-sid' : 'sid';
  }

  /** Opens a session and returns its token, which is stored nowhere. */
  async open(
    tx: Tx,
    personId: string,
    { grants, device, hasSecondFactor }: { grants: { role: string }[]; device: string; hasSecondFactor: boolean },
  ): Promise<string> {
    const token = newToken();
    const { idleMinutes, hours } = lifetimeOf(grants);
    await tx.execute(
      `INSERT INTO session (id, token_hash, person_id, device, created_at, seen_at, idle_minutes, expires_at, proven_at)
       VALUES (?,?,?,?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), ?, UTC_TIMESTAMP(3) + INTERVAL ? HOUR, IF(?, UTC_TIMESTAMP(3), NULL))`,
      [newId(), hashOf(token), personId, device.slice(0, 120), idleMinutes, hours, hasSecondFactor],
    );
    return token;
  }

  setCookie(reply: ApiReply, token: string): void {
    void reply.setCookie(this.cookieName, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.secureCookies,
      maxAge: LONGEST_LIFETIME.hours * 3_600,
    });
  }

  /** Clears the session cookie. The cookie that identifies the browser stays (`KnownPlaces`). */
  clearCookie(reply: ApiReply): void {
    void reply.clearCookie(this.cookieName, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.secureCookies,
    });
    void reply.header('clear-site-data', '"storage"');
  }

  /** isActivity: the request postpones the end of an idle session. */
  async actorOf(request: ApiRequest, asked: Locale, { isActivity = true } = {}): Promise<Actor | undefined> {
    const token = request.cookies?.[this.cookieName];
    if (!token || token.length > 100) return undefined;
    const row = await this.transactions.row<{
      sessionId: string;
      personId: string;
      hasSecondFactor: number;
      stale: number;
      suspendedUntil: Date | null;
      grants: string | null;
      standIns: string | null;
    }>(
      `SELECT s.id AS session_id, s.person_id, s.proven_at IS NOT NULL AS has_second_factor, s.seen_at < UTC_TIMESTAMP(3) - INTERVAL 60 SECOND AS stale,
         IF(p.money_suspended_until > UTC_TIMESTAMP(3), p.money_suspended_until, NULL) AS suspended_until,
         (SELECT JSON_ARRAYAGG(JSON_OBJECT('role', g.role, 'unitId', g.unit_id, 'path', u.path))
          FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.person_id = s.person_id AND g.in_force = 1) AS grants,
         ${standInsOf('s.person_id')} AS stand_ins
       FROM session s JOIN person p ON p.id = s.person_id AND p.disabled_at IS NULL
       WHERE s.token_hash = ? AND s.ended_at IS NULL AND s.expires_at > UTC_TIMESTAMP(3)
         AND s.seen_at > UTC_TIMESTAMP(3) - INTERVAL s.idle_minutes MINUTE`,
      [hashOf(token)],
    );
    if (!row) return undefined;
    if (row.stale && isActivity) {
      await this.transactions.run((tx) =>
        tx.execute('UPDATE session SET seen_at = UTC_TIMESTAMP(3) WHERE id = ?', [row.sessionId]),
      );
    }
    return {
      personId: row.personId,
      sessionId: row.sessionId,
      grants: JSON.parse(row.grants ?? '[]') as Grant[],
      standsInFor: JSON.parse(row.standIns ?? '[]') as Delegated[],
      locale: asked,
      hasSecondFactor: Boolean(row.hasSecondFactor),
      suspendedUntil: row.suspendedUntil,
    };
  }

  /** Marks the session as proven by a second factor. The session continues under a new token, so that a token seen
   *  earlier is useless (ASVS 5.0, V7.2.4). */
  async prove(tx: Tx, sessionId: string): Promise<string> {
    const token = newToken();
    await tx.execute('UPDATE session SET proven_at = UTC_TIMESTAMP(3), token_hash = ? WHERE id = ?', [
      hashOf(token),
      sessionId,
    ]);
    return token;
  }

  async end(tx: Tx, personId: string, sessionId: string): Promise<number> {
    return tx.execute(
      'UPDATE session SET ended_at = UTC_TIMESTAMP(3) WHERE id = ? AND person_id = ? AND ended_at IS NULL',
      [sessionId, personId],
    );
  }

  /** Shortens open sessions to staff length, because the person is now staff. */
  async shorten(tx: Tx, personId: string): Promise<void> {
    await tx.execute(
      `UPDATE session SET idle_minutes = LEAST(idle_minutes, ?), expires_at = LEAST(expires_at, UTC_TIMESTAMP(3) + INTERVAL ? HOUR)
       WHERE person_id = ? AND ended_at IS NULL`,
      [STAFF_LIFETIME.idleMinutes, STAFF_LIFETIME.hours, personId],
    );
  }

  /** Ends all sessions of a person but one: after a change of password, of roles, or when the account is disabled. */
  async endOthers(tx: Tx, personId: string, kept: string | null): Promise<void> {
    await tx.execute(
      `UPDATE session SET ended_at = UTC_TIMESTAMP(3) WHERE person_id = ? AND ended_at IS NULL AND NOT (id <=> ?)`,
      [personId, kept],
    );
  }
}
