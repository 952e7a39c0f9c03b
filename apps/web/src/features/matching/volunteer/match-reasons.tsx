import type { ReactElement } from 'react';
import type { Schemas } from '../../../core/api';
import { useSkills } from '../../people/skills';
import { useTranslation } from '../../../locales/use-translation';

type Match = Schemas['MatchResponse'];

const MOST_REASONS = 3;

/** In one line: why a wish suits the reader, and what stands in the way. */
export function Reasons({ match: { reasons, blockers } }: { match: Match }): ReactElement | null {
  const { t } = useTranslation('volunteer');
  const lineOf = useReasonLine();
  const said = [
    ...reasons
      // The screen already shows the urgency above.
      .filter(({ signal, speaksFor }) => speaksFor && signal !== 'urgent')
      .slice(0, MOST_REASONS)
      .map(lineOf),
    ...blockers.slice(0, 1).map((blocker) => t(`suits.blocker.${blocker}`)),
  ];
  return said.length > 0 ? <p className="small">{said.join(' · ')}</p> : null;
}

/** The text of a match reason. */
export function useReasonLine(): (reason: Match['reasons'][number]) => string {
  const { t } = useTranslation('volunteer');
  const { t: words } = useTranslation();
  const skills = useSkills();
  return (reason) => {
    switch (reason.signal) {
      case 'skill':
        return t('suits.skill', { what: skills.name(reason.fact) });
      case 'relatedSkill':
        return t('suits.relatedSkill', { what: skills.categoryName(reason.fact) });
      case 'licence':
        return t('suits.licence', { what: words(`licence.${reason.fact}`) });
      case 'distance':
        return t(`suits.distance.${reason.fact}`);
      case 'waiting':
        return t('suits.waiting', { n: reason.fact });
      case 'language':
        return t('suits.language', { what: words(`language.${reason.fact}`) });
      case 'urgent':
        return words('urgency.urgent');
      default:
        return t(`suits.${reason.signal}`);
    }
  };
}
