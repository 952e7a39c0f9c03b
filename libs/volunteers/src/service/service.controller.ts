import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, PageQuery, Public, ReasonBody, Requires, type Actor } from '#libs/platform';
import { Certificates } from './certificate.js';
import {
  CertificateCheckAnswer,
  CertificateKeyAnswer,
  CertificateQuery,
  CertificateTokenBody,
  ServiceEntryParam,
  ServiceRecordPage,
  ServiceReversedAnswer,
} from './service.dto.js';
import { ServiceRecord } from './service-record.js';

@ApiTags('volunteers')
@Controller()
export class ServiceController {
  constructor(
    private readonly record: ServiceRecord,
    private readonly certificates: Certificates,
  ) {}

  /** The own record of service, newest first. */
  @Get('me/service-record')
  @Requires('volunteer.self')
  async own(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<ServiceRecordPage> {
    const [page, totals] = await Promise.all([this.record.own(actor, query), this.record.totals(actor)]);
    return { ...page, totals };
  }

  /** The own certificate of a time, as a PDF with a code that anybody can check. */
  @Get('me/service-certificate.pdf')
  @Requires('volunteer.self')
  @Header('content-type', 'application/pdf')
  @Header('content-disposition', 'attachment; filename="service-certificate.pdf"')
  async pdf(@CurrentActor() actor: Actor, @Query() { fromOn, untilOn }: CertificateQuery): Promise<StreamableFile> {
    return new StreamableFile(await this.certificates.pdf(actor, fromOn, untilOn));
  }

  /** Takes an entry of somebody else back, with a reason. */
  @Post('service-entries/:entryId/reversal')
  @HttpCode(200)
  @Requires('service.reverse')
  @Idempotent()
  reverse(
    @CurrentActor() actor: Actor,
    @Param() { entryId }: ServiceEntryParam,
    @Body() { reason }: ReasonBody,
  ): Promise<ServiceReversedAnswer> {
    return this.record.reverse(actor, entryId, reason);
  }

  /** What certificates are checked with: an Ed25519 key. */
  @Get('public/service-certificates/key')
  @Public()
  key(): CertificateKeyAnswer {
    return this.certificates.publicKey();
  }

  /** Checks a certificate for a browser that cannot. */
  @Post('public/service-certificates/checks')
  @HttpCode(200)
  @Public()
  check(@Body() { token }: CertificateTokenBody): CertificateCheckAnswer {
    return { certificate: this.certificates.read(token) };
  }
}
