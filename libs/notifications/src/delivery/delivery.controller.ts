import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SELF, CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import { ChannelSettings } from './channel-settings.js';
import { ContactPoints } from './contact-points.js';
import { TryTemplateBody } from '../notifications.dto.js';
import { Deliveries } from './deliveries.js';
import {
  AddWebhookBody,
  ChannelParam,
  ChannelSetResponse,
  ChannelStatesResponse,
  ChannelTestResponse,
  ConfirmContactBody,
  ContactPointResponse,
  ContactPointIdResponse,
  ContactPointParam,
  ContactPointsResponse,
  DeliveriesPage,
  DeliveriesQuery,
  DeliveryIdResponse,
  DeliveryIdParam,
  EmailBody,
  WebhookIdResponse,
  WebhookIdParam,
  WebhooksResponse,
  PreferencesBody,
  PushSubscriptionBody,
  SetChannelBody,
  WechatBody,
} from './delivery.dto.js';
import { PERSONAL_CHANNELS, PreferenceStore, type Preferences } from './preferences.js';
import { UnitWebhooks } from './unit-webhooks.js';
import { CHANNEL_READ, CHANNEL_SET, WEBHOOK_MANAGE } from '../notifications.permissions.js';
import { QUEUE_MANAGE, POLICY_SET } from '#libs/identity';

@ApiTags('notifications')
@Controller()
export class DeliveryController {
  constructor(
    private readonly settings: ChannelSettings,
    private readonly points: ContactPoints,
    private readonly preferences: PreferenceStore,
    private readonly webhooks: UnitWebhooks,
    private readonly deliveries: Deliveries,
  ) {}

  /** The caller's contact points, and the channels that can be added. */
  @Get('me/contact-points')
  @Requires(SELF)
  async ownPoints(@CurrentActor() actor: Actor): Promise<ContactPointsResponse> {
    const [items, states, pushKey] = await Promise.all([
      this.points.own(actor),
      this.settings.on(),
      this.settings.pushKey(),
    ]);
    return { items, open: PERSONAL_CHANNELS.filter((channel) => states.includes(channel)), pushKey };
  }

  /** Adds an e-mail address and sends a confirmation code to it. */
  @Post('me/contact-points/email')
  @Requires(SELF)
  addEmail(@CurrentActor() actor: Actor, @Body() { email }: EmailBody): Promise<ContactPointResponse> {
    return this.points.addEmail(actor, email);
  }

  /** Adds this browser's push subscription. */
  @Post('me/contact-points/push')
  @Requires(SELF)
  addPush(@CurrentActor() actor: Actor, @Body() body: PushSubscriptionBody): Promise<ContactPointResponse> {
    return this.points.addPush(actor, body);
  }

  /** Adds the caller's WeChat account and consents; each consent allows one message. */
  @Post('me/contact-points/wechat')
  @Requires(SELF)
  addWechat(@CurrentActor() actor: Actor, @Body() { code, consents }: WechatBody): Promise<ContactPointResponse> {
    return this.points.addWechat(actor, code, consents);
  }

  /** Confirms the e-mail address with the code sent to it. */
  @Post('me/contact-points/:contactPointId/confirmation')
  @HttpCode(200)
  @Requires(SELF)
  confirm(
    @CurrentActor() actor: Actor,
    @Param() { contactPointId }: ContactPointParam,
    @Body() { code }: ConfirmContactBody,
  ): Promise<ContactPointIdResponse> {
    return this.points.confirm(actor, contactPointId, code);
  }

  /** Removes a contact point; nothing is sent to it any more. */
  @Delete('me/contact-points/:contactPointId')
  @Requires(SELF)
  removePoint(
    @CurrentActor() actor: Actor,
    @Param() { contactPointId }: ContactPointParam,
  ): Promise<ContactPointIdResponse> {
    return this.points.remove(actor, contactPointId);
  }

  /** The caller's notification preferences. */
  @Get('me/notification-preferences')
  @Requires(SELF)
  async ownPreferences(@CurrentActor() actor: Actor): Promise<PreferencesBody> {
    return toBody(await this.preferences.own(actor));
  }

  @Put('me/notification-preferences')
  @Requires(SELF)
  async setPreferences(@CurrentActor() actor: Actor, @Body() body: PreferencesBody): Promise<PreferencesBody> {
    return toBody(await this.preferences.set(actor, body));
  }

  /** The channels and their state; their settings are never returned. */
  @Get('channels')
  @Requires(CHANNEL_READ)
  async states(): Promise<ChannelStatesResponse> {
    return { items: await this.settings.states() };
  }

  /** Switches a channel on or off; sets its rate limit and its settings. */
  @Put('channels/:channel')
  @Requires(CHANNEL_SET)
  @Idempotent()
  setChannel(
    @CurrentActor() actor: Actor,
    @Param() { channel }: ChannelParam,
    @Body() body: SetChannelBody,
  ): Promise<ChannelSetResponse> {
    return this.settings.set(actor, channel, body);
  }

  /** Tests a channel: sends the caller's newest message to the caller's own addresses. */
  @Post('channels/:channel/test')
  @HttpCode(202)
  @Requires(CHANNEL_SET)
  @Idempotent()
  test(@CurrentActor() actor: Actor, @Param() { channel }: ChannelParam): Promise<ChannelTestResponse> {
    return this.deliveries.test(actor, channel);
  }

  /** Sends a text that is not in force yet to the caller. */
  @Post('policies/templates/trial')
  @HttpCode(202)
  @Requires(POLICY_SET)
  @Idempotent()
  tryTemplate(@CurrentActor() actor: Actor, @Body() { kind, zh, en }: TryTemplateBody): Promise<ChannelTestResponse> {
    return this.deliveries.sendTest(actor, kind, { zh, en });
  }

  /** Deliveries and their outcome, newest first. */
  @Get('deliveries')
  @Requires(CHANNEL_READ)
  list(@CurrentActor() actor: Actor, @Query() query: DeliveriesQuery): Promise<DeliveriesPage> {
    return this.deliveries.page(actor, query);
  }

  /** Sends a delivery again that failed or whose outcome is unknown. */
  @Post('deliveries/:deliveryId/repetition')
  @HttpCode(202)
  @Requires(QUEUE_MANAGE)
  @Idempotent()
  again(@CurrentActor() actor: Actor, @Param() { deliveryId }: DeliveryIdParam): Promise<DeliveryIdResponse> {
    return this.deliveries.again(actor, deliveryId);
  }

  /** Group robots and systems that are notified of tasks in the caller's units. */
  @Get('unit-webhooks')
  @Requires(WEBHOOK_MANAGE)
  async listWebhooks(@CurrentActor() actor: Actor): Promise<WebhooksResponse> {
    return { items: await this.webhooks.list(actor) };
  }

  @Post('unit-webhooks')
  @Requires(WEBHOOK_MANAGE)
  @Idempotent()
  addWebhook(@CurrentActor() actor: Actor, @Body() body: AddWebhookBody): Promise<WebhookIdResponse> {
    return this.webhooks.add(actor, body);
  }

  @Delete('unit-webhooks/:webhookId')
  @Requires(WEBHOOK_MANAGE)
  removeWebhook(@CurrentActor() actor: Actor, @Param() { webhookId }: WebhookIdParam): Promise<WebhookIdResponse> {
    return this.webhooks.remove(actor, webhookId);
  }
}

const toBody = ({ channels, digest, quietHours }: Preferences): PreferencesBody => ({ channels, digest, quietHours });
