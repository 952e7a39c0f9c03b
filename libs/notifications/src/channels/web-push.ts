import { SEND_TIMEOUT_MS, isAllowedHost, type Channel } from './channel.js';
import { httpCall, isAnswer } from './http-call.js';

export interface PushSettings {
  /** Contact for the push services: a mailto: or https: address. */
  subject: string;
  publicKey: string;
  privateKey: string;
  /** The hosts of push services that may be called. */
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
/** The push services of the browsers that residents use. */
export const PUSH_HOSTS = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
];

/** Web Push (RFC 8030, 8291, 8292): encrypted for the browser and signed by the platform; the push service cannot read it.
 *  The topic makes a repeated message replace the earlier one. */
export const push: Channel<PushSettings, PushAddress> = {
  guarantee: 'once-at-least',

  async send(
    { subject, publicKey, privateKey, hosts, timeoutMs = SEND_TIMEOUT_MS },
    { endpoint, p256dh, auth },
    message,
  ) {
    // A subscription comes from a browser, so only allowed hosts are called.
    if (!isAllowedHost(endpoint, hosts)) return { result: 'refused', cause: 'host', isGone: true };
    const { default: webPush } = await import('web-push');
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

/** Generates the key pair that identifies this platform to push services. */
export async function newPushKeys(): Promise<{ publicKey: string; privateKey: string }> {
  const { default: webPush } = await import('web-push');
  return webPush.generateVAPIDKeys();
}
