import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { useDebouncedValue } from '../../../core/use-debounced-value';
import { readMobile } from '../../../ui/typed';
import type { WishForm } from './wish-form-state';

/** Each request counts towards the hourly limit, so it waits for a real pause. */
const ASK_AFTER_MS = 1_500;

/** Similar wishes of the community: a hint that never blocks. */
export function PossibleDuplicates({ form }: { form: WishForm }): ReactElement | null {
  const { t } = useTranslation('grid');
  const { t: words } = useTranslation();
  const need = useDebouncedValue(form.need.trim(), ASK_AFTER_MS);
  const phone = readMobile(form.phone);
  const { data } = useQuery({
    queryKey: ['duplicates', form.unitId, need, phone],
    queryFn: async () =>
      (await api.POST('/api/v1/wishes/duplicates', { body: { unitId: form.unitId, need, phone } })).items,
    enabled: need.length >= 2 && form.unitId !== '',
    retry: false,
  });
  if (!data || data.length === 0) return null;
  return (
    <section className="note note-warn stack-tight" role="status">
      <h2 className="heading">{t('form.duplicates')}</h2>
      <p className="small">{t('form.duplicatesHint')}</p>
      <ul className="stack-tight">
        {data.slice(0, 3).map((one) => (
          <li key={one.id} className="small">{`${one.code} · ${words(`status.${one.status}`)}：${one.publicText}`}</li>
        ))}
      </ul>
    </section>
  );
}
