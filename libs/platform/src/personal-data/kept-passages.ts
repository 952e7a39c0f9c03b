import { Injectable } from '@nestjs/common';
import type { Reader, Tx } from '../database/transactions.js';
import { defineEvent } from '../events/define-event.js';
import { Events } from '../events/events.js';
import { newId } from '../ids.js';
import type { Finding, PersonalDataKind } from './detection/finding.js';
import type { KeptPassage } from './public-text.js';
import { FieldEncryption } from './field-encryption.js';

/** A decision to keep a passage in a public text; `passage` is null after it was erased. */
export interface PassageDecision extends Omit<KeptPassage, 'passage'> {
  passage: string | null;
  keptBy: string;
  keptAt: Date;
}

export const PassagesKept = defineEvent<{ kinds: PersonalDataKind[]; reason?: string }>('PassagesKept', {
  visibility: 'internal',
});

/** Who kept which passage in a public text, and why. Passages are encrypted; supervisors read them. The decision is stored
 *  for ever, its words as long as those of the text. */
@Injectable()
export class KeptPassages {
  constructor(
    private readonly events: Events,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Records decisions on a subject, and one internal event without the passages on each timeline. */
  async record(
    tx: Tx,
    kept: readonly KeptPassage[],
    by: { subjectId: string; unitId: string; actorId: string; timelines?: readonly string[] },
  ): Promise<void> {
    if (kept.length === 0) return;
    const keptAt = await tx.now();
    await tx.insert(
      'kept_passage',
      kept.map(({ passage, kind, certainty, reason }) => {
        const id = newId();
        return {
          id,
          subjectId: by.subjectId,
          kind,
          certainty,
          passage: this.encryption.encrypt('kept_passage.passage', id, passage),
          reason: reason?.slice(0, 300) ?? null,
          keptBy: by.actorId,
          keptAt,
        };
      }),
    );
    const kinds = [...new Set(kept.map(({ kind }) => kind))];
    const reasons = [...new Set(kept.flatMap(({ reason }) => reason ?? []))].join('；');
    await this.events.record(
      tx,
      ...(by.timelines ?? [by.subjectId]).map((subjectId) =>
        PassagesKept({
          unitId: by.unitId,
          subjectId,
          actorId: by.actorId,
          data: { kinds, ...(reasons ? { reason: reasons } : {}) },
        }),
      ),
    );
  }

  /** The decisions on some subjects, newest first; at most 200. */
  async of(reader: Reader, subjectIds: readonly string[]): Promise<(PassageDecision & { subjectId: string })[]> {
    if (subjectIds.length === 0) return [];
    return this.open(
      await reader.rows<Row>(
        `SELECT id, subject_id, kind, certainty, passage, reason, kept_by, kept_at FROM kept_passage
         WHERE subject_id IN (?) ORDER BY id DESC LIMIT 200`,
        [subjectIds],
      ),
    );
  }

  /** The passages that were kept, by subject. A passage that cannot be decrypted does not count as kept. */
  async passages(reader: Reader, subjectIds: readonly string[]): Promise<Map<string, string[]>> {
    const bySubject = new Map<string, string[]>();
    if (subjectIds.length === 0) return bySubject;
    const rows = await reader.rows<Pick<Row, 'id' | 'subjectId' | 'passage'>>(
      'SELECT id, subject_id, passage FROM kept_passage WHERE subject_id IN (?)',
      [subjectIds],
    );
    for (const { id, subjectId, passage } of rows) {
      const opened = passage && this.encryption.tryDecrypt('kept_passage.passage', id, passage);
      if (opened) bySubject.set(subjectId, [...(bySubject.get(subjectId) ?? []), opened]);
    }
    return bySubject;
  }

  /** Erases the passages and reasons of the decisions on some subjects. */
  async erase(tx: Tx, subjectIds: readonly string[]): Promise<void> {
    if (subjectIds.length === 0) return;
    await tx.execute(
      `UPDATE kept_passage SET passage = NULL, reason = IF(reason IS NULL, NULL, '') WHERE subject_id IN (?) AND passage IS NOT NULL`,
      [subjectIds],
    );
  }

  private open(rows: Row[]): (PassageDecision & { subjectId: string })[] {
    return rows.map(({ id, passage, ...row }) => ({
      ...row,
      passage: this.encryption.decryptForDisplayOrNull('kept_passage.passage', id, passage),
    }));
  }
}

interface Row {
  id: string;
  subjectId: string;
  kind: PersonalDataKind;
  certainty: Finding['certainty'];
  passage: Buffer | null;
  reason: string | null;
  keptBy: string;
  keptAt: Date;
}
