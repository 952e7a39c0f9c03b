import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import type { Form } from '../../../core/form';
import { Button } from '../../../ui';
import { readMobile } from '../../../ui/typed';
import type { WishForm } from './wish-form-state';

/** Residents known under the telephone: one tap fills in the rest. Each lookup is recorded, so it waits for all digits. */
export function Known({ form: { values: form, set } }: { form: Form<WishForm> }): ReactElement | null {
  const { t } = useTranslation('grid');
  const phone = readMobile(form.phone) ?? '';
  const { data } = useQuery({
    queryKey: ['residents', form.unitId, phone],
    queryFn: async () => (await api.POST('/api/v1/residents/lookup', { body: { unitId: form.unitId, phone } })).items,
    enabled: phone !== '' && form.unitId !== '' && form.name === '',
    staleTime: 5 * 60_000,
    retry: false,
  });
  if (!data || form.name !== '' || phone === '') return null;
  if (data.length === 0) return <p className="field-hint">{t('form.notKnown')}</p>;
  return (
    <ul className="stack-tight">
      {data.map((one, at) => (
        <li key={at} className="note between">
          <span className="grow">{t('form.known', { name: one.name ?? '', count: one.wishCount })}</span>
          <Button
            onClick={() =>
              set({
                name: one.name ?? '',
                address: one.address ?? '',
                hardship: one.hardship ?? '',
                age: one.age === null ? '' : String(one.age),
              })
            }
          >
            {t('form.useKnown')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
