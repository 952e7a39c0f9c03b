/** Who may see an event on a timeline, and be notified of it: everyone who sees its subject, or staff only. */
export const VISIBILITIES = ['public', 'internal'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** What an open screen reloads when an event arrives. */
export interface Topic {
  name: string;
}

/** Ids, codes and figures; never personal data. A `reason` is text that a person typed: it is stored masked. */
export type EventData = Record<string, unknown>;

/** Where an event happened, and who caused it. */
export interface EventContext {
  unitId: string;
  /** The wish, request or person that the event is about; its timeline shows the event. */
  subjectId: string;
  /** null: the platform itself, through a deadline. */
  actorId: string | null;
}

/** An event ready to be recorded; made by calling its type. */
export interface DomainEvent<Data = object> extends EventContext {
  kind: EventKind;
  data: Data;
}

/** An event as it was recorded. */
export interface RecordedEvent<Data = EventData> extends EventContext {
  id: string;
  name: string;
  visibility: Visibility;
  data: Data;
  occurredAt: Date;
}

/** Properties that all events of a kind share. */
export interface EventKind {
  /** A name in the past tense. */
  readonly name: string;
  /** Which screens reload; undefined when no screen shows what the event changes. */
  readonly topic?: Topic;
  readonly visibility: Visibility;
}

/** A kind of event with the type of its data. Calling it makes an event to record. */
export interface EventType<Data extends object> extends EventKind {
  (happened: EventContext & { data: Data }): DomainEvent<Data>;
  /** The same kind with part of its data preset. */
  with<Part extends Partial<Data>>(part: Part): EventType<Omit<Data, keyof Part>>;
  /** Whether a recorded event is of this kind. */
  is(event: RecordedEvent<object>): event is RecordedEvent<Data>;
}

/** The data type of a kind of event; `object` where it is not known. */
export type DataOf<E> = E extends EventType<infer Data> ? Data : object;

const kinds = new Map<string, EventKind>();
const topics = new Set<string>();

/** Defines a topic once, in the library whose screens it concerns. */
export function defineTopic(name: string): Topic {
  if (topics.has(name)) throw new Error(`The topic ${name} is defined twice`);
  topics.add(name);
  return { name };
}

/** Defines a kind of event once, in the library that records it. */
export function defineEvent<Data extends object = object>(
  name: string,
  { topic, visibility }: { topic?: Topic; visibility: Visibility },
): EventType<Data> {
  if (kinds.has(name)) throw new Error(`The event ${name} is defined twice`);
  const kind: EventKind = { name, topic, visibility };
  kinds.set(name, kind);
  return typeOf<Data>(kind, {});
}

function typeOf<Data extends object>(kind: EventKind, filled: object): EventType<Data> {
  const make = ({ data, ...context }: EventContext & { data: object }): DomainEvent => ({
    ...context,
    kind,
    data: { ...filled, ...data },
  });
  const rest = {
    topic: kind.topic,
    visibility: kind.visibility,
    with: (part: object) => typeOf(kind, { ...filled, ...part }),
    is: (event: RecordedEvent<object>) => event.name === kind.name,
  };
  // The name of a function is read-only; it can only be redefined.
  return Object.defineProperty(Object.assign(make, rest), 'name', { value: kind.name }) as unknown as EventType<Data>;
}

/** Every kind of event, by name. */
export const definedEvents = (): ReadonlyMap<string, EventKind> => kinds;
export const definedTopics = (): string[] => [...topics];
