import { Injectable } from '@nestjs/common';
import { Events, Transactions, FieldEncryption, isDuplicateOf, type Actor } from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import { Payee } from './payee.entity.js';
import { PayeeInUse, PayeeKnown, PayeeNotFound } from './payee.errors.js';
import type { PayeeKind, RegisteredKind } from './payee-codes.js';
import { Payees, assertNameOfOrganisation } from './payees.js';
import { PayeeAdded, PayeeCorrected } from '../funds.events.js';
import { PAYEE_MANAGE } from '../funds.permissions.js';

interface Row {
  id: string;
  unitId: string;
  unitPath: string;
  kind: RegisteredKind;
  name: string | null;
  sealedName: Buffer | null;
  creditCode: string | null;
}

/** Finance clerks and secretaries maintain the payee register. They add payees, classify unsettled ones, and correct a kind,
 *  or a name that no submitted request refers to yet. */
@Injectable()
export class CorrectPayee {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly payees: Payees,
    private readonly events: Events,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Throws UNIT_NOT_FOUND, FORBIDDEN, PAYEE_KNOWN, INVALID_INPUT. */
  async add(
    actor: Actor,
    input: { unitId: string; name: string; kind: PayeeKind; creditCode?: string },
  ): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, PAYEE_MANAGE, unit.path, UnitNotFound);
      if (!['community', 'town', 'district'].includes(unit.level)) throw UnitNotFound();
      const { id, isNew } = await this.payees.add(tx, { unit, ...input, actor });
      if (!isNew) throw PayeeKnown();
      await this.events.record(
        tx,
        PayeeAdded({ unitId: unit.id, subjectId: id, actorId: actor.personId, data: { kind: input.kind } }),
      );
      return { id };
    });
  }

  /** Classifies or corrects a payee. The name and an existing credit code can change only while no request except drafts
   *  refers to the payee: what was signed is what is paid. The event contains only names of organisations. Locks the entry,
   *  as every form that names it does. Throws PAYEE_NOT_FOUND, FORBIDDEN, PAYEE_IN_USE, PAYEE_KNOWN, INVALID_INPUT. */
  async correct(
    actor: Actor,
    payeeId: string,
    input: { name?: string; kind: PayeeKind; creditCode?: string; reason: string },
  ): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const row = await tx.row<Row>(
        'SELECT id, unit_id, unit_path, kind, name, sealed_name, credit_code FROM payee WHERE id = ? FOR UPDATE',
        [payeeId],
      );
      if (!row) throw PayeeNotFound();
      this.access.require(actor, PAYEE_MANAGE, row.unitPath, PayeeNotFound);
      const before = row.name ?? this.encryption.decryptOrNull('payee.sealed_name', row.id, row.sealedName) ?? '';
      const name = input.name?.trim() ?? before;
      const isRenamed = name !== before;
      const creditCode = input.kind === 'organisation' ? (input.creditCode ?? row.creditCode) : null;
      const isInUse = Boolean(
        await tx.row(`SELECT 1 FROM spend_request WHERE payee_id = ? AND status <> 'draft' LIMIT 1`, [payeeId]),
      );
      if (isInUse && (isRenamed || (row.creditCode ?? creditCode) !== creditCode)) throw PayeeInUse();
      if (input.kind === 'organisation') assertNameOfOrganisation(actor, name);
      const same = await this.payees.sameIn(tx, row.unitId, name);
      if (same && same.id !== payeeId) throw PayeeKnown();
      const columns = {
        kind: input.kind,
        ...(await this.payees.nameColumns(tx, payeeId, input.kind, name)),
        creditCode,
        settledBy: actor.personId,
        settledAt: await tx.now(),
      };
      await tx.update(Payee, payeeId, columns).catch((error: unknown) => {
        throw isDuplicateOf(error, 'uq_payee_name') ? PayeeKnown() : error;
      });
      await this.events.record(
        tx,
        PayeeCorrected({
          unitId: row.unitId,
          subjectId: payeeId,
          actorId: actor.personId,
          data: {
            from: row.kind,
            to: input.kind,
            isRenamed,
            isInUse,
            ...(row.kind === 'organisation' && input.kind === 'organisation' && isRenamed
              ? { nameBefore: before, nameNow: name }
              : {}),
            reason: input.reason,
          },
        }),
      );
      return { id: payeeId };
    });
  }
}
