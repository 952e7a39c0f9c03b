import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Public, Readiness, FieldEncryption, verifyInvariants } from '#libs/platform';
import { HealthResponse, InvariantsResponse, ReadinessResponse } from './health.dto.js';
import { SCHEMAS, invariantsOf } from '../../libraries.js';

const CACHE_MS = 60_000;

@ApiTags('health')
@Controller('api/health')
export class HealthController {
  private cached?: { at: number; answer: Promise<InvariantsResponse> };

  constructor(
    private readonly readiness: Readiness,
    private readonly source: DataSource,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Tells whether the process responds. */
  @Get('live')
  @Public()
  live(): HealthResponse {
    return { status: 'ok' };
  }

  /** Tells whether the process can work. The database must have this program's schema and data keys and accept a write;
   *  the file storage must accept a file. Redis is not checked, because no command depends on it. */
  @Get('ready')
  @Public()
  async ready(): Promise<ReadinessResponse> {
    return { status: 'ok', ...(await this.readiness.check(SCHEMAS)) };
  }

  /** Tells whether the invariants of money, claims and reminders hold. Checked at most once a minute; shows no rows. */
  @Get('invariants')
  @Public()
  invariants(): Promise<InvariantsResponse> {
    const now = Date.now();
    if (!this.cached || now - this.cached.at > CACHE_MS) {
      const answer = verifyInvariants(this.source, invariantsOf(this.encryption)).then(
        ({ checkedAt, checked, broken, results }) => ({
          checkedAt,
          checked,
          broken,
          results: results.map(({ name, rule, holds }) => ({ name, rule, holds })),
        }),
      );
      this.cached = { at: now, answer };
      answer.catch(() => (this.cached = undefined));
    }
    return this.cached.answer;
  }
}
