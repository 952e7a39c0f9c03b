import { problem } from '#libs/platform';

export const ContactPointNotFound = problem('CONTACT_POINT_NOT_FOUND', 404, {
  zh: '没有这个联系方式。',
  en: 'There is no such contact point.',
});
export const CodeWrong = problem('CODE_WRONG', 422, {
  zh: '验证码不对或已过期，请重新获取。',
  en: 'The code is wrong or has expired. Ask for a new one.',
});
export const ChannelOff = problem('CHANNEL_OFF', 409, {
  zh: '这个渠道还没有开通。',
  en: 'This channel is switched off.',
});
export const WebhookNotFound = problem('WEBHOOK_NOT_FOUND', 404, {
  zh: '没有这个推送，或不在您的范围内。',
  en: 'There is no such webhook, or it is outside your scope.',
});
export const DeliveryNotFound = problem('DELIVERY_NOT_FOUND', 404, {
  zh: '没有这条发送记录，或它不需要重发。',
  en: 'There is no such delivery, or it need not be sent again.',
});
