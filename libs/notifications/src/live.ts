import { Injectable, Logger, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import { Observable, Subject, finalize, interval, map, merge, takeUntil, timer } from 'rxjs';
import { Transactions, type Actor } from '#libs/platform';
import { Access } from '#libs/identity';

const POLL_MS = 1_000;
const HEARTBEAT_MS = 20_000;
const LIFE_MS = 5 * 60_000;
const BATCH = 500;
/** Streams of one person in one process; the oldest gives way, so that nobody can hold them all. */
const MOST_PER_PERSON = 8;
const INBOX_OVERLAP_MS = 3_000;

/** What a screen asks about anew when it hears of it. */
export type Topic =
  'wishes' | 'funds' | 'plans' | 'invitations' | 'imports' | 'exports' | 'people' | 'policies' | 'inbox';

const TOPICS: [RegExp, Topic[]][] = [
  [/^Spend|^YearAllotted/, ['funds', 'wishes']],
  [/^Plan/, ['plans']],
  [/^Volunteer|^Invitation/, ['invitations']],
  [/^WishImport|^Import/, ['imports']],
  [/^Export/, ['exports']],
  [/^Wish|^Claim/, ['wishes']],
  [/^Role|^Person|^Licence|^StartCode|^Recovery|^SecondFactor/, ['people']],
  [/^Clocks|^Ladders|^AuthorityRules|^Templates|^Channel|^Hook/, ['policies']],
];
export const topicsOf = (eventName: string): Topic[] => TOPICS.find(([pattern]) => pattern.test(eventName))?.[1] ?? [];

interface Listener {
  actor: Actor;
  isStaff: boolean;
  out: Subject<MessageEvent>;
  ended: Subject<void>;
}
interface SealedEvent {
  seq: number;
  name: string;
  subjectId: string;
  visibility: 'public' | 'internal';
  path: string;
}

/** Tells open screens that something changed. Every process reads the sealed event chain once a second while anybody
 *  listens, so that it does not matter which process a change went through, nor whether Redis is there. What is sent
 *  are topics and ids: the screen asks for the rest and is answered by its own rights. */
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
  ) {}

  stream(actor: Actor): Observable<MessageEvent> {
    const listener: Listener = {
      actor,
      isStaff: this.access.mayAnywhere(actor, 'desk.read'),
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

  private wake(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.poll()
        .catch((error: unknown) => this.logger.warn(`poll: ${(error as Error).message}`))
        .finally(() => (this.listeners.size > 0 ? this.wake() : (this.lastSeq = undefined)));
    }, POLL_MS);
  }

  private async poll(): Promise<void> {
    if (this.lastSeq === undefined) {
      const head = await this.transactions.row<{ lastSeq: number }>('SELECT last_seq FROM event_chain WHERE id = 1');
      this.lastSeq = head?.lastSeq ?? 0;
    }
    const events = await this.transactions.rows<SealedEvent>(
      `SELECT STRAIGHT_JOIN e.seq, e.name, e.subject_id, e.visibility, u.path FROM event e JOIN unit u ON u.id = e.unit_id
       WHERE e.seq > ? ORDER BY e.seq LIMIT ${BATCH}`,
      [this.lastSeq],
    );
    this.lastSeq = events.at(-1)?.seq ?? this.lastSeq;
    for (const listener of this.listeners) {
      const told = new Set<string>();
      for (const event of events) {
        if (!concerns(listener, event)) continue;
        for (const topic of topicsOf(event.name)) told.add(`${topic} ${event.subjectId}`);
      }
      for (const line of told) {
        const [topic, subjectId] = line.split(' ');
        listener.out.next({ type: 'change', data: { topic, subjectId } });
      }
    }
    await this.pollInboxes();
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

/** Staff hear of everything in their units, others of what is public in theirs. */
const concerns = ({ actor, isStaff }: Listener, event: SealedEvent): boolean =>
  (isStaff || event.visibility === 'public') && actor.grants.some(({ path }) => event.path.startsWith(path));

/** Ids are UUIDs of version 7: the smallest that an instant can have. */
const idSince = (ms: number): string => {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};
