import { Injectable } from '@nestjs/common';
import { Events, Transactions, Vault, keyed, maskPhone, shanghaiDay, toWorkbook, type Actor } from '#libs/platform';
import { StartCodes } from '#libs/identity';
import { Rosters } from './rosters.js';
import { StartCodesGiven } from '../volunteers.events.js';

const CODES_AT_ONCE = 500;

/** Codes with which the people of a roster open their accounts. */
@Injectable()
export class RosterStartCodes {
  constructor(
    private readonly transactions: Transactions,
    private readonly rosters: Rosters,
    private readonly startCodes: StartCodes,
    private readonly events: Events,
    private readonly vault: Vault,
  ) {}

  /** A workbook with a code for everybody of the roster whose account was never opened, to be handed to each of them: codes that were
   *  given before are void. Nobody who works in an office gets hers in this way. That it was made is recorded. Throws
   *  ROSTER_NOT_FOUND. */
  async workbook(actor: Actor, rosterId: string): Promise<Buffer> {
    const head = await this.rosters.load(this.transactions, actor, rosterId);
    const lines: string[][] = [];
    for (let after = 0; ;) {
      const people = await this.transactions.rows<{ rowNo: number; id: string; name: Buffer; phone: Buffer }>(
        `SELECT r.row_no, p.id, ${keyed('p', 'name', 'phone')} FROM roster_row r JOIN person p ON p.id = r.subject_id
         WHERE r.import_id = ? AND r.row_no > ? AND p.password_hash IS NULL AND p.activated_at IS NULL AND p.disabled_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id
             WHERE g.person_id = p.id AND (g.revoked_at IS NULL OR g.revoked_at > UTC_TIMESTAMP(3) - INTERVAL 30 DAY)
               AND (g.role NOT IN ('volunteer','resident') OR u.path NOT LIKE ?))
         ORDER BY r.row_no LIMIT ${CODES_AT_ONCE}`,
        [rosterId, after, `${head.unitPath}%`],
      );
      if (people.length === 0) break;
      const codes = await this.transactions.run((tx) =>
        this.startCodes.giveAll(
          tx,
          people.map(({ id }) => id),
          actor.personId,
        ),
      );
      for (const { id, name, phone } of people) {
        const { code, validUntil } = codes.get(id)!;
        lines.push([
          this.vault.show('person.name', id, name),
          maskPhone(this.vault.show('person.phone', id, phone)) ?? '',
          code,
          shanghaiDay(validUntil),
        ]);
      }
      after = people.at(-1)!.rowNo;
    }
    await this.transactions.run((tx) =>
      this.events.record(
        tx,
        StartCodesGiven({
          unitId: head.unitId,
          subjectId: rosterId,
          actorId: actor.personId,
          data: { people: lines.length },
        }),
      ),
    );
    return toWorkbook('启用码', ['姓名', '手机', '启用码', '有效期至'], lines, [16, 16, 20, 14]);
  }
}
