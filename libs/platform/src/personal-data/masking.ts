import { findPersonalData } from './detection/find-personal-data.js';
import type { Finding, KnownDetails, PersonalDataKind } from './detection/finding.js';

/** Shown where a value cannot be decrypted; masks leave it as it is. */
export const UNREADABLE = '（无法解密 / cannot be decrypted）';

/** 李子梅 → 李**; a Latin name keeps its first letter. */
export const maskName = (name: string | null): string | null => {
  if (!name) return null;
  if (name === UNREADABLE) return name;
  const letters = [...name];
  const kept = letters[0] ?? '';
  return kept + '*'.repeat(Math.min(Math.max(letters.length - 1, 1), 2));
};

/** 13800001234 → 138****1234 */
export const maskPhone = (phone: string | null): string | null =>
  phone && phone !== UNREADABLE ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : phone || null;

/** The age in bands of ten with an open top band, so that a rare age does not identify a person. */
export const ageBand = (age: number | null): string | null => {
  if (age === null) return null;
  if (age < 14) return '0-13';
  if (age < 18) return '14-17';
  if (age >= 80) return '80+';
  const low = Math.max(18, Math.floor(age / 10) * 10);
  return `${low}-${Math.floor(age / 10) * 10 + 9}`;
};

/** What replaces a masked passage; none of it is detected as personal data again. */
const REPLACEMENTS: Record<PersonalDataKind, string> = {
  phone: '***',
  idNumber: '***',
  contact: '***',
  plate: '***',
  address: '某处',
  name: '某居民',
  school: '某校',
  health: '***',
  debt: '***',
};

/** Certain passages are replaced, possible ones stay for a reviewer to decide. */
const isMasked = (finding: Finding, passage: string, keep: readonly string[]): boolean =>
  finding.certainty === 'certain' && (isProtected(finding) || !keep.includes(passage));

/** The name and the telephone of a person concerned: no reviewer may decide to publish them. */
const isProtected = ({ source, kind }: Finding): boolean => source === 'known' && (kind === 'name' || kind === 'phone');

// Masking may separate two numbers, so that one more is found: each round leaves fewer.
const MOST_ROUNDS = 8;

/** The public version of a text, with every certain finding replaced. Masking a masked text changes nothing.
 *  `keep`: passages, as they stand in the text, that a reviewer decided to leave; known names and telephones are masked
 *  all the same. A person looks at the result before it is published. */
export function maskText(text: string, known?: KnownDetails, options: { keep?: readonly string[] } = {}): string {
  let masked = text;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = masked;
    masked = maskOnce(before, known, options.keep ?? []);
    if (masked === before) break;
  }
  return masked;
}

function maskOnce(text: string, known: KnownDetails | undefined, keep: readonly string[]): string {
  let masked = '';
  let from = 0;
  for (const finding of findPersonalData(text, known)) {
    if (!isMasked(finding, text.slice(finding.start, finding.end), keep)) continue;
    masked += text.slice(from, finding.start) + REPLACEMENTS[finding.kind];
    from = finding.end;
  }
  return masked + text.slice(from);
}
