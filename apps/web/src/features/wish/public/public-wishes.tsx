import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { oneOf } from '../../../core/one-of';
import { ButtonLink, Empty, Field, SelectField } from '../../../ui';
import { CATEGORIES } from '../codes';
import { EndlessList } from '../../../ui/endless-list';
import { WishSummary } from '../wish-summary';
import { publicFiguresQuery } from '../../oversight/public/figures';

/** Open wishes for the public, with personal data masked. */
export function PublicWishesPage(): ReactElement {
  const { t } = useTranslation('public');
  const { t: words } = useTranslation();
  const search = useSearch({ from: '/open/wall' });
  const navigate = useNavigate();
  const set = (change: { unit?: string; category?: string }): void =>
    void navigate({ to: '/wall', search: { ...search, ...change }, replace: true });
  return (
    <>
      <div className="stack-tight">
        <h1 className="title">{t('wall.title')}</h1>
        <p className="soft">{t('wall.lead')}</p>
      </div>
      <div className="columns">
        <UnitField value={search.unit} onChange={(unit) => set({ unit })} />
        <SelectField
          label={t('wall.category')}
          none={words('all')}
          value={search.category ?? ''}
          onChange={(value) => set({ category: value || undefined })}
          options={CATEGORIES.map((code) => ({ value: code, label: words(`category.${code}`) }))}
        />
      </div>
      <div className="wall-list">
        <EndlessList
          queryKey={['public', 'wishes', search]}
          load={(cursor) =>
            api.GET('/api/v1/public/wishes', {
              params: {
                query: { limit: 30, cursor, unitId: search.unit, category: oneOf(CATEGORIES, search.category) },
              },
            })
          }
          empty={
            <Empty title={t('wall.empty')}>
              <p className="soft">{t('wall.emptyHint')}</p>
            </Empty>
          }
        >
          {(wish) => (
            <article className="card pinned">
              <WishSummary wish={wish}>
                <div className="between wall-foot">
                  <span className="small soft figures">{wish.code}</span>
                  <ButtonLink to="/v/wishes/$wishId" params={{ wishId: wish.id }}>
                    {t('wall.claim')}
                  </ButtonLink>
                </div>
              </WishSummary>
            </article>
          )}
        </EndlessList>
      </div>
    </>
  );
}

/** Selects a town, then one of its communities: two short lists instead of one of three hundred. */
export function UnitField({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (unitId: string | undefined) => void;
}): ReactElement {
  const { t } = useTranslation('public');
  const { data: district } = useQuery(publicFiguresQuery(undefined));
  const { data: chosen } = useQuery(publicFiguresQuery(value));
  const isCommunity = chosen?.unit.level === 'community';
  const townId = !value ? undefined : isCommunity ? chosen?.above[0]?.unitId : value;
  const { data: town } = useQuery({ ...publicFiguresQuery(townId), enabled: townId !== undefined });
  return (
    <Field label={t('wall.unit')}>
      {(ids) => (
        <div className="stack-tight">
          <select
            className="input"
            {...ids}
            value={townId ?? ''}
            onChange={(e) => onChange(e.target.value || undefined)}
          >
            <option value="">{t('wall.everywhere')}</option>
            {(district?.children ?? []).map(({ unitId, name }) => (
              <option key={unitId} value={unitId}>
                {name}
              </option>
            ))}
          </select>
          {townId && town && (
            <select
              className="input"
              aria-label={t('money.community')}
              value={isCommunity ? value : ''}
              onChange={(e) => onChange(e.target.value || townId)}
            >
              <option value="">{town.unit.name}</option>
              {town.children.map(({ unitId, name }) => (
                <option key={unitId} value={unitId}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </div>
      )}
    </Field>
  );
}
