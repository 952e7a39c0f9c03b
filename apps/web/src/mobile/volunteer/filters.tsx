import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../words/use-translation';
import { Button, Choice, Field, Sheet } from '../../look/kit';
import { CATEGORIES, STRENGTHS } from '../../wish/codes';
import { unitsQuery } from '../../wish/units';
import type { FeedFilters } from './feed-filters';

const ANY = 'any';

/** What a volunteer looks for. Nothing is asked of the server until the filters are applied. */
export function Filters({
  filters,
  onSet,
  onClose,
}: {
  filters: FeedFilters;
  onSet: (filters: FeedFilters) => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('volunteer');
  const { t: words } = useTranslation();
  const [draft, setDraft] = useState(filters);
  const { data: units } = useQuery(unitsQuery);
  const set = (name: keyof FeedFilters) => (value: string) =>
    setDraft((before) => ({ ...before, [name]: value === ANY || value === '' ? undefined : value }));
  const any = { value: ANY, label: t('feed.any') };
  return (
    <Sheet title={t('feed.filters')} onClose={onClose}>
      <Field label={t('feed.strength')}>
        {(ids) => (
          <select
            className="input"
            {...ids}
            value={draft.strength ?? ''}
            onChange={(e) => set('strength')(e.target.value)}
          >
            <option value="">{t('feed.any')}</option>
            {STRENGTHS.map((code) => (
              <option key={code} value={code}>
                {words(`strength.${code}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('feed.category')}>
        {(ids) => (
          <select
            className="input"
            {...ids}
            value={draft.category ?? ''}
            onChange={(e) => set('category')(e.target.value)}
          >
            <option value="">{t('feed.any')}</option>
            {CATEGORIES.map((code) => (
              <option key={code} value={code}>
                {words(`category.${code}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('feed.unit')}>
        {(ids) => (
          <select className="input" {...ids} value={draft.unit ?? ''} onChange={(e) => set('unit')(e.target.value)}>
            <option value="">{t('feed.any')}</option>
            {(units ?? []).map(({ id, name, level }) => (
              <option key={id} value={id}>
                {level === 'community' ? `　${name}` : name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Choice
        label={t('feed.kind')}
        value={draft.kind ?? ANY}
        onChange={set('kind')}
        options={[
          any,
          { value: 'service', label: words('kind.service') },
          { value: 'goods', label: words('kind.goods') },
        ]}
      />
      <Choice
        label={t('feed.urgency')}
        value={draft.urgency ?? ANY}
        onChange={set('urgency')}
        options={[any, { value: 'urgent', label: words('urgency.urgent') }]}
      />
      <Choice
        label={t('feed.by')}
        value={draft.by ?? ANY}
        onChange={set('by')}
        options={[any, { value: 'week', label: t('feed.byWeek') }, { value: 'month', label: t('feed.byMonth') }]}
      />
      <div className="row">
        <Button look="main" onClick={() => onSet(draft)}>
          {t('feed.apply')}
        </Button>
        <Button look="bare" onClick={() => onSet({})}>
          {t('feed.clear')}
        </Button>
      </div>
    </Sheet>
  );
}
