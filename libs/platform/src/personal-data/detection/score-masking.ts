import { findPersonalData } from './find-personal-data.js';
import { PERSONAL_DATA_KINDS, type Finding, type PersonalDataKind } from './finding.js';

/** A sentence with the passages in which a person found personal data. Offsets are UTF-16 units. */
export interface AnnotatedText {
  text: string;
  spans: { start: number; end: number; kind: PersonalDataKind }[];
}

/** `masked` and `marked` do not count a span twice. */
export interface KindScore {
  spans: number;
  masked: number;
  marked: number;
}

export interface MaskingScore {
  kinds: Record<PersonalDataKind, KindScore>;
  sentences: number;
  falselyMasked: number;
}

/** How far a certain finding may extend beyond the annotation: with or without the village, the title, the label. */
const REACH = 8;
const isLetter = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);
const covers = ({ start, end }: { start: number; end: number }, at: number): boolean => start <= at && at < end;

/** Measures the detection against annotated sentences. A span is masked when certain findings, of any kind, cover all its
 *  letters and digits; marked when it is not masked but a finding touches it. A sentence is falsely masked when a certain
 *  finding touches no span, or extends more than eight letters beyond the spans that it touches. */
export function scoreMasking(texts: readonly AnnotatedText[]): MaskingScore {
  const kinds = Object.fromEntries(
    PERSONAL_DATA_KINDS.map((kind) => [kind, { spans: 0, masked: 0, marked: 0 }]),
  ) as Record<PersonalDataKind, KindScore>;
  let falselyMasked = 0;
  for (const { text, spans } of texts) {
    const findings = findPersonalData(text);
    for (const span of spans) {
      const score = kinds[span.kind];
      score.spans += 1;
      const how = coverage(text, span, findings);
      if (how) score[how] += 1;
    }
    if (findings.some((finding) => isFalse(text, finding, spans))) falselyMasked += 1;
  }
  return { kinds, sentences: texts.length, falselyMasked };
}

/** How the findings cover a span; null: they miss it. */
export function coverage(
  text: string,
  span: AnnotatedText['spans'][number],
  findings: readonly Finding[],
): 'masked' | 'marked' | null {
  const touching = findings.filter(({ start, end }) => start < span.end && span.start < end);
  const certain = touching.filter(({ certainty }) => certainty === 'certain');
  const isBare = lettersOf(text, span).some((at) => !certain.some((finding) => covers(finding, at)));
  if (certain.length > 0 && !isBare) return 'masked';
  return touching.length > 0 ? 'marked' : null;
}

/** Whether a certain finding hides text that is not annotated. */
export function isFalse(text: string, finding: Finding, spans: AnnotatedText['spans']): boolean {
  if (finding.certainty !== 'certain') return false;
  const touched = spans.filter(({ start, end }) => start < finding.end && finding.start < end);
  const beyond = lettersOf(text, finding).filter((at) => !touched.some((span) => covers(span, at)));
  return touched.length === 0 || beyond.length > REACH;
}

function lettersOf(text: string, { start, end }: { start: number; end: number }): number[] {
  const places: number[] = [];
  for (let at = start; at < end; at += 1) if (isLetter(String.fromCodePoint(text.codePointAt(at)!))) places.push(at);
  return places;
}
