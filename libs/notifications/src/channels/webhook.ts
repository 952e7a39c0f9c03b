import { createHmac, timingSafeEqual } from 'node:crypto';
import { SEND_TIMEOUT_MS, isAllowedHost, type Channel } from './channel.js';
import { httpCall, isAnswer } from './http-call.js';

export interface WebhookSettings {
  /** Systems that may be written to, as an administrator has named them. */
  hosts: string[];
  timeoutMs?: number;
}
export interface WebhookAddress {
  url: string;
  secret: string;
}

/** A signed POST to another system. `X-Micro-Wish-Signature: t=SECONDS,v1=HEX` is the HMAC-SHA-256 of `SECONDS.BODY` under the
 *  shared secret; `X-Micro-Wish-Key` is the same for every attempt, so that the receiver takes it once. */
export const webhook: Channel<WebhookSettings, WebhookAddress> = {
  guarantee: 'once-at-least',

  async send({ hosts, timeoutMs = SEND_TIMEOUT_MS }, { url, secret }, message) {
    // Whoever answers for a unit names the address: not every machine that we can reach is hers to call.
    if (!isAllowedHost(url, hosts)) return { result: 'refused', cause: 'host' };
    const body = JSON.stringify({ key: message.key, title: message.title, text: message.text, url: message.url });
    const seconds = Math.floor(Date.now() / 1_000);
    const called = await httpCall({
      url,
      headers: {
        'content-type': 'application/json',
        'x-micro-wish-key': message.key,
        'x-micro-wish-signature': `t=${seconds},v1=${signatureOf(secret, seconds, body)}`,
      },
      body,
      timeoutMs,
    });
    return isAnswer(called) ? { result: 'sent', reference: null } : called;
  },
};

const signatureOf = (secret: string, seconds: number, body: string): string =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');

/** What a receiver does: true when the header was made for this body with this secret, not longer ago than `withinS`. */
export function isSignedBy(secret: string, header: string, body: string, nowS: number, withinS = 300): boolean {
  const [, seconds = '', signature = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (!signature || Math.abs(nowS - Number(seconds)) > withinS) return false;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(secret, Number(seconds), body)));
}
