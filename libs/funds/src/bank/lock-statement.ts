import type { Actor, Problem, Tx } from '#libs/platform';
import type { Access } from '#libs/identity';
import { lockUnit } from '#libs/identity';
import { StatementNotFound } from './bank.errors.js';
import { BANK_RECONCILE } from '../funds.permissions.js';

export interface LockedStatement {
  id: string;
  unitId: string;
  unitPath: string;
  retractedAt: Date | null;
}

/** Locks a statement, and before it its unit, for an actor who may reconcile its account. Thus all operations on a unit's
 *  statements, including imports, run one after the other. Throws `absent`, FORBIDDEN. */
export async function lockStatement(
  tx: Tx,
  access: Access,
  { actor, statementId, absent = StatementNotFound }: { actor: Actor; statementId: string; absent?: () => Problem },
): Promise<LockedStatement> {
  const found = await tx.row<LockedStatement>('SELECT id, unit_id, unit_path FROM bank_statement WHERE id = ?', [
    statementId,
  ]);
  if (!found) throw absent();
  access.require(actor, BANK_RECONCILE, found.unitPath, absent);
  await lockUnit(tx, found.unitId);
  const locked = await tx.row<LockedStatement>(
    'SELECT id, unit_id, unit_path, retracted_at FROM bank_statement WHERE id = ? FOR UPDATE',
    [statementId],
  );
  return locked!;
}
