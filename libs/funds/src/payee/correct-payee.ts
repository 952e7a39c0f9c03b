import { Injectable } from '@nestjs/common';
import { Events, Transactions, Vault, isDuplicateOf, type Actor } from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import { PayeeChanged, PayeeKnown, PayeeNotFound } from './payee.errors.js';
import { Payees, assertNameOfOrganisation, type PayeeKind, type RegisteredKind } from './payees.js';

interface Row {
  id: string;
  unitId: string;
  unitPath: string;
  kind: RegisteredKind;
  name: string | null;
  sealedName: Buffer | null;
  nameHash: Buffer;
  creditCode: string | null;
}

/** Clerks and secretaries keep the register: add payees, say what an unsettled one is, correct a name or a kind. */
@Injectable()
export class CorrectPayee {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly payees: Payees,
    private readonly events: Events,
    private readonly vault: Vault,
  ) {}

  /** Throws UNIT_NOT_FOUND, FORBIDDEN, PAYEE_KNOWN, INVALID_INPUT. */
  async add(
    actor: Actor,
    input: { unitId: string; name: string; kind: PayeeKind; creditCode?: string },
  ): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, 'payee.manage', unit.path, UnitNotFound);
      if (!['community', 'town', 'district'].includes(unit.level)) throw UnitNotFound();
      const { id, isNew } = await this.payees.add(tx, { unit, ...input, actor });
      if (!isNew) throw PayeeKnown();
      await this.events.record(tx, {
        name: 'PayeeAdded',
        unitId: unit.id,
        subjectId: id,
        actorId: actor.personId,
        visibility: 'internal',
        data: { kind: input.kind },
      });
      return { id };
    });
  }

  /** Settles what a payee is, or corrects its name; requests that refer to it follow. The event tells the names of
   *  organisations only. Throws PAYEE_NOT_FOUND, FORBIDDEN, PAYEE_KNOWN, PAYEE_CHANGED, INVALID_INPUT. */
  async correct(
    actor: Actor,
    payeeId: string,
    input: { name?: string; kind: PayeeKind; creditCode?: string; reason: string },
  ): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const row = await tx.row<Row>(
        'SELECT id, unit_id, unit_path, kind, name, sealed_name, name_hash, credit_code FROM payee WHERE id = ?',
        [payeeId],
      );
      if (!row) throw PayeeNotFound();
      this.access.require(actor, 'payee.manage', row.unitPath, PayeeNotFound);
      const before = row.name ?? this.vault.openOrNull('payee.sealed_name', row.id, row.sealedName) ?? '';
      const name = input.name?.trim() ?? before;
      if (input.kind === 'organisation') assertNameOfOrganisation(actor, name);
      const same = await this.payees.sameIn(tx, row.unitId, name);
      if (same && same.id !== payeeId) throw PayeeKnown();
      const columns = await this.payees.nameColumns(tx, payeeId, input.kind, name);
      const creditCode = input.kind === 'organisation' ? (input.creditCode ?? row.creditCode) : null;
      const changed = await tx
        .execute(
          `UPDATE payee SET kind = ?, name = ?, sealed_name = ?, name_hash = ?, index_key_no = ?, credit_code = ?, settled_by = ?, settled_at = ?
           WHERE id = ? AND kind = ? AND name_hash = ?`,
          [
            input.kind,
            columns.name,
            columns.sealedName,
            columns.nameHash,
            columns.indexKeyNo,
            creditCode,
            actor.personId,
            await tx.now(),
            payeeId,
            row.kind,
            row.nameHash,
          ],
        )
        .catch((error: unknown) => {
          throw isDuplicateOf(error, 'uq_payee_name') ? PayeeKnown() : error;
        });
      if (changed === 0) throw PayeeChanged();
      await this.events.record(tx, {
        name: 'PayeeCorrected',
        unitId: row.unitId,
        subjectId: payeeId,
        actorId: actor.personId,
        visibility: 'internal',
        data: {
          from: row.kind,
          to: input.kind,
          isRenamed: name !== before,
          ...(row.kind === 'organisation' && input.kind === 'organisation' && name !== before
            ? { nameBefore: before, nameNow: name }
            : {}),
          reason: input.reason,
        },
      });
      return { id: payeeId };
    });
  }
}
