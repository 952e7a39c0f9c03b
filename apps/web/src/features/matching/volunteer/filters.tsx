import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { Button, Choice, SelectField, Sheet } from '../../../ui';
import { CATEGORIES } from '../../wish/codes';
import { useSkills } from '../../people/skills';
import { unitsQuery } from '../../people/units';
import type { FeedFilters } from './feed-filters';

const ANY = 'any';

/** The filters of the feed. No request is sent until they are applied. */
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
  const skills = useSkills();
  const { data: units } = useQuery(unitsQuery);
  const set = (name: keyof FeedFilters) => (value: string) =>
    setDraft((before) => ({ ...before, [name]: value === ANY || value === '' ? undefined : value }));
  const any = { value: ANY, label: t('feed.any') };
  return (
    <Sheet title={t('feed.filters')} onClose={onClose}>
      <SelectField
        label={t('feed.skill')}
        none={t('feed.any')}
        value={draft.skill ?? ''}
        onChange={set('skill')}
        options={skills.options}
      />
      <SelectField
        label={t('feed.category')}
        none={t('feed.any')}
        value={draft.category ?? ''}
        onChange={set('category')}
        options={CATEGORIES.map((code) => ({ value: code, label: words(`category.${code}`) }))}
      />
      <SelectField
        label={t('feed.unit')}
        none={t('feed.any')}
        value={draft.unit ?? ''}
        onChange={set('unit')}
        options={(units ?? []).map(({ id, name, level }) => ({
          value: id,
          label: level === 'community' ? `　${name}` : name,
        }))}
      />
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
        <Button variant="primary" onClick={() => onSet(draft)}>
          {t('feed.apply')}
        </Button>
        <Button variant="bare" onClick={() => onSet({})}>
          {t('feed.clear')}
        </Button>
      </div>
    </Sheet>
  );
}
