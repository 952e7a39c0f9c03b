import type { ReactElement } from 'react';
import type { Schemas } from '../../../core/api';
import { useSkills } from '../../people/skills';
import { useTranslation } from '../../../locales/use-translation';

type Match = Schemas['MatchResponse'];

const MOST_REASONS = 3;

/** In one line: why a wish suits the reader, and what stands in the way. */
export function Reasons({ match: { reasons, hindrances } }: { match: Match }): ReactElement | null {
  const { t } = useTranslation('volunteer');
  const lineOf = useReasonLine();
  const said = [
    ...reasons
      // The screen already shows the urgency above.
      .filter(({ clue, speaksFor }) => speaksFor && clue !== 'urgent')
      .slice(0, MOST_REASONS)
      .map(lineOf),
    ...hindrances.slice(0, 1).map((hindrance) => t(`suits.hindrance.${hindrance}`)),
  ];
  return said.length > 0 ? <p className="small">{said.join(' · ')}</p> : null;
}

/** The text of a match reason. */
export function useReasonLine(): (reason: Match['reasons'][number]) => string {
  const { t } = useTranslation('volunteer');
  const { t: words } = useTranslation();
  const skills = useSkills();
  return ({ clue, fact }) => {
    switch (clue) {
      case 'skill':
        return t('suits.skill', { what: skills.name(fact) });
      case 'kin':
        return t('suits.kin', { what: skills.branchName(fact) });
      case 'licence':
        return t('suits.licence', { what: words(`licence.${fact as 'driver'}`) });
      case 'ring':
        return t(`suits.ring.${fact as 'town'}`);
      case 'waiting':
        return t('suits.waiting', { n: fact });
      case 'language':
        return t('suits.language', { what: words(`language.${fact as 'sign'}`) });
      case 'urgent':
        return words('urgency.urgent');
      default:
        return t(`suits.${clue}`);
    }
  };
}
