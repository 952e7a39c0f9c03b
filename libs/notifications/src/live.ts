import { Injectable, Logger, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import { Observable, Subject, finalize, interval, map, merge, takeUntil, timer } from 'rxjs';
import { Transactions, type Actor } from '#libs/platform';
import { Access, OpenSessions, isResidentOf } from '#libs/identity';

const POLL_MS = 1_000;
const HEARTBEAT_MS = 20_000;
const LIFE_MS = 5 * 60_000;
const BATCH = 500;
/** Streams of one person in one process; the oldest gives way, so that nobody can hold them all. */
const MOST_PER_PERSON = 8;
const INBOX_OVERLAP_MS = 3_000;
/** Roles change with an event, after which they are read at once; this is for what no event tells of. */
const GRANTS_KEPT_MS = 60_000;
const CHANGES_GRANTS = /^(?:Role|Person)/;

/** What a screen asks about anew when it hears of it. */
export type Topic =
  'wishes' | 'funds' | 'plans' | 'invitations' | 'imports' | 'exports' | 'people' | 'policies' | 'inbox';

const TOPICS: [RegExp, Topic[]][] = [
  [/^Spend|^YearAllotted/, ['funds', 'wishes']],
  [/^Bank/, ['funds']],
  [/^Plan/, ['plans']],
  [/^Volunteer|^Invitation/, ['invitations']],
  [/^WishImport|^Import|^Roster|^Unit|^Staff|^FormHeadings/, ['imports']],
  [/^Export/, ['exports']],
  [/^Wish|^Claim|^DataRequest|^PersonErased|^PersonCorrected/, ['wishes']],
  [/^Role|^Person|^Account|^Licence|^StartCode|^Recovery|^SecondFactor/, ['people']],
  [/^Clocks|^Ladders|^AuthorityRules|^RetentionRules|^Templates|^Channel|^Hook/, ['policies']],
];
export const topicsOf = (eventName: string): Topic[] => TOPICS.find(([pattern]) => pattern.test(eventName))?.[1] ?? [];

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
  visibility: 'public' | 'internal';
  path: string;
  /** The event is about a wish: whether the wish was ever published, and the two people whose own wish it may be. */
  isWish: number;
  isPublished: number;
  requesterId: string | null;
  beneficiaryPersonId: string | null;
}

/** Tells open screens that something changed. Every process reads the sealed event chain once a second while anybody
 *  listens, so that it does not matter which process a change went through, nor whether Redis is there. What is sent
 *  are topics and ids: the screen asks for the rest and is answered by its own rights. A stream ends with its session, and
 *  follows the roles that its person holds at the moment. */
@Injectable()
export class Live implements OnModuleDestroy {
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

  /** The first look comes at once: it marks the place in the chain from which a new listener hears. */
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
      const head = await this.transactions.row<{ lastSeq: number }>('SELECT last_seq FROM event_chain WHERE id = 1');
      this.lastSeq = head?.lastSeq ?? 0;
    }
    const events = await this.transactions.rows<SealedEvent>(
      `SELECT STRAIGHT_JOIN e.seq, e.name, e.subject_id, e.visibility, u.path, w.id IS NOT NULL AS is_wish,
         w.opened_at IS NOT NULL AS is_published, w.requester_id, p.id AS beneficiary_person_id
       FROM event e JOIN unit u ON u.id = e.unit_id LEFT JOIN wish w ON w.id = e.subject_id
         LEFT JOIN beneficiary b ON b.id = w.beneficiary_id LEFT JOIN person p
           ON p.phone_hash = b.phone_hash AND ${isResidentOf('p.id', 'w.unit_path')}
       WHERE e.seq > ? ORDER BY e.seq LIMIT ${BATCH}`,
      [this.lastSeq],
    );
    await this.renewGrants(events);
    this.lastSeq = events.at(-1)?.seq ?? this.lastSeq;
    for (const listener of this.listeners) {
      const told = new Set<string>();
      for (const event of events) {
        if (!this.mayHear(listener.actor, event)) continue;
        for (const topic of topicsOf(event.name)) told.add(`${topic} ${event.subjectId}`);
      }
      for (const line of told) {
        const [topic, subjectId] = line.split(' ');
        listener.out.next({ type: 'change', data: { topic, subjectId } });
      }
    }
    await this.pollInboxes();
  }

  /** Staff hear of everything in the units in which they are staff. Others hear of what is public in the units where they
   *  hold a role, and of a wish that was never published only when it is their own. */
  private mayHear(actor: Actor, event: SealedEvent): boolean {
    if (this.access.may(actor, 'desk.read', event.path)) return true;
    if (event.visibility !== 'public') return false;
    if (event.requesterId === actor.personId || event.beneficiaryPersonId === actor.personId) return true;
    return (!event.isWish || Boolean(event.isPublished)) && this.access.may(actor, 'self', event.path);
  }

  private async endWithSessions(): Promise<void> {
    const idOf = ({ actor }: Listener): string[] => (actor.sessionId ? [actor.sessionId] : []);
    const open = await this.sessions.among([...this.listeners].flatMap(idOf));
    for (const listener of this.listeners) if (idOf(listener).some((id) => !open.has(id))) listener.ended.next();
  }

  /** Before anything is told: of those whose roles have just changed, and of those whose roles were read a minute ago. */
  private async renewGrants(events: SealedEvent[]): Promise<void> {
    const changed = new Set(events.filter(({ name }) => CHANGES_GRANTS.test(name)).map(({ subjectId }) => subjectId));
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
    const fresh = await this.transactions.rows<{ id: string; recipientId: string }>(
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
      if (recipients.has(actor.personId)) out.next({ type: 'change', data: { topic: 'inbox', subjectId: null } });
  }
}

/** Ids are UUIDs of version 7: the smallest that an instant can have. */
const idSince = (ms: number): string => {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};
