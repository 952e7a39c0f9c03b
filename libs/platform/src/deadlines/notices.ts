import type { EventKind, RecordedEvent } from '../events/define-event.js';
import type { Words } from '../problems.js';

/** Whom a notice concerns. */
export interface Addressees {
  /** What the deadline or the event is about; its library says who `person` is. */
  subject: string;
  /** Somebody whom the subject itself names. */
  person?: string;
  /** Those who answer for its unit. */
  roles?: readonly string[];
  /** Besides, the one whose turn it is to sign, and who stands in for them. */
  byTurn?: boolean;
}

/** A message to an inbox, and by the ways that lead out of it. */
export interface Notice {
  /** The name of the deadline or of the event that causes it. */
  kind: string;
  /** `{code}` is the public code of what it is about; no text names a person. */
  text: Words;
  /** null: the person whose account it is about. */
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
