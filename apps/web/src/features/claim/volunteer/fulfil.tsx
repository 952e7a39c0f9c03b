import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField } from '../../../core/api';
import { shanghaiDay } from '../../../core/format';
import { useCommand } from '../../../core/command';
import { Button, TextAreaField, TextField } from '../../../ui';
import { numberOf } from '../../../ui/typed';
import { NumberField } from '../../../ui/typed-fields';
import { useDraft } from '../../../core/offline/draft';
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
  const form = useDraft(`fulfil-${wishId}`, { what: '', doneOn: shanghaiDay(), hours: '1', evidence: '' });
  const [photos, setPhotos] = useState<Picked[]>([]);
  const [percent, setPercent] = useState<number>();
  const [isTried, setTried] = useState(false);
  const { what, doneOn, hours, evidence } = form.value;
  const hoursSpent = numberOf(hours, HOURS);
  const isComplete = what.trim() !== '' && doneOn !== '' && !Number.isNaN(hoursSpent);
  const send = useCommand({
    send: async (_, headers) => {
      const photoIds = await uploadPhotos('done', photos, setPercent).finally(() => setPercent(undefined));
      return api.POST('/api/v1/wishes/{wishId}/fulfilment', {
        params: { path: { wishId } },
        headers,
        body: {
          what: what.trim(),
          doneOn,
          hours: hoursSpent,
          ...(evidence.trim() ? { evidence: evidence.trim() } : {}),
          ...(photoIds.length > 0 ? { photoIds } : {}),
        },
      });
    },
    invalidates: [['claims'], ['wishes', wishId]],
    successMessage: t('fulfil.sent'),
    onSuccess: () => {
      form.clear();
      void navigate({ to: '/v/claims' });
    },
  });
  const errors = errorsByField(send.error);
  const missing = (value: string): string | undefined =>
    isTried && value.trim() === '' ? words('required') : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isComplete && !send.isPending) send.mutate();
  };
  return (
    <Screen title={t('fulfil.title')} hasBack>
      <form className="stack" onSubmit={submit} noValidate>
        <TextAreaField
          label={t('fulfil.what')}
          hint={t('fulfil.whatHint')}
          error={errors.what ?? missing(what)}
          maxLength={1000}
          value={what}
          onChange={(what) => form.set({ what })}
        />
        <TextField
          label={t('fulfil.doneOn')}
          error={errors.doneOn ?? missing(doneOn)}
          type="date"
          max={shanghaiDay()}
          value={doneOn}
          onChange={(doneOn) => form.set({ doneOn })}
        />
        <NumberField
          label={t('fulfil.hours')}
          error={errors.hours ?? (isTried && Number.isNaN(hoursSpent) ? words('typed.number', HOURS) : undefined)}
          bounds={HOURS}
          value={hours}
          onChange={(hours) => form.set({ hours })}
        />
        <div className="field">
          <p className="strong">{`${t('fulfil.photos')}${words('optional')}`}</p>
          <PhotoPicker picked={photos} onChange={setPhotos} percent={percent} />
        </div>
        <TextField
          label={`${t('fulfil.evidence')}${words('optional')}`}
          hint={t('fulfil.evidenceHint')}
          error={errors.evidence}
          maxLength={300}
          value={evidence}
          onChange={(evidence) => form.set({ evidence })}
        />
        <Button type="submit" variant="primary" isWide isBusy={send.isPending}>
          {t('fulfil.send')}
        </Button>
      </form>
    </Screen>
  );
}
