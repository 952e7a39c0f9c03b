import { SEND_TIMEOUT_MS, type Channel } from './channel.js';
import { httpCall, isAnswer } from './http-call.js';

/** A provider's HTTP interface as data. In `url`, `headers` and `body` `{phone}`, `{text}` and `{key}` stand for what is sent,
 *  escaped for JSON in a body that is JSON, else for an address. Example:
 *  `{ url: 'https://sms.example/send', headers: { 'content-type': 'application/json', authorization: 'Bearer …' },
 *  body: '{"to":"{phone}","content":"{text}","id":"{key}"}', okWhen: { path: 'code', equals: '0' }, referenceAt: 'msgId' }` */
export interface SmsSettings {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Where the answer tells that it was taken, and how; left out: any answer of 2xx. */
  okWhen?: { path: string; equals: string };
  referenceAt?: string;
  /** What the answer says there when it would take it later. */
  laterWhen?: string[];
  timeoutMs?: number;
}
export interface SmsAddress {
  phone: string;
}

/** Text messages cost money and cannot be taken back: what may have gone out is not sent again. */
export const sms: Channel<SmsSettings, SmsAddress> = {
  guarantee: 'once-at-most',

  async send(settings, { phone }, message) {
    const isJson = /json/i.test(settings.headers['content-type'] ?? '');
    const values: Record<string, string> = {
      phone,
      text: [message.title, message.warning, message.url].filter(Boolean).join(' '),
      key: message.key,
    };
    const fill = (template: string, escape: (value: string) => string): string =>
      template.replace(/\{(phone|text|key)\}/g, (_, name: string) => escape(values[name]!));
    const inJson = (value: string): string => JSON.stringify(value).slice(1, -1);
    const called = await httpCall({
      url: fill(settings.url, encodeURIComponent),
      headers: settings.headers,
      body: fill(settings.body, isJson ? inJson : encodeURIComponent),
      timeoutMs: settings.timeoutMs ?? SEND_TIMEOUT_MS,
    });
    if (!isAnswer(called)) return called;
    const said = settings.okWhen && valueAt(called.text, settings.okWhen.path);
    if (settings.okWhen && said !== settings.okWhen.equals) {
      const cause = `${settings.okWhen.path} ${(said ?? 'missing').slice(0, 40)}`;
      return said && settings.laterWhen?.includes(said) ? { result: 'later', cause } : { result: 'refused', cause };
    }
    return {
      result: 'sent',
      reference: settings.referenceAt ? (valueAt(called.text, settings.referenceAt) ?? null) : null,
    };
  },
};

/** `a.b.0` in a JSON text, as text. */
function valueAt(text: string, path: string): string | undefined {
  try {
    let value: unknown = JSON.parse(text);
    for (const step of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[step];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  } catch {
    return undefined;
  }
}
