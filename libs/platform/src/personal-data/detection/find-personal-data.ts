import { findAddresses } from './addresses.js';
import type { Candidate } from './candidate.js';
import { findContacts } from './contacts.js';
import type { Finding, KnownDetails } from './finding.js';
import { findKnownDetails } from './known-details.js';
import { findNames } from './names.js';
import { findNumbers } from './numbers.js';
import { PlainText } from './plain-text.js';
import { findWarnings } from './warnings.js';

/** The passages of a text that contain personal data, in order and without overlap. Character width, invisible characters,
 *  separators and numerals hide nothing; offsets refer to the original text. Linear in the text's length. */
export function findPersonalData(text: string, known?: KnownDetails): Finding[] {
  const plain = new PlainText(text);
  const candidates = [
    ...(known ? findKnownDetails(plain, known) : []),
    ...findNumbers(plain),
    ...findContacts(plain),
    ...findAddresses(plain),
    ...findNames(plain),
    ...findWarnings(plain),
  ];
  return settle(candidates).map(({ start, end, kind, isCertain, isKnown }) => ({
    start: plain.originalStart(start),
    end: plain.originalEnd(end),
    kind,
    certainty: isCertain ? 'certain' : 'possible',
    source: isKnown ? 'known' : 'pattern',
  }));
}

/** Merges overlapping certain findings. Possible ones give way to certain ones, and to known or longer possible ones. */
function settle(candidates: Candidate[]): Candidate[] {
  const certain = merge(candidates.filter(({ isCertain, start, end }) => isCertain && start < end));
  const free = candidates
    .filter(({ isCertain, start, end }) => !isCertain && start < end)
    .toSorted((a, b) => Number(b.isKnown ?? false) - Number(a.isKnown ?? false) || b.end - b.start - (a.end - a.start));
  const kept: Candidate[] = [];
  const taken = new Set<number>();
  for (const { start, end } of certain) for (let at = start; at < end; at += 1) taken.add(at);
  for (const candidate of free) {
    const units = Array.from({ length: candidate.end - candidate.start }, (_, index) => candidate.start + index);
    if (units.some((unit) => taken.has(unit))) continue;
    for (const unit of units) taken.add(unit);
    kept.push(candidate);
  }
  return [...certain, ...kept].toSorted((a, b) => a.start - b.start);
}

function merge(candidates: Candidate[]): Candidate[] {
  const merged: Candidate[] = [];
  for (const candidate of candidates.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (!last || candidate.start >= last.end) {
      merged.push({ ...candidate });
      continue;
    }
    // Known names and telephones keep their kind, since a reviewer may not keep them.
    const isStronger = candidate.isKnown && candidate.kind !== 'address' && !(last.isKnown && last.kind !== 'address');
    if (isStronger) last.kind = candidate.kind;
    last.isKnown = Boolean(last.isKnown ?? false) || Boolean(candidate.isKnown ?? false);
    last.end = Math.max(last.end, candidate.end);
  }
  return merged;
}
