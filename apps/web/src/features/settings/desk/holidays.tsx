import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { shanghaiDay } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { Button, TextAreaField } from '../../../ui';
import { readHolidays, writeHolidays } from './holiday-lines';

type Holidays_ = Schemas['HolidaysResponse'];

/** Next year's holidays are published in November: from then on the page warns if they are missing. */
const isOld = (knownUntil: number): boolean => Number(shanghaiDay(WARNED_DAYS_AHEAD).slice(0, 4)) > knownUntil;
const WARNED_DAYS_AHEAD = 45;

/** Holidays and make-up workdays besides those that the platform knows, pasted from the notice line by line. */
export function Holidays(): ReactElement | null {
  const { data } = useQuery({
    queryKey: ['policies', 'holidays'],
    queryFn: () => api.GET('/api/v1/policies/holidays'),
  });
  return data ? <Form key={data.version} holidays={data} /> : null;
}

function Form({ holidays }: { holidays: Holidays_ }): ReactElement {
  const { t } = useTranslation('office');
  const sets = may(useSession(), 'policy.set');
  const kept = writeHolidays(holidays.spans, { off: t('holidays.off'), work: t('holidays.work') });
  const form = useForm({
    values: { text: kept },
    send: ({ text }, headers) =>
      api.PUT('/api/v1/policies/holidays', {
        headers,
        body: { basedOn: holidays.version, spans: readHolidays(text).spans },
      }),
    invalidates: [['policies']],
    successMessage: t('holidays.saved'),
  });
  const { text } = form.values;
  const { unread } = readHolidays(text);
  const errors = [...unread.map((line) => t('holidays.unread', { line })), form.summary ?? ''].filter(Boolean);
  return (
    <form className="card stack" {...form.props}>
      <h2 className="heading">{t('holidays.title')}</h2>
      <p className="soft">{t('holidays.lead', { year: holidays.knownUntil })}</p>
      {isOld(holidays.knownUntil) && (
        <p className="note note-warn">{t('deadlines.holidays', { year: holidays.knownUntil + 1 })}</p>
      )}
      <TextAreaField
        label={t('holidays.days')}
        hint={t('holidays.hint')}
        disabled={!sets}
        rows={6}
        maxLength={6_000}
        {...form.field('text')}
        error={errors.join(' ') || undefined}
      />
      {sets && (
        <div className="actions">
          <Button type="submit" variant="primary" disabled={text === kept || unread.length > 0} isBusy={form.isBusy}>
            {t('holidays.save')}
          </Button>
          <p className="small soft">{t('holidays.sure')}</p>
        </div>
      )}
    </form>
  );
}
