import { Injectable } from '@nestjs/common';
import {
  type Permission,
  Events,
  InvalidInput,
  Transactions,
  listIn,
  sayIn,
  type Actor,
  type HeadingChoices,
  type Reader,
  type Row,
} from '#libs/platform';
import { Access, UnitNotFound, Units } from '#libs/identity';
import type { FormHeading } from './form-heading.entity.js';
import { FormHeadingsChosen } from './imports.events.js';

/** What people chose for headings that a form does not know, or that fit several columns. An office chooses once; the choice
 *  applies to this form in its unit and in all units below. */
@Injectable()
export class FormHeadings {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly events: Events,
  ) {}

  /** Choices by heading; the choice of the nearest unit wins. */
  async choices(reader: Reader, form: string, unitPath: string): Promise<HeadingChoices> {
    const rows = await reader.rows<Row<FormHeading, 'heading' | 'field'>>(
      `SELECT heading, field FROM form_heading WHERE form = ? AND ? LIKE CONCAT(unit_path, '%') ORDER BY LENGTH(unit_path)`,
      [form, unitPath],
    );
    return Object.fromEntries(rows.map(({ heading, field }) => [heading, field]));
  }

  /** Stores what headings mean; null: the column is not needed. Throws UNIT_NOT_FOUND, FORBIDDEN, INVALID_INPUT for a field
   *  that the form does not have. */
  async choose(
    actor: Actor,
    unitId: string,
    chosen: { heading: string; field: string | null }[],
    { form, fields, permission }: { form: string; fields: readonly string[]; permission: Permission },
  ): Promise<void> {
    await this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, unitId);
      this.access.require(actor, permission, unit.path, UnitNotFound);
      const at = chosen.findIndex(({ field }) => field !== null && !fields.includes(field));
      if (at >= 0) {
        const known = listIn(actor.locale, fields);
        const reason = sayIn(actor.locale)(`只能是 ${known}`, `must be one of ${known}`);
        throw InvalidInput({ faults: [{ field: `choices.${at}.field`, reason }] });
      }
      const now = await tx.now();
      for (const { heading, field } of chosen)
        await tx.execute(
          `INSERT INTO form_heading (form, unit_id, unit_path, heading, field, chosen_by, chosen_at) VALUES (?,?,?,?,?,?,?)
           ON DUPLICATE KEY UPDATE field = VALUES(field), chosen_by = VALUES(chosen_by), chosen_at = VALUES(chosen_at)`,
          [form, unit.id, unit.path, heading, field, actor.personId, now],
        );
      await this.events.record(
        tx,
        FormHeadingsChosen({
          unitId: unit.id,
          subjectId: unit.id,
          actorId: actor.personId,
          data: { form, headings: chosen.length },
        }),
      );
    });
  }
}
