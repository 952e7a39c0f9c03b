import { SEND_TIMEOUT_MS, type Channel } from './channel.js';
import { httpCall, isAnswer } from './http-call.js';

/** A provider's HTTP interface as data. In `url` and `body`, `{phone}`, `{text}` and `{key}` are replaced by their values.
 *  Values are JSON-escaped in a JSON body, otherwise URL-encoded. Example: `{ url: 'https://sms.example/send', headers: {
 *  'content-type': 'application/json', authorization: 'Bearer …' }, body:
 *  '{"to":"{phone}","content":"{text}","id":"{key}"}', okWhen: { path: 'code', equals: '0' }, referenceAt: 'msgId' }` */
export interface SmsSettings {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** The field and value by which the response confirms acceptance; left out: any 2xx response. */
  okWhen?: { path: string; equals: string };
  referenceAt?: string;
  /** Values of that field that ask to try again later. */
  laterWhen?: string[];
  timeoutMs?: number;
}
export interface SmsAddress {
  phone: string;
}

/** Text messages cost money and cannot be recalled: what may have been sent is not sent again. */
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

/** The value at a path such as `a.b.0` in a JSON text, as a string. */
function valueAt(text: string, path: string): string | undefined {
  try {
    let value: unknown = JSON.parse(text);
    for (const step of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[step];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  } catch {
    return undefined;
  }
}
