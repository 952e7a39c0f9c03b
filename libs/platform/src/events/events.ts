import { Injectable } from '@nestjs/common';
import type { Reader, Tx } from '../database/transactions.js';
import { newId } from '../ids.js';
import { maskText } from '../personal-data/masking.js';
import { PersonsConcerned } from '../personal-data/persons-concerned.js';
import type { DomainEvent, EventData, RecordedEvent } from './define-event.js';
import { Event } from './event.entity.js';

type EventRow = Omit<RecordedEvent, 'data'> & { data: string };

export const EVENT_COLUMNS = 'id, name, unit_id, subject_id, actor_id, visibility, data, occurred_at';
export const toEvent = (row: EventRow): RecordedEvent => ({
  ...row,
  data: JSON.parse(row.data) as EventData,
});

const reasonOf = ({ data }: DomainEvent): string | undefined =>
  'reason' in data && typeof data.reason === 'string' ? data.reason : undefined;

/** Events are rows, written in the transaction of the change that they record: outbox and audit trail in one. */
@Injectable()
export class Events {
  constructor(private readonly persons: PersonsConcerned) {}

  /** A `reason` is text that a person typed and others read: the details of the persons concerned are stored masked. */
  async record(tx: Tx, ...events: DomainEvent[]): Promise<void> {
    const occurredAt = await tx.now();
    const explained = events.filter((event) => reasonOf(event));
    const concerned = await this.persons.of(
      tx,
      explained.map(({ subjectId }) => subjectId),
    );
    const dataOf = (event: DomainEvent): EventData => {
      const reason = reasonOf(event);
      return { ...event.data, ...(reason ? { reason: maskText(reason, concerned.get(event.subjectId)?.known) } : {}) };
    };
    await tx.insert(
      Event,
      events.map((event) => ({
        id: newId(),
        name: event.kind.name,
        unitId: event.unitId,
        subjectId: event.subjectId,
        actorId: event.actorId,
        visibility: event.kind.visibility,
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

/** The position in the hash chain of the event that was appended last; 0 before the first. */
export async function lastSealedSeq(reader: Reader): Promise<number> {
  const head = await reader.row<{ lastSeq: number }>('SELECT last_seq FROM event_chain WHERE id = 1');
  return head?.lastSeq ?? 0;
}

/** How many events are not in the hash chain yet. */
export async function eventsAwaitingSeal(reader: Reader): Promise<number> {
  const row = await reader.row<{ n: number }>('SELECT COUNT(*) AS n FROM event WHERE seq IS NULL');
  return Number(row?.n ?? 0);
}
