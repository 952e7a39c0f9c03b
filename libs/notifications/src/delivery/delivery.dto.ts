import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  IsUrl,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsText, PageQuery } from '#libs/platform';
import { CHANNELS, type ChannelName } from '../channels/index.js';
import { QuietHoursBody } from '../notifications.dto.js';
import { DELIVERY_STATUSES, DELIVERY_STEPS, type DeliveryStatus, type DeliveryStep } from './delivery-codes.js';
import { DIGESTS, PERSONAL_CHANNELS, type MessageClass, type PersonalChannel } from './preferences.js';

const WEBHOOK_CHANNELS = ['wecom', 'webhook'] as const;

export class ChannelParam {
  @IsIn(CHANNELS)
  channel: ChannelName;
}
export class SetChannelBody {
  @IsBoolean()
  isOn: boolean;

  /** @example 300 */
  @IsInt()
  @Min(1)
  @Max(10_000)
  perMinute: number;

  /** Settings left out keep their value. No setting is ever returned. */
  @IsOptional()
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { subject: 'mailto:office@wish.example' },
  })
  @IsObject()
  settings?: Record<string, unknown>;
}
/** The state of a channel; its settings are never returned. */
export class ChannelStateResponse {
  @ApiProperty({ enum: CHANNELS })
  channel: ChannelName;
  isOn: boolean;
  isSet: boolean;
  perMinute: number;
  /** After repeated failures nothing is sent until then. */
  closedUntil: Date | null;
  waiting: number;
  /** Deliveries that failed permanently or whose outcome is unknown. */
  failed: number;
}
export class ChannelStatesResponse {
  items: ChannelStateResponse[];
}
export class ChannelSetResponse {
  @ApiProperty({ enum: CHANNELS })
  channel: ChannelName;
}
export class ChannelTestResponse {
  /** The number of addresses. */
  sent: number;
}

export class ContactPointParam {
  @IsUUID()
  contactPointId: string;
}
export class EmailBody {
  /** @example volunteer@home.example */
  @IsEmail()
  @Length(5, 120)
  email: string;
}
export class ConfirmContactBody {
  /** @example 042817 */
  @Matches(/^\d{6}$/)
  code: string;
}
export class PushSubscriptionBody {
  /** @example https://fcm.googleapis.com/fcm/send/abc */
  @IsString()
  @Length(10, 1_000)
  endpoint: string;

  @Matches(/^[\w-]{80,100}$/)
  p256dh: string;

  @Matches(/^[\w-]{16,40}$/)
  auth: string;

  /** @example Chrome, Android */
  @IsText(60)
  label: string;
}
export class WechatBody {
  /** The login code that WeChat gave the page. */
  @IsString()
  @Length(1, 100)
  code: string;

  /** Consents just given; each allows one message. @example 1 */
  @IsInt()
  @Min(0)
  @Max(20)
  consents: number;
}
export class ContactPointResponse {
  id: string;
  @ApiProperty({ enum: CHANNELS })
  channel: ChannelName;
  /** Masked; enough for the owner to recognise the address. @example v**@home.example */
  label: string;
  isConfirmed: boolean;
  /** Messages that may still be sent, where each needs a consent; otherwise null. */
  consents: number | null;
}
export class ContactPointsResponse {
  items: ContactPointResponse[];
  /** Channels that are on and can be added. */
  @ApiProperty({ enum: PERSONAL_CHANNELS, isArray: true })
  open: PersonalChannel[];
  /** The public key with which a browser subscribes; null: push is off. */
  pushKey: string | null;
}
export class ContactPointIdResponse {
  id: string;
}

export class ChannelChoices {
  @IsIn(PERSONAL_CHANNELS, { each: true })
  @ArrayMaxSize(PERSONAL_CHANNELS.length)
  @ApiProperty({ enum: PERSONAL_CHANNELS, isArray: true })
  task: PersonalChannel[];

  /** Escalated tasks; at least one channel is required. */
  @IsIn(PERSONAL_CHANNELS, { each: true })
  @ArrayMaxSize(PERSONAL_CHANNELS.length)
  @ApiProperty({ enum: PERSONAL_CHANNELS, isArray: true })
  escalated: PersonalChannel[];

  @IsIn(PERSONAL_CHANNELS, { each: true })
  @ArrayMaxSize(PERSONAL_CHANNELS.length)
  @ApiProperty({ enum: PERSONAL_CHANNELS, isArray: true })
  invitation: PersonalChannel[];

  @IsIn(PERSONAL_CHANNELS, { each: true })
  @ArrayMaxSize(PERSONAL_CHANNELS.length)
  @ApiProperty({ enum: PERSONAL_CHANNELS, isArray: true })
  news: PersonalChannel[];
}
export class PreferencesBody {
  @IsObject()
  @ValidateNested()
  @Type(() => ChannelChoices)
  channels: ChannelChoices;

  /** Whether news is collected and sent once a day or once a week. */
  @IsIn(DIGESTS)
  digest: (typeof DIGESTS)[number];

  /** Nothing is sent during these hours unless it is urgent. null: none. */
  @ValidateIf((body: PreferencesBody) => body.quietHours !== null)
  @ValidateNested()
  @Type(() => QuietHoursBody)
  quietHours: QuietHoursBody | null;
}

export class WebhookIdParam {
  @IsUUID()
  webhookId: string;
}
export class AddWebhookBody {
  @IsUUID()
  unitId: string;

  @IsIn(WEBHOOK_CHANNELS)
  channel: (typeof WEBHOOK_CHANNELS)[number];

  /** @example 社区网格员群 */
  @IsText(60)
  label: string;

  /** @example https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0 */
  @IsUrl({ protocols: ['https', 'http'], require_tld: false })
  @Length(10, 500)
  url: string;

  /** For a webhook: the shared secret with which the receiver checks the signature. */
  @IsOptional()
  @IsString()
  @Length(16, 200)
  secret?: string;
}
export class WebhookResponse {
  id: string;
  unitId: string;
  unitName: string;
  @ApiProperty({ enum: WEBHOOK_CHANNELS })
  channel: (typeof WEBHOOK_CHANNELS)[number];
  label: string;
  createdAt: Date;
}
export class WebhooksResponse {
  items: WebhookResponse[];
}
export class WebhookIdResponse {
  id: string;
}

export class DeliveryIdParam {
  @IsUUID()
  deliveryId: string;
}
export class DeliveriesQuery extends PageQuery {
  @IsOptional()
  @IsIn(CHANNELS)
  channel?: ChannelName;

  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;
}
export class DeliveryLineResponse {
  id: string;
  @ApiProperty({ enum: CHANNELS })
  channel: ChannelName;
  class: MessageClass;
  @ApiProperty({ enum: DELIVERY_STATUSES })
  status: DeliveryStatus;
  attempts: number;
  /** @example HTTP 400 */
  cause: string | null;
  dueAt: Date;
  createdAt: Date;
  endedAt: Date | null;
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: DELIVERY_STEPS, enumName: 'DeliveryStep', isArray: true })
  allowedSteps: DeliveryStep[];
}
export class DeliveriesPage {
  items: DeliveryLineResponse[];
  nextCursor: string | null;
}
export class DeliveryIdResponse {
  id: string;
}
