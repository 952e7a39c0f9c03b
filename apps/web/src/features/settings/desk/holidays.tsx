import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, type Schemas, hasFieldErrors } from '../../../core/api';
import { useCommand } from '../../../core/command';
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
  return data ? <Form holidays={data} /> : null;
}

function Form({ holidays }: { holidays: Holidays_ }): ReactElement {
  const { t } = useTranslation('office');
  const sets = may(useSession(), 'policy.set');
  const kept = writeHolidays(holidays.spans, { off: t('holidays.off'), work: t('holidays.work') });
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  const { spans, unread } = readHolidays(text);
  const save = useCommand<void, Holidays_>({
    send: (_, headers) => api.PUT('/api/v1/policies/holidays', { headers, body: { basedOn: holidays.version, spans } }),
    invalidates: [['policies']],
    successMessage: t('holidays.saved'),
    onRefused: (error) => hasFieldErrors(error),
  });
  const errors = [
    ...unread.map((line) => t('holidays.unread', { line })),
    ...Object.values(errorsByField(save.error)).slice(0, 3),
  ];
  return (
    <section className="card stack">
      <h2 className="heading">{t('holidays.title')}</h2>
      <p className="soft">{t('holidays.lead', { year: holidays.knownUntil })}</p>
      {isOld(holidays.knownUntil) && (
        <p className="note note-warn">{t('deadlines.holidays', { year: holidays.knownUntil + 1 })}</p>
      )}
      <TextAreaField
        label={t('holidays.days')}
        hint={t('holidays.hint')}
        error={errors.length > 0 ? errors.join(' ') : undefined}
        disabled={!sets}
        rows={6}
        maxLength={6_000}
        value={text}
        onChange={setText}
      />
      {sets && (
        <div className="actions">
          <Button
            variant="primary"
            disabled={text === kept || unread.length > 0}
            isBusy={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('holidays.save')}
          </Button>
          <p className="small soft">{t('holidays.sure')}</p>
        </div>
      )}
    </section>
  );
}
