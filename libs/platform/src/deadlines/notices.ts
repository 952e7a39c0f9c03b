import type { EventKind, RecordedEvent } from '../events/define-event.js';
import type { Words } from '../problems.js';

/** Recipients of a notice. */
export interface Addressees {
  /** What the deadline or the event is about; the library that owns it says who `person` is. */
  subject: string;
  /** One of the people whom the subject itself names, by their relation to it. */
  person?: string;
  /** Roles that are responsible for its unit. */
  roles?: readonly string[];
  /** Additionally, the person whose turn it is to sign, and their deputies. */
  byTurn?: boolean;
}

/** A message to an inbox, and through its outbound channels. */
export interface Notice {
  /** The name of the deadline or of the event that causes it. */
  kind: string;
  /** `{code}` is the public code of the subject; no text names a person. */
  text: Words;
  /** null: the person whose account the notice is about. */
  to: Addressees | null;
  /** The event that causes it, and which subject it is about. */
  event?: EventKind;
  subjectOf?: (event: RecordedEvent<never>) => string;
}

const notices = new Map<string, Notice>();

export function registerNotice(notice: Notice): Notice {
  if (notices.has(notice.kind)) throw new Error(`The notice ${notice.kind} is defined twice`);
  notices.set(notice.kind, notice);
  return notice;
}

/** Every notice, by the name of its cause. */
export const definedNotices = (): ReadonlyMap<string, Notice> => notices;
