import { Injectable } from '@nestjs/common';
import type { Reader } from '#libs/platform';
import { hasOpenSpend } from '#libs/funds';
import { REOPEN_DAYS, goesOn } from '../wish/wish.lifecycle.js';
import type { OpenWish } from './data-requests.dto.js';
import { SamePerson } from './same-person.js';

/** Which wishes the erasure of a person covers, and which of them delay it: wishes under way, wishes with open spend
 *  requests, and wishes that can still be re-opened. */
@Injectable()
export class ErasureScope {
  constructor(private readonly samePerson: SamePerson) {}

  async of(
    reader: Reader,
    beneficiaryId: string,
    lock: '' | 'FOR UPDATE' = '',
  ): Promise<{ wishIds: string[]; openWishes: OpenWish[] }> {
    const entries = await this.samePerson.entriesOf(reader, beneficiaryId);
    const wishes = await reader.rows<Omit<OpenWish, 'waitsFor'> & { waitsFor: OpenWish['waitsFor'] | null }>(
      `SELECT w.id, w.code, w.status, ${WAITS_FOR} AS waits_for, IF(w.status = 'closed', ${REOPENABLE_UNTIL}, NULL) AS until
       FROM wish w WHERE w.beneficiary_id IN (?) AND w.erased_at IS NULL ORDER BY w.id ${lock}`,
      [entries],
    );
    return {
      wishIds: wishes.map(({ id }) => id),
      openWishes: wishes.flatMap(({ waitsFor, ...wish }) => (waitsFor === null ? [] : [{ ...wish, waitsFor }])),
    };
  }
}

const REOPENABLE_UNTIL = `w.closed_at + INTERVAL ${REOPEN_DAYS} DAY`;
const WAITS_FOR = `CASE WHEN ${goesOn('w.status')} THEN 'end' WHEN ${hasOpenSpend('w.id')} THEN 'money'
  WHEN w.status = 'closed' AND ${REOPENABLE_UNTIL} > UTC_TIMESTAMP(3) THEN 'reopening' END`;
