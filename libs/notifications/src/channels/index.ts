import type { Channel, ChannelName } from './channel.js';
import { email } from './email.js';
import { sms } from './sms.js';
import { push } from './web-push.js';
import { webhook } from './webhook.js';
import { wechat } from './wechat.js';
import { wecom } from './wecom.js';

export { CHANNELS, isAllowedHost, type Channel, type ChannelName, type Message, type Outcome } from './channel.js';
export { email, type EmailSettings } from './email.js';
export { PUSH_HOSTS, newPushKeys, push, type PushAddress, type PushSettings } from './web-push.js';
export { sms, type SmsSettings } from './sms.js';
export { isSignedBy, webhook, type WebhookSettings } from './webhook.js';
export { openIdOf, wechat, type WechatSettings } from './wechat.js';
export { WECOM_HOSTS, wecom, type WecomSettings } from './wecom.js';

/** The channels by name. Settings and addresses are stored encrypted and passed on in the form in which they were stored. */
export const SENDERS: Record<ChannelName, Channel<never, never>> = { email, push, sms, wechat, wecom, webhook };
