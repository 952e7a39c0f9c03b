import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, useState, type ReactElement } from 'react';
import { laterPart } from '../../../core/later-part';
import { useTranslation } from '../../../locales/use-translation';
import { Button, Empty } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { WishSummary } from '../../wish/wish-summary';
import { Screen } from '../../../frames/phone';
import type { FeedFilters } from './feed-filters';
import { feedPages } from './feed-pages';
import { Reasons } from './match-reasons';

const Filters = laterPart(() => import('./filters').then((part) => part.Filters));

/** Open wishes that a volunteer may claim, the best matches first. The filters are in the address, so they survive going
 *  back, sharing and reloading. */
export function FeedPage(): ReactElement {
  const { t } = useTranslation('volunteer');
  const filters: FeedFilters = useSearch({ from: '/v/feed' });
  const navigate = useNavigate();
  const [isFiltering, setFiltering] = useState(false);
  const chosen = Object.values(filters).filter(Boolean).length;
  const set = (next: FeedFilters): void => {
    setFiltering(false);
    void navigate({ to: '/v/feed', search: next, replace: true });
  };
  return (
    <Screen
      title={t('feed.title')}
      actions={
        <Button variant="bare" icon="filter" onClick={() => setFiltering(true)} aria-haspopup="dialog">
          {chosen > 0 ? t('feed.chosen', { count: chosen }) : t('feed.filters')}
        </Button>
      }
    >
      <EndlessList
        {...feedPages(filters)}
        empty={
          <Empty title={t('feed.empty')}>
            <p className="soft">{t('feed.emptyHint')}</p>
            {chosen > 0 && <Button onClick={() => set({})}>{t('feed.clear')}</Button>}
          </Empty>
        }
      >
        {(wish) => (
          <Link to="/v/wishes/$wishId" params={{ wishId: wish.id }} className="card">
            <WishSummary wish={wish}>
              <Reasons match={wish} />
            </WishSummary>
          </Link>
        )}
      </EndlessList>
      {isFiltering && (
        <Suspense fallback={null}>
          <Filters filters={filters} onSet={set} onClose={() => setFiltering(false)} />
        </Suspense>
      )}
    </Screen>
  );
}
