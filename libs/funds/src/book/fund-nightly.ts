import { Injectable } from '@nestjs/common';
import { HandlesJob, type Tx } from '#libs/platform';
import { RegisterOldPayees } from '../payee/register-old-payees.js';
import { SEAL_BOOKS, SignDailyHeads } from './sign-daily-heads.js';

/** The nightly work of the fund: signs the books of the day, and looks for payees that are not in the register yet. */
@Injectable()
export class FundNightly {
  constructor(
    private readonly seal: SignDailyHeads,
    private readonly oldPayees: RegisterOldPayees,
  ) {}

  @HandlesJob(SEAL_BOOKS)
  async run(tx: Tx): Promise<void> {
    await this.seal.run(tx);
    await this.oldPayees.wake(tx);
  }
}
