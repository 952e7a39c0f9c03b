import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config, FieldEncryption, type ApiReply, type ApiRequest, type Reader, type Tx } from '#libs/platform';

const COOKIE_DAYS = 400;

/** Where a sign-in comes from: the network, and the token in the browser's cookie. */
export interface Place {
  phone: string;
  address: string;
  device: string;
}

/** Networks and browsers in which a person has signed in before. Strangers who try passwords elsewhere do not delay the
 *  person there. A browser keeps a random token in a cookie. The database keeps only keyed hashes, bound to the person,
 *  so that a token is useless for other people. A token grants no access. Source: OWASP, device cookies. */
@Injectable()
export class KnownPlaces {
  private readonly cookieName: string;

  constructor(
    private readonly encryption: FieldEncryption,
    private readonly config: Config,
  ) {
    this.cookieName = config.secureCookies ? '__Host-device' : 'device';
  }

  /** The token that the browser sent, or a new one if it sent none. */
  deviceOf(request: ApiRequest): string {
    const sent = request.cookies?.[this.cookieName];
    return sent && /^[\w-]{43}$/.test(sent) ? sent : randomBytes(32).toString('base64url');
  }

  setCookie(reply: ApiReply, device: string): void {
    void reply.setCookie(this.cookieName, device, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.secureCookies,
      maxAge: COOKIE_DAYS * 86_400,
    });
  }

  /** Whether the person has signed in from this network or browser within the retention period. */
  async ofPerson(reader: Reader, personId: string, place: Place): Promise<{ isNetwork: boolean; isDevice: boolean }> {
    const index = await this.encryption.blindIndex(reader);
    const { network, device } = valuesOf(place);
    const row = await reader.row<{ networks: number; devices: number }>(
      `SELECT SUM(address_hash IN (?)) AS networks, SUM(address_hash IN (?)) AS devices FROM known_address WHERE person_id = ?`,
      [index.candidates('known-address', network), index.candidates('known-address', device), personId],
    );
    return { isNetwork: Number(row?.networks ?? 0) > 0, isDevice: Number(row?.devices ?? 0) > 0 };
  }

  /** Remembers network and browser after the person signed in there, or set a password there with an activation code. */
  async remember(tx: Tx, personId: string, place: Place): Promise<void> {
    const index = await this.encryption.blindIndex(tx);
    for (const value of Object.values(valuesOf(place))) {
      const known = await tx.execute(
        'UPDATE known_address SET seen_at = UTC_TIMESTAMP(3) WHERE person_id = ? AND address_hash IN (?)',
        [personId, index.candidates('known-address', value)],
      );
      if (known > 0) continue;
      await tx.execute(
        `INSERT INTO known_address (person_id, address_hash, index_key_no, seen_at) VALUES (?,?,?,UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE seen_at = VALUES(seen_at)`,
        [personId, index.hash('known-address', value), index.keyNo],
      );
    }
  }
}

const valuesOf = ({ phone, address, device }: Place): { network: string; device: string } => ({
  network: `${phone}|${address}`,
  device: `${phone}|device:${device}`,
});
