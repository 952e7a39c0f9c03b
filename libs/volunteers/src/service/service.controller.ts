import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, PageQuery, Public, ReasonBody, Requires, type Actor } from '#libs/platform';
import { Certificates } from './certificate.js';
import {
  CertificateCheckAnswer,
  CertificateKeyAnswer,
  CertificateKeysAnswer,
  CertificateQuery,
  CertificateTokenBody,
  ServiceEntryParam,
  ServiceRecordPage,
  ServiceQuotaAnswer,
  ServiceReversedAnswer,
  SetServiceQuotaBody,
} from './service.dto.js';
import { ServiceQuotas } from './service-quota.js';
import { ServiceRecord } from './service-record.js';
import { POLICY_READ, POLICY_SET } from '#libs/identity';
import { SERVICE_REVERSE, VOLUNTEER_SELF } from '../volunteers.permissions.js';

@ApiTags('volunteers')
@Controller()
export class ServiceController {
  constructor(
    private readonly record: ServiceRecord,
    private readonly certificates: Certificates,
    private readonly quotas: ServiceQuotas,
  ) {}

  /** The own record of service, newest first. */
  @Get('me/service-record')
  @Requires(VOLUNTEER_SELF)
  async own(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<ServiceRecordPage> {
    const [page, totals, quota] = await Promise.all([
      this.record.own(actor, query),
      this.record.totals(actor),
      this.quotas.own(actor),
    ]);
    return { ...page, totals, quota };
  }

  /** The own certificate of a time, as a PDF with a code that anybody can check. */
  @Get('me/service-certificate.pdf')
  @Requires(VOLUNTEER_SELF)
  @Header('content-type', 'application/pdf')
  @Header('content-disposition', 'attachment; filename="service-certificate.pdf"')
  async pdf(@CurrentActor() actor: Actor, @Query() { fromOn, untilOn }: CertificateQuery): Promise<StreamableFile> {
    return new StreamableFile(await this.certificates.pdf(actor, fromOn, untilOn));
  }

  /** Takes an entry of somebody else back, with a reason. */
  @Post('service-entries/:entryId/reversal')
  @HttpCode(200)
  @Requires(SERVICE_REVERSE)
  @Idempotent()
  reverse(
    @CurrentActor() actor: Actor,
    @Param() { entryId }: ServiceEntryParam,
    @Body() { reason }: ReasonBody,
  ): Promise<ServiceReversedAnswer> {
    return this.record.reverse(actor, entryId, reason);
  }

  /** Whether hours are asked of party members who report at home and at work; off unless a district says otherwise. */
  @Get('policies/service-quota')
  @Requires(POLICY_READ)
  quota(): Promise<ServiceQuotaAnswer> {
    return this.quotas.current();
  }

  @Put('policies/service-quota')
  @Requires(POLICY_SET)
  @Idempotent()
  setQuota(@CurrentActor() actor: Actor, @Body() body: SetServiceQuotaBody): Promise<ServiceQuotaAnswer> {
    return this.quotas.set(actor, body);
  }

  /** What certificates that are made now are checked with: an Ed25519 key. */
  @Get('public/service-certificates/key')
  @Public()
  async key(): Promise<CertificateKeyAnswer> {
    return (await this.certificates.publicKeys())[0]!;
  }

  /** What certificates are checked with, whenever they were made: the key that signs now first, then those before it. */
  @Get('public/service-certificates/keys')
  @Public()
  async keys(): Promise<CertificateKeysAnswer> {
    return { keys: await this.certificates.publicKeys() };
  }

  /** Checks a certificate for a browser that cannot. */
  @Post('public/service-certificates/checks')
  @HttpCode(200)
  @Public()
  async check(@Body() { token }: CertificateTokenBody): Promise<CertificateCheckAnswer> {
    return { certificate: await this.certificates.read(token) };
  }
}
