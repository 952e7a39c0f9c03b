import { Injectable, Logger, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import { Observable, Subject, finalize, interval, map, merge, takeUntil, timer } from 'rxjs';
import {
  SELF,
  Transactions,
  defineTopic,
  definedEvents,
  type Actor,
  type Row,
  type Visibility,
  EVENT_LOG,
  lastSealedSeq,
} from '#libs/platform';
import { Access, CHANGES_RIGHTS, OpenSessions, joinUnit } from '#libs/identity';
import { type Notification } from '../inbox/notification.entity.js';
import { JOIN_RESIDENT, joinWish } from '#libs/wishes';
import { WORK_QUEUE_READ } from '../notifications.permissions.js';

const POLL_MS = 1_000;
const HEARTBEAT_MS = 20_000;
const LIFE_MS = 5 * 60_000;
const BATCH = 500;
/** Open streams per person and process. One more closes the oldest, so that one person cannot use up all streams. */
const MOST_PER_PERSON = 8;
const INBOX_OVERLAP_MS = 3_000;
/** How long roles are cached. An event that changes roles reloads them at once; this covers changes without an event. */
const GRANTS_KEPT_MS = 60_000;

/** A change in a person's inbox; sent to that person only, without an event. */
const INBOX = defineTopic('inbox');

interface Listener {
  actor: Actor;
  grantsReadAt: number;
  out: Subject<MessageEvent>;
  ended: Subject<void>;
}
interface SealedEvent {
  seq: number;
  name: string;
  subjectId: string;
  visibility: Visibility;
  path: string;
  /** Whether the event is about a wish; if so, whether the wish was ever published and the two people whose own wish it may
   *  be. */
  isWish: number;
  isPublished: number;
  requesterId: string | null;
  beneficiaryPersonId: string | null;
}

/** Sends changes to open pages. While anyone listens, every process polls the event chain once a second. It does not matter
 *  which process made a change, or whether Redis is available. Only topics and ids are sent; the page then loads the data
 *  with its own rights. A stream ends with its session and follows the roles that the person holds at the moment. */
@Injectable()
export class ChangeStream implements OnModuleDestroy {
  private readonly logger = new Logger('live');
  private readonly listeners = new Set<Listener>();
  private readonly ended = new Subject<void>();
  private lastSeq: number | undefined;
  private readonly toldNotifications = new Map<string, number>();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly sessions: OpenSessions,
  ) {}

  stream(actor: Actor): Observable<MessageEvent> {
    const listener: Listener = {
      actor,
      grantsReadAt: Date.now(),
      out: new Subject(),
      ended: new Subject(),
    };
    const own = [...this.listeners].filter(({ actor: other }) => other.personId === actor.personId);
    if (own.length >= MOST_PER_PERSON) own[0]?.ended.next();
    this.listeners.add(listener);
    this.wake();
    const beats = merge(timer(0), interval(HEARTBEAT_MS)).pipe(map(() => ({ type: 'beat', data: '' })));
    return merge(listener.out, beats).pipe(
      takeUntil(merge(this.ended, timer(LIFE_MS), listener.ended)),
      finalize(() => this.listeners.delete(listener)),
    );
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
    this.ended.next();
  }

  /** The first poll runs at once: it stores the position in the chain after which a new listener receives events. */
  private wake(waitMs = this.lastSeq === undefined ? 0 : POLL_MS): void {
    this.timer ??= setTimeout(() => {
      void this.poll()
        .catch((error: unknown) => this.logger.warn(`poll: ${(error as Error).message}`))
        .finally(() => {
          this.timer = undefined;
          if (this.listeners.size > 0) this.wake(POLL_MS);
          else this.lastSeq = undefined;
        });
    }, waitMs);
  }

  private async poll(): Promise<void> {
    await this.endWithSessions();
    if (this.lastSeq === undefined) {
      this.lastSeq = await lastSealedSeq(this.transactions);
    }
    const events = await this.transactions.rows<SealedEvent>(
      `SELECT STRAIGHT_JOIN e.seq, e.name, e.subject_id, e.visibility, u.path, w.id IS NOT NULL AS is_wish,
         w.opened_at IS NOT NULL AS is_published, w.requester_id, p.id AS beneficiary_person_id
       FROM ${EVENT_LOG} ${joinUnit('e.unit_id')} LEFT ${joinWish('e.subject_id')}
         LEFT ${JOIN_RESIDENT}
       WHERE e.seq > ? ORDER BY e.seq LIMIT ${BATCH}`,
      [this.lastSeq],
    );
    await this.renewGrants(events);
    this.lastSeq = events.at(-1)?.seq ?? this.lastSeq;
    for (const listener of this.listeners) {
      const told = new Set<string>();
      for (const event of events) {
        if (!this.mayHear(listener.actor, event)) continue;
        const topic = definedEvents().get(event.name)?.topic;
        if (topic) told.add(`${topic.name} ${event.subjectId}`);
      }
      for (const line of told) {
        const [topic, subjectId] = line.split(' ');
        listener.out.next({ type: 'change', data: { topic, subjectId } });
      }
    }
    await this.pollInboxes();
  }

  /** Staff receive every event of the units in which they are staff. Others receive the public events of the units in which
   *  they hold a role, and of their own wishes. Events of a wish that was never published go only to its own people. */
  private mayHear(actor: Actor, event: SealedEvent): boolean {
    if (this.access.may(actor, WORK_QUEUE_READ, event.path)) return true;
    if (event.visibility !== 'public') return false;
    if (event.requesterId === actor.personId || event.beneficiaryPersonId === actor.personId) return true;
    return (!event.isWish || Boolean(event.isPublished)) && this.access.may(actor, SELF, event.path);
  }

  private async endWithSessions(): Promise<void> {
    const idOf = ({ actor }: Listener): string[] => (actor.sessionId ? [actor.sessionId] : []);
    const open = await this.sessions.among([...this.listeners].flatMap(idOf));
    for (const listener of this.listeners) if (idOf(listener).some((id) => !open.has(id))) listener.ended.next();
  }

  /** Reloads roles before anything is sent: of people whose roles have just changed, and of people whose roles were last
   *  read a minute ago. */
  private async renewGrants(events: SealedEvent[]): Promise<void> {
    const changed = new Set(
      events
        .filter(({ name }) => CHANGES_RIGHTS.some((event) => event.name === name))
        .map(({ subjectId }) => subjectId),
    );
    const now = Date.now();
    const stale = [...this.listeners].filter(
      ({ actor, grantsReadAt }) => changed.has(actor.personId) || now - grantsReadAt >= GRANTS_KEPT_MS,
    );
    const grants = await this.sessions.grantsOf([...new Set(stale.map(({ actor }) => actor.personId))]);
    for (const listener of stale) {
      listener.actor = { ...listener.actor, grants: grants.get(listener.actor.personId) ?? [] };
      listener.grantsReadAt = now;
    }
  }

  private async pollInboxes(): Promise<void> {
    const people = [...new Set([...this.listeners].map(({ actor }) => actor.personId))];
    if (people.length === 0) return;
    const now = Date.now();
    const fresh = await this.transactions.rows<Row<Notification, 'id' | 'recipientId'>>(
      'SELECT id, recipient_id FROM notification WHERE recipient_id IN (?) AND archived_at IS NULL AND id > ?',
      [people, idSince(now - INBOX_OVERLAP_MS)],
    );
    const recipients = new Set(
      fresh.filter(({ id }) => !this.toldNotifications.has(id)).map(({ recipientId }) => recipientId),
    );
    for (const { id } of fresh) this.toldNotifications.set(id, now);
    for (const [id, at] of this.toldNotifications)
      if (at < now - 4 * INBOX_OVERLAP_MS) this.toldNotifications.delete(id);
    for (const { actor, out } of this.listeners)
      if (recipients.has(actor.personId)) out.next({ type: 'change', data: { topic: INBOX.name, subjectId: null } });
  }
}

/** The smallest id that an instant can have; ids are UUIDs of version 7. */
const idSince = (ms: number): string => {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};
