import { SEND_TIMEOUT_MS, type Channel, type Outcome } from './channel.js';
import { httpCall, isAnswer } from './http-call.js';
import { errorCodeOf } from './wecom.js';

export interface WechatSettings {
  /** https://api.weixin.qq.com, or a test double. */
  baseUrl: string;
  appId: string;
  appSecret: string;
  templateId: string;
  /** The field of the template that takes the title. */
  titleField: string;
  /** The page that a tap opens. */
  page?: string;
  timeoutMs?: number;
}
/** A person's WeChat id. One consent allows one message. */
export interface WechatAddress {
  openId: string;
}

const THING_LENGTH = 20;
/** The access token has expired or is invalid; a new one is requested. */
const TOKEN_FAULTS = new Set([40_001, 40_014, 42_001]);
/** The person has not consented, or the consent was used. */
const NO_CONSENT = 43_101;
const TOO_OFTEN = 45_009;
const EARLIER_S = 300;

const tokens = new Map<string, { token: string; until: number }>();

/** WeChat's subscription message: one for each consent that a person gave with a tap. WeChat supports no idempotency
 *  keys. */
export const wechat: Channel<WechatSettings, WechatAddress> = {
  guarantee: 'once-at-most',

  async send(settings, { openId }, message) {
    for (let attempt = 1; ; attempt += 1) {
      const token = await tokenOf(settings);
      if (typeof token !== 'string') return token;
      const called = await httpCall({
        url: `${settings.baseUrl}/cgi-bin/message/subscribe/send?access_token=${encodeURIComponent(token)}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          touser: openId,
          template_id: settings.templateId,
          page: settings.page,
          data: { [settings.titleField]: { value: [...message.title].slice(0, THING_LENGTH).join('') } },
        }),
        timeoutMs: settings.timeoutMs ?? SEND_TIMEOUT_MS,
      });
      if (!isAnswer(called)) return called;
      const code = errorCodeOf(called.text);
      if (code === 0) return { result: 'sent', reference: null };
      tokens.delete(settings.appId);
      // Nothing was sent: WeChat refused the token.
      if (code !== undefined && TOKEN_FAULTS.has(code) && attempt === 1) continue;
      if (code === TOO_OFTEN) return { result: 'later', cause: `errcode ${code}`, afterS: 60 };
      return { result: 'refused', cause: `errcode ${code ?? 'missing'}`, isGone: code === NO_CONSENT };
    }
  },
};

function readJson<T extends object>(text: string): Partial<T> {
  try {
    return JSON.parse(text) as Partial<T>;
  } catch {
    return {};
  }
}

async function tokenOf({ baseUrl, appId, appSecret, timeoutMs }: WechatSettings): Promise<string | Outcome> {
  const kept = tokens.get(appId);
  if (kept && kept.until > Date.now()) return kept.token;
  const query = new URLSearchParams({ grant_type: 'client_credential', appid: appId, secret: appSecret });
  const called = await httpCall({
    url: `${baseUrl}/cgi-bin/token?${query.toString()}`,
    method: 'GET',
    timeoutMs: timeoutMs ?? SEND_TIMEOUT_MS,
  });
  if (!isAnswer(called)) return called;
  const { access_token: token, expires_in: seconds } = readJson<{ access_token?: string; expires_in?: number }>(
    called.text,
  );
  if (!token) return { result: 'refused', cause: `token: errcode ${errorCodeOf(called.text) ?? 'missing'}` };
  tokens.set(appId, { token, until: Date.now() + ((seconds ?? EARLIER_S) - EARLIER_S) * 1_000 });
  return token;
}

/** The person's WeChat id for the login code that WeChat gave the page. */
export async function openIdOf(settings: WechatSettings, code: string): Promise<string | Outcome> {
  const query = new URLSearchParams({
    appid: settings.appId,
    secret: settings.appSecret,
    js_code: code,
    grant_type: 'authorization_code',
  });
  const called = await httpCall({
    url: `${settings.baseUrl}/sns/jscode2session?${query.toString()}`,
    method: 'GET',
    timeoutMs: settings.timeoutMs ?? SEND_TIMEOUT_MS,
  });
  if (!isAnswer(called)) return called;
  const { openid } = readJson<{ openid?: string }>(called.text);
  return openid ?? { result: 'refused', cause: `errcode ${errorCodeOf(called.text) ?? 'missing'}` };
}
