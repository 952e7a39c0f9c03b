import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import {
  DataKeysWrong,
  KeyFault,
  Public,
  Transactions,
  Vault,
  sealedInvariant,
  verifyInvariants,
} from '#libs/platform';
import { HealthAnswer, InvariantsAnswer } from './health.dto.js';
import { INVARIANTS, SCHEMAS } from './platform-parts.js';

const CACHE_MS = 60_000;

@ApiTags('health')
@Controller('api/health')
export class HealthController {
  private cached?: { at: number; answer: Promise<InvariantsAnswer> };

  constructor(
    private readonly transactions: Transactions,
    private readonly source: DataSource,
    private readonly vault: Vault,
  ) {}

  /** The process answers. */
  @Get('live')
  @Public()
  live(): HealthAnswer {
    return { status: 'ok' };
  }

  /** The process can work: the database answers, and the data keys are those that it was written with. Redis is not asked, since every command is taken without it. */
  @Get('ready')
  @Public()
  async ready(): Promise<HealthAnswer> {
    await this.transactions.row('SELECT 1 FROM event_chain WHERE id = 1');
    await this.vault.prove(this.transactions).catch((error: unknown) => {
      throw error instanceof KeyFault ? DataKeysWrong() : error;
    });
    return { status: 'ok' };
  }

  /** Whether the laws of money, claims and reminders hold; looked at once a minute at the most. No row is shown. */
  @Get('invariants')
  @Public()
  invariants(): Promise<InvariantsAnswer> {
    const now = Date.now();
    if (!this.cached || now - this.cached.at > CACHE_MS) {
      const answer = verifyInvariants(this.source, [...INVARIANTS, sealedInvariant(this.vault, SCHEMAS)]).then(
        ({ checkedAt, checked, broken, results }) => ({
          checkedAt,
          checked,
          broken,
          results: results.map(({ name, law, holds }) => ({ name, law, holds })),
        }),
      );
      this.cached = { at: now, answer };
      answer.catch(() => (this.cached = undefined));
    }
    return this.cached.answer;
  }
}
