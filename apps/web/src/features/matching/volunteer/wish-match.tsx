import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { Tag } from '../../../ui';
import { useReasonLine } from './match-reasons';

/** Why an open wish suits the reader, and possible obstacles; shows nothing if there is neither. */
export function WishMatch({ wishId }: { wishId: string }): ReactElement | null {
  const { t } = useTranslation('volunteer');
  const { data } = useQuery({
    queryKey: ['match', wishId],
    queryFn: () => api.GET('/api/v1/matches/wishes/{wishId}', { params: { path: { wishId } } }),
    retry: false,
  });
  const lineOf = useReasonLine();
  if (!data || data.reasons.length + data.blockers.length === 0) return null;
  return (
    <section className="card stack-tight">
      <h2 className="heading">{t('suits.title')}</h2>
      <ul className="row">
        {data.reasons.map((reason) => (
          <li key={reason.signal}>
            <Tag tone={reason.speaksFor ? 'jade' : 'amber'}>{lineOf(reason)}</Tag>
          </li>
        ))}
        {data.blockers.map((blocker) => (
          <li key={blocker}>
            <Tag tone={blocker === 'licence' ? 'red' : 'amber'} icon="warn">
              {t(`suits.blocker.${blocker}`)}
            </Tag>
          </li>
        ))}
      </ul>
    </section>
  );
}
