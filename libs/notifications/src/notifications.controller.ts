import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  SELF,
  CurrentActor,
  Idempotent,
  Requires,
  holidaysKnownUntil,
  type Actor,
  type DeadlinePolicy,
  definedDeadlines,
  definedNotices,
  type Locale,
} from '#libs/platform';
import { Inbox } from './inbox/inbox.js';
import { Escalations, type EscalationPolicy } from './escalation/escalations.js';
import {
  DeadlinesResponse,
  HolidaysResponse,
  InboxPage,
  InboxQuery,
  EscalationsResponse,
  MarkedResponse,
  NotificationIdParam,
  ReminderFiguresResponse,
  SetDeadlinesBody,
  SetHolidaysBody,
  SetEscalationsBody,
  SetTemplatesBody,
  TemplatesResponse,
  UnreadResponse,
} from './notifications.dto.js';
import { SetDeadlines } from './escalation/set-deadlines.js';
import { SetHolidays } from './escalation/set-holidays.js';
import { Templates, type TemplatePolicy } from './escalation/templates.js';
import { REPORT_READ, POLICY_READ, POLICY_SET } from '#libs/identity';

@ApiTags('notifications')
@Controller()
export class NotificationsController {
  constructor(
    private readonly inbox: Inbox,
    private readonly deadlines: SetDeadlines,
    private readonly escalations: Escalations,
    private readonly templates: Templates,
    private readonly holidays: SetHolidays,
  ) {}

  /** The caller's notifications, newest first. */
  @Get('inbox')
  @Requires(SELF)
  page(@CurrentActor() actor: Actor, @Query() query: InboxQuery): Promise<InboxPage> {
    return this.inbox.page(actor, query);
  }

  @Get('inbox/unread')
  @Requires(SELF)
  unread(@CurrentActor() actor: Actor): Promise<UnreadResponse> {
    return this.inbox.unread(actor);
  }

  /** Marks up to 1,000 notifications as read. Returns how many are still unread. */
  @Post('inbox/reading')
  @HttpCode(200)
  @Requires(SELF)
  readAll(@CurrentActor() actor: Actor): Promise<UnreadResponse> {
    return this.inbox.readAll(actor);
  }

  @Post('inbox/:notificationId/reading')
  @HttpCode(200)
  @Requires(SELF)
  read(@CurrentActor() actor: Actor, @Param() { notificationId }: NotificationIdParam): Promise<MarkedResponse> {
    return this.inbox.mark(actor, notificationId, 'read_at');
  }

  @Post('inbox/:notificationId/archiving')
  @HttpCode(200)
  @Requires(SELF)
  archive(@CurrentActor() actor: Actor, @Param() { notificationId }: NotificationIdParam): Promise<MarkedResponse> {
    return this.inbox.mark(actor, notificationId, 'archived_at');
  }

  /** How punctual reminders are. */
  @Get('reminders/overview')
  @Requires(REPORT_READ)
  figures(@CurrentActor() actor: Actor): Promise<ReminderFiguresResponse> {
    return this.inbox.figures(actor);
  }

  /** The lengths of all deadlines in force. */
  @Get('policies/deadlines')
  @Requires(POLICY_READ)
  async current(@CurrentActor() { locale }: Actor): Promise<DeadlinesResponse> {
    return toDeadlines(await this.deadlines.current(), locale);
  }

  /** Sets the lengths of deadlines; running deadlines keep their due time. */
  @Put('policies/deadlines')
  @Requires(POLICY_SET)
  @Idempotent()
  async set(@CurrentActor() actor: Actor, @Body() body: SetDeadlinesBody): Promise<DeadlinesResponse> {
    return toDeadlines(await this.deadlines.execute(actor, body), actor.locale);
  }

  /** Whom a deadline escalates to when it has passed and nothing happens. */
  @Get('policies/escalations')
  @Requires(POLICY_READ)
  async currentEscalations(@CurrentActor() { locale }: Actor): Promise<EscalationsResponse> {
    return toEscalations(await this.escalations.current(), locale);
  }

  /** Sets the escalation policy; escalations already running use the new one. */
  @Put('policies/escalations')
  @Requires(POLICY_SET)
  @Idempotent()
  async setEscalations(@CurrentActor() actor: Actor, @Body() body: SetEscalationsBody): Promise<EscalationsResponse> {
    return toEscalations(await this.escalations.set(actor, body), actor.locale);
  }

  /** Holidays and make-up workdays that the district has put in force. */
  @Get('policies/holidays')
  @Requires(POLICY_READ)
  currentHolidays(): Promise<HolidaysResponse> {
    return this.holidays.current();
  }

  /** Replaces all holidays and make-up workdays; running deadlines keep their due time. */
  @Put('policies/holidays')
  @Requires(POLICY_SET)
  @Idempotent()
  setHolidays(@CurrentActor() actor: Actor, @Body() body: SetHolidaysBody): Promise<HolidaysResponse> {
    return this.holidays.execute(actor, body);
  }

  /** The texts of messages: the defaults and the district's own. */
  @Get('policies/templates')
  @Requires(POLICY_READ)
  async currentTemplates(): Promise<TemplatesResponse> {
    return toTemplates(await this.templates.current());
  }

  /** Sets the district's own texts. */
  @Put('policies/templates')
  @Requires(POLICY_SET)
  @Idempotent()
  async setTemplates(@CurrentActor() actor: Actor, @Body() body: SetTemplatesBody): Promise<TemplatesResponse> {
    return toTemplates(await this.templates.set(actor, body));
  }
}

const toTemplates = ({ version, own }: TemplatePolicy): TemplatesResponse => ({
  version,
  templates: [...definedNotices().values()].map(({ kind, text }) => ({
    kind,
    first: { ...text },
    own: own[kind] ?? null,
  })),
});
const titleOf = (deadline: string, locale: Locale): string =>
  definedDeadlines().get(deadline)?.title[locale] ?? deadline;
const toDeadlines = ({ holidays, ...policy }: DeadlinePolicy, locale: Locale): DeadlinesResponse => ({
  ...policy,
  titles: Object.fromEntries(Object.keys(policy.deadlines).map((deadline) => [deadline, titleOf(deadline, locale)])),
  holidaysKnownUntil: holidaysKnownUntil(holidays),
});
const toEscalations = ({ version, escalations }: EscalationPolicy, locale: Locale): EscalationsResponse => ({
  version,
  escalations: Object.entries(escalations).map(([deadline, steps]) => ({
    deadline,
    title: titleOf(deadline, locale),
    steps: steps.map(({ after, roles }) => ({ after, roles: [...roles] })),
  })),
});
