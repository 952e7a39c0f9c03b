/** Ways out of the platform. The inbox is none of them: it is always there. */
export const CHANNELS = ['email', 'push', 'sms', 'wechat', 'wecom', 'webhook'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** What leaves the platform. No personal data: a title made of a wish's public code, and a link behind which the reader's own
 *  rights decide. */
export interface Message {
  /** The same however often it is tried: a provider that knows keys sends it once. */
  key: string;
  title: string;
  text: string;
  url: string;
  /** Belongs into every shape of the message, however short: what to do when it was not the person. */
  warning?: string;
}

/** How an attempt ended. `refused` is for good, `later` is worth another try. `isGone`: the address no longer exists.
 *  `isUnknown`: it may have gone out all the same. */
export type Outcome =
  | { result: 'sent'; reference: string | null }
  | { result: 'refused'; cause: string; isGone?: boolean }
  | { result: 'later'; cause: string; afterS?: number; isUnknown?: boolean };

/** `once-at-least`: tried again whenever its end is not known; a provider key makes that harmless where there is one.
 *  `once-at-most`: what may have gone out is never sent again. */
export type Guarantee = 'once-at-least' | 'once-at-most';

/** One way out. `S`: what an administrator sets; `A`: where a message goes. Never throws: every end is an outcome. */
export interface Channel<S, A> {
  guarantee: Guarantee;
  send(settings: S, address: A, message: Message): Promise<Outcome>;
}

/** Whether an address that somebody else has told may be called: over TLS, at a host that an administrator has named;
 *  `*.example.com` stands for all below it. */
export function isAllowedHost(url: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, host } = new URL(url);
  return hosts.some((allowed) => {
    // A double on this machine is named with its scheme and port.
    if (allowed.startsWith('http://')) return protocol === 'http:' && allowed === `http://${host}`;
    if (protocol !== 'https:') return false;
    return allowed.startsWith('*.') ? hostname.endsWith(allowed.slice(1)) : hostname === allowed || host === allowed;
  });
}

/** No provider is waited for longer than this. */
export const SEND_TIMEOUT_MS = 10_000;
