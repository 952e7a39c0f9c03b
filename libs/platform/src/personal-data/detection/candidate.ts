import type { PersonalDataKind } from './finding.js';

/** A passage of a plain text that may contain personal data; offsets are UTF-16 units of the plain text. */
export interface Candidate {
  start: number;
  end: number;
  kind: PersonalDataKind;
  isCertain: boolean;
  isKnown?: boolean;
}
