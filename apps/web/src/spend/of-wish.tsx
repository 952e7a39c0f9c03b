import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api } from '../app/api';
import { Money, Tag } from '../look/kit';
import { SPEND_TONES } from './queries';

/** The spend requests of a wish, with the way to each. */
export function SpendOfWish({ wishId, area }: { wishId: string; area: 'c' | 'g' }): ReactElement | null {
  const { t } = useTranslation('spend');
  const { data } = useQuery({
    queryKey: ['spend', 'of', wishId],
    queryFn: () => answer(api.GET('/api/v1/spend-requests', { params: { query: { limit: 20, wishId } } })),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card stack">
      <h2 className="heading">{t('title')}</h2>
      <ul className="stack-tight">
        {data.items.map((request) => (
          <li key={request.id} className="between">
            <Link to={`/${area}/spend/$spendRequestId`} params={{ spendRequestId: request.id }}>
              {request.purpose}
            </Link>
            <span className="row">
              <Money fen={request.amountFen} />
              <Tag tone={SPEND_TONES[request.status]}>{t(`status.${request.status}`)}</Tag>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
