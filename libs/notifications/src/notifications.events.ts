import { defineEvent } from '#libs/platform';
import { POLICIES, definePolicyEvent } from '#libs/identity';

const SETTING = { topic: POLICIES, visibility: 'internal' } as const;

export const ChannelSet = defineEvent<{ channel: string; isOn: boolean; perMinute: number; changed: string[] }>(
  'ChannelSet',
  SETTING,
);
export const DeliveryRepeated = defineEvent('DeliveryRepeated', SETTING);
export const WebhookAdded = defineEvent<{ channel: string }>('WebhookAdded', SETTING);
export const WebhookRemoved = defineEvent('WebhookRemoved', SETTING);

export const DeadlinesSet = definePolicyEvent('DeadlinesSet');
export const HolidaysSet = definePolicyEvent('HolidaysSet');
export const EscalationsSet = definePolicyEvent('EscalationsSet');
export const TemplatesSet = definePolicyEvent('TemplatesSet');
