import { Injectable } from '@nestjs/common';
import {
  Events,
  Transactions,
  FieldEncryption,
  keyed,
  maskPhone,
  shanghaiDay,
  toWorkbook,
  type Actor,
  type SqlValue,
  type Tx,
} from '#libs/platform';
import { ActivationCodes, joinPerson } from '#libs/identity';
import type { ImportHead } from './import-kind.js';
import { ActivationCodesGiven, eventContext } from './imports.events.js';

const CODES_AT_ONCE = 500;

/** The people for whom slips are made. */
export interface SlipHolders {
  /** Table of the import's rows; their subjects are people. */
  rows: string;
  /** SQL condition on the person `p`. */
  only?: { sql: string; values: SqlValue[] };
  /** Called for each person, in the transaction that creates the codes. */
  mayGet?: (tx: Tx, personId: string) => Promise<boolean>;
}

/** Activation codes for the people imported with a file, to be printed and handed over. */
@Injectable()
export class ActivationCodeSlips {
  constructor(
    private readonly transactions: Transactions,
    private readonly activationCodes: ActivationCodes,
    private readonly events: Events,
    private readonly encryption: FieldEncryption,
  ) {}

  /** A workbook with a code for each person whose account was never activated; earlier codes become invalid. Its creation is
   *  recorded. The caller has checked the actor's access to the import. */
  async workbook(actor: Actor, head: ImportHead, holders: SlipHolders): Promise<Buffer> {
    const lines: string[][] = [];
    for (let after = 0; ;) {
      const part = await this.transactions.run((tx) => this.slips(tx, { actor, head, holders, after }));
      lines.push(...part.lines);
      if (part.last === undefined) break;
      after = part.last;
    }
    await this.transactions.run((tx) =>
      this.events.record(tx, ActivationCodesGiven({ ...eventContext(head, actor), data: { people: lines.length } })),
    );
    return toWorkbook('激活码', ['姓名', '手机', '激活码', '有效期至'], lines, [16, 16, 20, 14]);
  }

  /** The next part, in the order of the file; `last` is the row to continue after, undefined at the end. */
  private async slips(
    tx: Tx,
    { actor, head, holders, after }: { actor: Actor; head: ImportHead; holders: SlipHolders; after: number },
  ): Promise<{ lines: string[][]; last: number | undefined }> {
    const { rows, only, mayGet } = holders;
    const people = await tx.rows<{ rowNo: number; id: string; name: Buffer; phone: Buffer }>(
      `SELECT r.row_no, p.id, ${keyed('p', 'name', 'phone')} FROM ${rows} r ${joinPerson('r.subject_id')}
       WHERE r.import_id = ? AND r.row_no > ? AND p.password_hash IS NULL AND p.activated_at IS NULL AND p.disabled_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM ${rows} e WHERE e.import_id = r.import_id AND e.subject_id = r.subject_id AND e.row_no < r.row_no)
         ${only ? `AND ${only.sql}` : ''} ORDER BY r.row_no LIMIT ${CODES_AT_ONCE}`,
      [head.id, after, ...(only?.values ?? [])],
    );
    const holding: typeof people = [];
    for (const person of people) if (!mayGet || (await mayGet(tx, person.id))) holding.push(person);
    const codes = await this.activationCodes.giveAll(
      tx,
      holding.map(({ id }) => id),
      actor.personId,
    );
    const lines = holding.map(({ id, name, phone }) => {
      const { code, validUntil } = codes.get(id)!;
      const shown = maskPhone(this.encryption.decryptForDisplay('person.phone', id, phone)) ?? '';
      return [this.encryption.decryptForDisplay('person.name', id, name), shown, code, shanghaiDay(validUntil)];
    });
    return { lines, last: people.at(-1)?.rowNo };
  }
}
