import { Injectable } from '@nestjs/common';
import { HandlesJob, type DueJob, type Tx } from '#libs/platform';
import { ClaimStore } from './claim.store.js';
import { CLAIM_EXPIRY } from '../wishes.deadlines.js';

/** Ends a claim whose volunteer did not contact the resident in time. */
@Injectable()
export class ExpireClaim {
  constructor(private readonly claims: ClaimStore) {}

  /** Frees the place of a claim without contact in time. Does nothing if the claim has begun or ended. */
  @HandlesJob(CLAIM_EXPIRY.name)
  async onExpiry(tx: Tx, { subjectId: claimId }: DueJob): Promise<void> {
    const held = await this.claims.lock(tx, claimId);
    if (held?.claim.status !== 'active') return;
    await this.claims.free(tx, held.wish, held.claim, { as: 'expired', actor: null, reason: 'no contact in time' });
  }
}
