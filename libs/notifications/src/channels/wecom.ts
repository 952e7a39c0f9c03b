import { SEND_TIMEOUT_MS, isAllowedHost, type Channel } from './channel.js';
import { httpCall, isAnswer } from './http-call.js';

export interface WecomSettings {
  /** The hosts of the robots. */
  hosts: string[];
  timeoutMs?: number;
}
/** The address of a group's robot. It is a secret: it allows writing to the group. */
export interface WecomAddress {
  url: string;
}

export const WECOM_HOSTS = ['qyapi.weixin.qq.com'];
/** Over the robot's limit of twenty messages a minute. */
const TOO_OFTEN = 45_009;
/** The robot was removed from the group. */
const NO_ROBOT = 93_000;

/** A WeCom group's robot. WeCom supports no idempotency keys: what may have been sent is not sent again. */
export const wecom: Channel<WecomSettings, WecomAddress> = {
  guarantee: 'once-at-most',

  async send({ hosts, timeoutMs = SEND_TIMEOUT_MS }, { url }, message) {
    if (!isAllowedHost(url, hosts)) return { result: 'refused', cause: 'host' };
    const content = `${message.title}\n${message.url}`;
    const called = await httpCall({
      url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ msgtype: 'text', text: { content } }),
      timeoutMs,
    });
    if (!isAnswer(called)) return called;
    const code = errorCodeOf(called.text);
    if (code === 0) return { result: 'sent', reference: null };
    if (code === TOO_OFTEN) return { result: 'later', cause: `errcode ${code}`, afterS: 60 };
    return { result: 'refused', cause: `errcode ${code ?? 'missing'}`, isGone: code === NO_ROBOT };
  },
};

/** The error code in a response: WeCom and WeChat answer 200 even when they refuse. */
export function errorCodeOf(text: string): number | undefined {
  try {
    const { errcode } = JSON.parse(text) as { errcode?: unknown };
    return typeof errcode === 'number' ? errcode : undefined;
  } catch {
    return undefined;
  }
}
