import { createHmac, timingSafeEqual } from 'node:crypto';
import { SEND_TIMEOUT_MS, isAllowedHost, type Channel } from './channel.js';
import { httpCall, isAnswer } from './http-call.js';

export interface WebhookSettings {
  /** The hosts that may be called, as named by an administrator. */
  hosts: string[];
  timeoutMs?: number;
}
export interface WebhookAddress {
  url: string;
  secret: string;
}

/** A signed POST to another system. `X-Micro-Wish-Signature: t=SECONDS,v1=HEX` is the HMAC-SHA-256 of `SECONDS.BODY` with
 *  the shared secret. `X-Micro-Wish-Key` is the same for every attempt, so that the receiver can accept the message once. */
export const webhook: Channel<WebhookSettings, WebhookAddress> = {
  guarantee: 'once-at-least',

  async send({ hosts, timeoutMs = SEND_TIMEOUT_MS }, { url, secret }, message) {
    // Staff of a unit enter the address, so only allowed hosts are called, not every machine that the platform can reach.
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

/** The receiver's check: true when the header was made for this body with this secret, not longer ago than `withinS`. */
export function isSignedBy(secret: string, header: string, body: string, nowS: number, withinS = 300): boolean {
  const [, seconds = '', signature = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (!signature || Math.abs(nowS - Number(seconds)) > withinS) return false;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(secret, Number(seconds), body)));
}
