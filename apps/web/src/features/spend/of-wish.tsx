import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api } from '../../core/api';
import { Money, Tag } from '../../ui';
import { SPEND_TONES, type SpendDetail } from './queries';
import { StatusTag } from '../wish/wish-summary';

/** The spend requests of a wish, each with a link. */
export function SpendOfWish({ wishId, area }: { wishId: string; area: 'c' | 'g' }): ReactElement | null {
  const { t } = useTranslation('spend');
  const { data } = useQuery({
    queryKey: ['spend', 'of', wishId],
    queryFn: () => api.GET('/api/v1/spend-requests', { params: { query: { limit: 20, wishId } } }),
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

/** The wishes that a request's money is for, each with a link. */
export function WishesOfSpend({ request, area }: { request: SpendDetail; area: 'c' | 'g' }): ReactElement | null {
  const { t } = useTranslation('spend');
  const { data } = useQuery({
    queryKey: ['wishes', 'of-spend', request.id, request.wishIds],
    queryFn: () => api.GET('/api/v1/wishes', { params: { query: { limit: 30, spendRequestId: request.id } } }),
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="card stack">
      <h2 className="heading">{t('wishes', { count: data.items.length })}</h2>
      <ul className="stack-tight">
        {data.items.map((wish) => (
          <li key={wish.id} className="between">
            <Link to={`/${area}/wishes/$wishId`} params={{ wishId: wish.id }}>
              {wish.publicText}
            </Link>
            <StatusTag status={wish.status} />
          </li>
        ))}
      </ul>
    </section>
  );
}
