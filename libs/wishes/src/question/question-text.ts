import { judgeText, namesOfKinds, type Actor, type Concerned } from '#libs/platform';
import { QuestionPersonalData } from '../wish/wish.errors.js';

/** Refuses what a public text may only keep with a reason, or not at all. Sending counts as the tick for the rest: only the
 *  asker and staff read the text. Throws QUESTION_PERSONAL_DATA with the findings. */
export function assertNoPersonalData(
  text: string,
  { known, isMinor }: Pick<Concerned, 'known' | 'isMinor'>,
  locale: Actor['locale'],
): void {
  const refused = judgeText(text, known, { isMinor }).findings.filter(
    ({ mayKeep, needsReason }) => needsReason || !mayKeep,
  );
  if (refused.length === 0) return;
  throw QuestionPersonalData({
    found: namesOfKinds(refused, locale),
    findings: refused.map(({ source: _, ...finding }) => finding),
  });
}
