import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Events,
  Jobs,
  assertReadable,
  Transactions,
  Vault,
  defineJob,
  newId,
  type Actor,
  maskText,
} from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';

export const READ_IMPORT = defineJob('wishImport.read', 'interactive');
export const COMMIT_IMPORT = defineJob('wishImport.commit', 'interactive');

const PART_BYTES = 1_000_000;

/** A town or a community sends the workbook that it keeps anyway; a job reads it into a preview. */
@Injectable()
export class StartImport {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly vault: Vault,
    private readonly jobs: Jobs,
    private readonly events: Events,
  ) {}

  /** Throws UNIT_NOT_FOUND, FORBIDDEN, and what tells that a file cannot be read. */
  async execute(
    actor: Actor,
    input: { unitId: string; fileName: string; file: Buffer },
  ): Promise<{ id: string; status: 'reading' }> {
    assertReadable(input.file, input.fileName);
    const id = newId();
    return this.transactions.run(async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, 'wish.import', unit.path, UnitNotFound);
      const now = await tx.now();
      await tx.insert('wish_import', {
        id,
        unitId: unit.id,
        unitPath: unit.path,
        fileName: maskText(input.fileName).slice(0, 120),
        fileHash: createHash('sha256').update(input.file).digest(),
        status: 'reading',
        createdBy: actor.personId,
        createdAt: now,
      });
      for (let part = 0; part * PART_BYTES < input.file.length; part += 1) {
        const bytes = input.file.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
        await tx.insert('wish_import_file', {
          importId: id,
          part,
          body: this.vault.seal('wish_import_file.body', `${id}-${part}`, bytes),
        });
      }
      await this.jobs.schedule(tx, { kind: READ_IMPORT, subjectId: id, dueAt: now });
      await this.events.record(tx, {
        name: 'WishImportStarted',
        unitId: unit.id,
        subjectId: id,
        actorId: actor.personId,
        visibility: 'internal',
        data: { bytes: input.file.length },
      });
      return { id, status: 'reading' };
    });
  }
}
