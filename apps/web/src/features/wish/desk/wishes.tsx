import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { ButtonLink, Empty, SelectField } from '../../../ui';
import { SHOWN_STATUSES } from '../codes';
import { EndlessList } from '../../../ui/endless-list';
import { WishSummary, type WishStatus } from '../wish-summary';
import { Heading } from '../../../frames/desk';
import { UnitField } from '../../people/desk/unit-field';

/** The wishes of the person's units. */
export function WishesPage(): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const search = useSearch({ from: '/c/wishes' });
  const navigate = useNavigate();
  const set = (change: { status?: string; unit?: string }): void =>
    void navigate({ to: '/c/wishes', search: { ...search, ...change }, replace: true });
  return (
    <>
      <Heading title={t('wishes.title')}>
        <ButtonLink to="/c/exports" icon="download">
          {t('wishes.export')}
        </ButtonLink>
      </Heading>
      <div className="form-row">
        <SelectField
          label={t('wishes.status')}
          none={words('all')}
          value={search.status ?? ''}
          onChange={(value) => set({ status: value || undefined })}
          options={SHOWN_STATUSES.map((code) => ({ value: code, label: words(`status.${code}`) }))}
        />
        <UnitField
          label={t('wishes.unit')}
          canClear
          levels={COMMUNITIES}
          value={search.unit}
          onChange={(unit) => set({ unit })}
        />
      </div>
      <EndlessList
        queryKey={['wishes', 'list', search]}
        load={(cursor) =>
          api.GET('/api/v1/wishes', {
            params: {
              query: { limit: 30, cursor, status: search.status as WishStatus | undefined, unitId: search.unit },
            },
          })
        }
        empty={
          <Empty title={t('wishes.empty')}>
            <p className="soft">{t('wishes.emptyHint')}</p>
          </Empty>
        }
      >
        {(wish) => (
          <Link to="/c/wishes/$wishId" params={{ wishId: wish.id }} className="card">
            <WishSummary wish={wish} status={wish.status} />
          </Link>
        )}
      </EndlessList>
    </>
  );
}

const COMMUNITIES: ['community'] = ['community'];
