import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { shanghaiDay } from '../../../core/format';
import { useForm } from '../../../core/form';
import { TextAreaField, TextField } from '../../../ui';
import { numberOf } from '../../../ui/typed';
import { NumberField } from '../../../ui/typed-fields';
import { FormView } from '../../../ui/form-view';
import { PhotoPicker, type Picked } from '../../../ui/photo-picker';
import { uploadPhotos } from '../../../core/upload';
import { Screen } from '../../../frames/phone';

const HOURS = { least: 0, most: 200, decimals: 1 };

/** Reports the fulfilment: what was done, when, how many hours, and optionally a photo. */
export function FulfilPage(): ReactElement {
  const { t } = useTranslation('claims');
  const { t: words } = useTranslation();
  const { wishId } = useParams({ from: '/v/fulfil/$wishId' });
  const navigate = useNavigate();
  const [photos, setPhotos] = useState<Picked[]>([]);
  const [percent, setPercent] = useState<number>();
  const form = useForm({
    values: { what: '', doneOn: shanghaiDay(), hours: '1', evidence: '' },
    draft: `fulfil-${wishId}`,
    required: ['what', 'doneOn', 'hours'],
    send: async ({ what, doneOn, hours, evidence }, headers) => {
      const photoIds = await uploadPhotos('done', photos, setPercent).finally(() => setPercent(undefined));
      return api.POST('/api/v1/wishes/{wishId}/fulfilment', {
        params: { path: { wishId } },
        headers,
        body: {
          what: what.trim(),
          doneOn,
          hours: numberOf(hours, HOURS),
          ...(evidence.trim() ? { evidence: evidence.trim() } : {}),
          ...(photoIds.length > 0 ? { photoIds } : {}),
        },
      });
    },
    invalidates: [['claims'], ['wishes', wishId]],
    successMessage: t('fulfil.sent'),
    onSuccess: () => void navigate({ to: '/v/claims' }),
  });
  return (
    <Screen title={t('fulfil.title')} hasBack>
      <FormView form={form} submit={t('fulfil.send')}>
        <TextAreaField label={t('fulfil.what')} hint={t('fulfil.whatHint')} maxLength={1000} {...form.field('what')} />
        <TextField label={t('fulfil.doneOn')} type="date" max={shanghaiDay()} {...form.field('doneOn')} />
        <NumberField label={t('fulfil.hours')} bounds={HOURS} {...form.field('hours')} />
        <div className="field">
          <p className="strong">{`${t('fulfil.photos')}${words('optional')}`}</p>
          <PhotoPicker picked={photos} onChange={setPhotos} percent={percent} />
        </div>
        <TextField
          label={`${t('fulfil.evidence')}${words('optional')}`}
          hint={t('fulfil.evidenceHint')}
          maxLength={300}
          {...form.field('evidence')}
        />
      </FormView>
    </Screen>
  );
}
