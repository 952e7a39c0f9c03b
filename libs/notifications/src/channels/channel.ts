/** The channels by which messages leave the platform. The inbox is not one of them: it always exists. */
export const CHANNELS = ['email', 'push', 'sms', 'wechat', 'wecom', 'webhook'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** A message that leaves the platform. It contains no personal data: a title with a wish's public code, and a link; the
 *  reader's own rights decide what the link shows. */
export interface Message {
  /** The same for every attempt (idempotency key): a provider that supports keys sends the message once. */
  key: string;
  title: string;
  text: string;
  url: string;
  /** What to do if it was not the person. Every form of the message includes it, however short. */
  warning?: string;
}

/** The outcome of an attempt. `refused` is permanent, `later` may be retried. `isGone`: the address no longer exists.
 *  `isUnknown`: the message may have been sent nevertheless. */
export type Outcome =
  | { result: 'sent'; reference: string | null }
  | { result: 'refused'; cause: string; isGone?: boolean }
  | { result: 'later'; cause: string; afterS?: number; isUnknown?: boolean };

/** `once-at-least`: retried when the outcome is unknown; a provider's idempotency key makes that harmless where there is
 *  one. `once-at-most`: what may have been sent is never sent again. */
export type Guarantee = 'once-at-least' | 'once-at-most';

/** One channel. `S`: the settings from an administrator; `A`: the address of a message. Never throws: every result is an
 *  outcome. */
export interface Channel<S, A> {
  guarantee: Guarantee;
  send(settings: S, address: A, message: Message): Promise<Outcome>;
}

/** Whether an address given by somebody else may be called: over TLS, at a host that an administrator has named;
 *  `*.example.com` stands for all hosts below it. */
export function isAllowedHost(url: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, host } = new URL(url);
  return hosts.some((allowed) => {
    // A test double on this machine is named with its scheme and port.
    if (allowed.startsWith('http://')) return protocol === 'http:' && allowed === `http://${host}`;
    if (protocol !== 'https:') return false;
    return allowed.startsWith('*.') ? hostname.endsWith(allowed.slice(1)) : hostname === allowed || host === allowed;
  });
}

/** The longest wait for a provider. */
export const SEND_TIMEOUT_MS = 10_000;
