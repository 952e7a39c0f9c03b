import webPush from 'web-push';
import { SEND_TIMEOUT_MS, isAllowedHost, type Channel } from './channel.js';
import { httpCall, isAnswer } from './http-call.js';

export interface PushSettings {
  /** Whom a push service may write to: a mailto: or https: address. */
  subject: string;
  publicKey: string;
  privateKey: string;
  /** Push services that are written to. */
  hosts: string[];
  timeoutMs?: number;
}
/** A browser's subscription (Push API). */
export interface PushAddress {
  endpoint: string;
  p256dh: string;
  auth: string;
}

const DAY_S = 86_400;
/** Of the browsers that residents have. */
export const PUSH_HOSTS = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
];

/** Web Push (RFC 8030, 8291, 8292): encrypted for the browser, signed by us; the push service reads nothing. A topic lets a
 *  repeated message replace the one before it. */
export const push: Channel<PushSettings, PushAddress> = {
  guarantee: 'once-at-least',

  async send(
    { subject, publicKey, privateKey, hosts, timeoutMs = SEND_TIMEOUT_MS },
    { endpoint, p256dh, auth },
    message,
  ) {
    // A subscription comes from a browser: whatever it names is not called for the asking.
    if (!isAllowedHost(endpoint, hosts)) return { result: 'refused', cause: 'host', isGone: true };
    let request: ReturnType<typeof webPush.generateRequestDetails>;
    try {
      request = webPush.generateRequestDetails(
        { endpoint, keys: { p256dh, auth } },
        JSON.stringify({ title: message.title, text: message.text, url: message.url }),
        {
          vapidDetails: { subject, publicKey, privateKey },
          TTL: DAY_S,
          topic: message.key.replaceAll('-', '').slice(0, 32),
        },
      );
    } catch {
      return { result: 'refused', cause: 'keys' };
    }
    const called = await httpCall({
      url: request.endpoint,
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: request.body as never,
      timeoutMs,
    });
    return isAnswer(called) ? { result: 'sent', reference: null } : called;
  },
};

/** A pair of keys that names this platform to push services. */
export const newPushKeys = (): { publicKey: string; privateKey: string } => webPush.generateVAPIDKeys();
