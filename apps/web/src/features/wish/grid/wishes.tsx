import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { ButtonLink, Empty, SelectField } from '../../../ui';
import { SHOWN_STATUSES } from '../codes';
import { EndlessList } from '../../../ui/endless-list';
import { WishSummary, type WishStatus } from '../wish-summary';
import { Screen } from '../../../frames/phone';

/** Every wish of the worker's grid, newest first. */
export function GridWishesPage(): ReactElement {
  const { t } = useTranslation('grid');
  const { t: words } = useTranslation();
  const { status } = useSearch({ from: '/g/wishes' });
  const navigate = useNavigate();
  return (
    <Screen title={t('wishes.title')} hasBack>
      <SelectField
        label={words('tab.feed')}
        none={words('all')}
        value={status ?? ''}
        onChange={(value) => void navigate({ to: '/g/wishes', search: { status: value || undefined }, replace: true })}
        options={SHOWN_STATUSES.map((code) => ({ value: code, label: words(`status.${code}`) }))}
      />
      <EndlessList
        queryKey={['wishes', 'list', status ?? 'all']}
        load={(cursor) =>
          api.GET('/api/v1/wishes', {
            params: { query: { limit: 20, cursor, status: status as WishStatus | undefined } },
          })
        }
        empty={
          <Empty title={t('wishes.empty')}>
            <p className="soft">{t('wishes.emptyHint')}</p>
            <ButtonLink to="/g/new" variant="primary" icon="plus">
              {t('today.newWish')}
            </ButtonLink>
          </Empty>
        }
      >
        {(wish) => (
          <Link to="/g/wishes/$wishId" params={{ wishId: wish.id }} className="card">
            <WishSummary wish={wish} status={wish.status} />
          </Link>
        )}
      </EndlessList>
    </Screen>
  );
}
