import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, PageQuery, Public, ReasonBody, Requires, type Actor } from '#libs/platform';
import { Certificates } from './certificate.js';
import {
  CertificateCheckResponse,
  CertificateKeyResponse,
  CertificateKeysResponse,
  CertificateQuery,
  CertificateTokenBody,
  ServiceEntryParam,
  ServiceRecordPage,
  ServiceQuotaResponse,
  ServiceReversedResponse,
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

  /** Returns the signed-in volunteer's service record, newest first. */
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

  /** Downloads the signed-in volunteer's certificate for a period, as a PDF with a QR code that anybody can check. */
  @Get('me/service-certificate.pdf')
  @Requires(VOLUNTEER_SELF)
  @Header('content-type', 'application/pdf')
  @Header('content-disposition', 'attachment; filename="service-certificate.pdf"')
  async pdf(@CurrentActor() actor: Actor, @Query() { fromOn, untilOn }: CertificateQuery): Promise<StreamableFile> {
    return new StreamableFile(await this.certificates.pdf(actor, fromOn, untilOn));
  }

  /** Reverses another person's service entry, with a reason. */
  @Post('service-entries/:entryId/reversal')
  @HttpCode(200)
  @Requires(SERVICE_REVERSE)
  @Idempotent()
  reverse(
    @CurrentActor() actor: Actor,
    @Param() { entryId }: ServiceEntryParam,
    @Body() { reason }: ReasonBody,
  ): Promise<ServiceReversedResponse> {
    return this.record.reverse(actor, entryId, reason);
  }

  /** Returns the hours asked of party members who report at home and at work; off unless the district turns it on. */
  @Get('policies/service-quota')
  @Requires(POLICY_READ)
  quota(): Promise<ServiceQuotaResponse> {
    return this.quotas.current();
  }

  @Put('policies/service-quota')
  @Requires(POLICY_SET)
  @Idempotent()
  setQuota(@CurrentActor() actor: Actor, @Body() body: SetServiceQuotaBody): Promise<ServiceQuotaResponse> {
    return this.quotas.set(actor, body);
  }

  /** Returns the Ed25519 public key that verifies certificates issued now. */
  @Get('public/service-certificates/key')
  @Public()
  async key(): Promise<CertificateKeyResponse> {
    return (await this.certificates.publicKeys())[0]!;
  }

  /** Returns all public keys that verify certificates: the current signing key first, then earlier ones. */
  @Get('public/service-certificates/keys')
  @Public()
  async keys(): Promise<CertificateKeysResponse> {
    return { keys: await this.certificates.publicKeys() };
  }

  /** Verifies a certificate for a browser that cannot do it itself. */
  @Post('public/service-certificates/checks')
  @HttpCode(200)
  @Public()
  async check(@Body() { token }: CertificateTokenBody): Promise<CertificateCheckResponse> {
    return { certificate: await this.certificates.read(token) };
  }
}
