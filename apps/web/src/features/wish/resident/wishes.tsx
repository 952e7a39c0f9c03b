import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { ButtonLink, Empty } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { WishSummary } from '../wish-summary';
import { Screen } from '../../../frames/phone';

/** The wishes that residents submitted, or that were submitted with their telephone. */
export function OwnWishesPage(): ReactElement {
  const { t } = useTranslation('resident');
  return (
    <Screen title={t('own.title')}>
      <EndlessList
        queryKey={['own']}
        load={(cursor) => api.GET('/api/v1/me/wishes', { params: { query: { limit: 20, cursor } } })}
        empty={
          <Empty title={t('own.empty')}>
            <p className="soft">{t('own.emptyHint')}</p>
          </Empty>
        }
      >
        {(wish) => (
          <Link to="/r/wishes/$wishId" params={{ wishId: wish.id }} className="card">
            <WishSummary wish={wish} status={wish.status} />
          </Link>
        )}
      </EndlessList>
      <ButtonLink to="/r/new" variant="primary" icon="plus" isWide>
        {t('own.ask')}
      </ButtonLink>
    </Screen>
  );
}
