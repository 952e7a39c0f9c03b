import { Injectable } from '@nestjs/common';
import type { Reader, Tx } from '../database/transactions.js';
import { newId } from '../ids.js';
import { maskText } from '../personal-data/masking.js';
import { PersonsConcerned } from '../personal-data/persons-concerned.js';

/** Something that happened, told in the past tense. `data` holds ids, codes and figures, never personal data. */
export interface DomainEvent {
  name: string;
  unitId: string;
  /** The wish, request or person that it happened to; its timeline shows it. */
  subjectId: string;
  /** null: the platform itself, by a clock. */
  actorId: string | null;
  visibility: 'public' | 'internal';
  data?: Record<string, unknown>;
}

export interface RecordedEvent extends Required<DomainEvent> {
  id: string;
  occurredAt: Date;
}

interface EventRow {
  id: string;
  name: string;
  unitId: string;
  subjectId: string;
  actorId: string | null;
  visibility: 'public' | 'internal';
  data: string;
  occurredAt: Date;
}

export const EVENT_COLUMNS = 'id, name, unit_id, subject_id, actor_id, visibility, data, occurred_at';
export const toEvent = (row: EventRow): RecordedEvent => ({
  ...row,
  data: JSON.parse(row.data) as Record<string, unknown>,
});

const reasonOf = ({ data }: DomainEvent): string | undefined =>
  typeof data?.reason === 'string' ? data.reason : undefined;

/** Events are rows, written in the transaction of the change that they tell of: the outbox and the audit trail in one. */
@Injectable()
export class Events {
  constructor(private readonly persons: PersonsConcerned) {}

  /** A `reason` is what a person typed and others read: it is stored without the details of the persons concerned. */
  async record(tx: Tx, ...events: DomainEvent[]): Promise<void> {
    const occurredAt = await tx.now();
    const explained = events.filter((event) => reasonOf(event));
    const concerned = await this.persons.of(
      tx,
      explained.map(({ subjectId }) => subjectId),
    );
    const dataOf = (event: DomainEvent): Record<string, unknown> => {
      const reason = reasonOf(event);
      return { ...event.data, ...(reason ? { reason: maskText(reason, concerned.get(event.subjectId)?.known) } : {}) };
    };
    await tx.insert(
      'event',
      events.map((event) => ({
        id: newId(),
        name: event.name,
        unitId: event.unitId,
        subjectId: event.subjectId,
        actorId: event.actorId,
        visibility: event.visibility,
        data: JSON.stringify(dataOf(event)),
        occurredAt,
      })),
    );
  }

  /** The events of one subject, oldest first; at most 500. */
  async timeline(reader: Reader, subjectId: string, visibility: 'all' | 'public'): Promise<RecordedEvent[]> {
    const rows = await reader.rows<EventRow>(
      `SELECT ${EVENT_COLUMNS} FROM event WHERE subject_id = ?${visibility === 'public' ? ` AND visibility = 'public'` : ''}
       ORDER BY row_no LIMIT 500`,
      [subjectId],
    );
    return rows.map(toEvent);
  }

  async find(reader: Reader, eventId: string): Promise<RecordedEvent | undefined> {
    const row = await reader.row<EventRow>(`SELECT ${EVENT_COLUMNS} FROM event WHERE id = ?`, [eventId]);
    return row && toEvent(row);
  }
}
