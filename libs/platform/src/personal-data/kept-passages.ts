import { Injectable } from '@nestjs/common';
import type { Reader, Tx } from '../database/transactions.js';
import { Events } from '../events/events.js';
import { newId } from '../ids.js';
import type { Finding, PersonalDataKind } from './detection/finding.js';
import type { KeptPassage } from './public-text.js';
import { Vault } from './vault.js';

/** A decision to let a passage stand in a public text. */
export interface PassageDecision extends KeptPassage {
  keptBy: string;
  keptAt: Date;
}

/** Who let which passage stand in a public text, and why: kept for ever, passages encrypted, read by supervisors. */
@Injectable()
export class KeptPassages {
  constructor(
    private readonly events: Events,
    private readonly vault: Vault,
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
          passage: this.vault.seal('kept_passage.passage', id, passage),
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
      ...(by.timelines ?? [by.subjectId]).map((subjectId) => ({
        name: 'PassagesKept',
        unitId: by.unitId,
        subjectId,
        actorId: by.actorId,
        visibility: 'internal' as const,
        data: { kinds, ...(reasons ? { reason: reasons } : {}) },
      })),
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

  /** The passages that were let stand, by subject. One that cannot be decrypted does not stand. */
  async passages(reader: Reader, subjectIds: readonly string[]): Promise<Map<string, string[]>> {
    const bySubject = new Map<string, string[]>();
    if (subjectIds.length === 0) return bySubject;
    const rows = await reader.rows<Pick<Row, 'id' | 'subjectId' | 'passage'>>(
      'SELECT id, subject_id, passage FROM kept_passage WHERE subject_id IN (?)',
      [subjectIds],
    );
    for (const { id, subjectId, passage } of rows) {
      const opened = this.vault.tryOpen('kept_passage.passage', id, passage);
      if (opened !== undefined) bySubject.set(subjectId, [...(bySubject.get(subjectId) ?? []), opened]);
    }
    return bySubject;
  }

  private open(rows: Row[]): (PassageDecision & { subjectId: string })[] {
    return rows.map(({ id, passage, ...row }) => ({
      ...row,
      passage: this.vault.show('kept_passage.passage', id, passage),
    }));
  }
}

interface Row {
  id: string;
  subjectId: string;
  kind: PersonalDataKind;
  certainty: Finding['certainty'];
  passage: Buffer;
  reason: string | null;
  keptBy: string;
  keptAt: Date;
}
