import { Injectable } from '@nestjs/common';
import { Transactions, asked, maskName, readCursor, toPage, type Actor, type Page } from '#libs/platform';
import { Access, People, UnitNotFound, Units, joinUnit } from '#libs/identity';
import type { FoundPayee, PayeesQuery, RegisteredPayee } from './payee.dto.js';
import { PAYEE_COLUMNS, Payees, type PayeeColumns } from './payees.js';
import { PAYEE_MANAGE, SPEND_READ } from '../funds.permissions.js';

const MOST_FOUND = 8;

/** `PAYEE_COLUMNS`, read from the register itself. */
const COLUMNS = PAYEE_COLUMNS.replace('r.payee_id', 'y.id AS payee_id').replace('r.payee AS', 'NULL AS');

/** Read models of the payee register. */
@Injectable()
export class PayeesQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly people: People,
    private readonly payees: Payees,
  ) {}

  /** Payees that a unit may pay. Organisations are found by part of the name, others by the full name only, so that names
   *  of persons cannot be browsed. Throws UNIT_NOT_FOUND. */
  async find(actor: Actor, { unitId, name }: { unitId: string; name: string }): Promise<FoundPayee[]> {
    const unit = await this.units.get(this.transactions, unitId);
    this.access.require(actor, SPEND_READ, unit.path, UnitNotFound);
    const hashes = await this.payees.hashesOf(this.transactions, name);
    const rows = await this.transactions.rows<PayeeColumns & { payeeId: string }>(
      `SELECT ${COLUMNS} FROM payee y
       WHERE ? LIKE CONCAT(y.unit_path, '%') AND (y.name_hash IN (?) OR LOCATE(?, y.name) > 0)
       ORDER BY y.name_hash IN (?) DESC, LENGTH(y.unit_path) DESC, y.name LIMIT ${MOST_FOUND}`,
      [unit.path, hashes, name.trim(), hashes],
    );
    // A person is found by the full name only, so the reader knows it already.
    return rows.map((row) => ({ ...this.payees.shown(row, { inFull: true }), id: row.payeeId }));
  }

  /** Payees in the registers of a unit and the units below it, newest first. Throws UNIT_NOT_FOUND. */
  async list(actor: Actor, query: PayeesQuery): Promise<Page<RegisteredPayee>> {
    const unit = await this.units.get(this.transactions, query.unitId);
    this.access.require(actor, SPEND_READ, unit.path, UnitNotFound);
    const settles = this.access.may(actor, PAYEE_MANAGE, unit.path);
    const after = readCursor(query.cursor, ['uuid']);
    const { sql, values } = asked<string>([
      ['y.unit_path LIKE ?', `${unit.path}%`],
      ['y.kind = ?', query.kind],
      ['y.id < ?', after?.[0]],
    ]);
    const rows = await this.transactions.rows<
      PayeeColumns &
        Pick<RegisteredPayee, 'unitId' | 'unitName' | 'creditCode' | 'addedAt'> & {
          payeeId: string;
          settledBy: string | null;
          requests: number;
        }
    >(
      `SELECT ${COLUMNS}, y.unit_id, u.name AS unit_name, y.credit_code, y.added_at, y.settled_by,
         (SELECT COUNT(*) FROM spend_request r WHERE r.payee_id = y.id AND r.status <> 'draft') AS requests
       FROM payee y ${joinUnit('y.unit_id')} WHERE ${sql} ORDER BY y.id DESC LIMIT ?`,
      [...values, query.limit + 1],
    );
    const names = await this.people.names(
      this.transactions,
      rows.flatMap(({ settledBy }) => settledBy ?? []),
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.payeeId],
      (row) => {
        const kind = this.payees.kindOf(row);
        const name = this.payees.nameOf(row);
        return {
          id: row.payeeId,
          kind,
          // Classifying a payee requires its name; afterwards a person's name is masked again.
          name: kind === 'organisation' || (kind === 'unsettled' && settles) ? name : (maskName(name) ?? ''),
          unitId: row.unitId,
          unitName: row.unitName,
          creditCode: row.creditCode,
          requests: Number(row.requests),
          addedAt: row.addedAt,
          settledByName: row.settledBy ? (names.get(row.settledBy) ?? null) : null,
        };
      },
    );
  }
}
