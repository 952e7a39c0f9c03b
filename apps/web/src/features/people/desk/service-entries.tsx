import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { Button } from '../../../ui';
import { ReasonSheet } from '../../../ui/reason-sheet';

/** Confirmed hours of service for a wish; a wrong entry is reversed with a reason. */
export function ServiceEntries({ wishId }: { wishId: string }): ReactElement | null {
  const { t } = useTranslation('office');
  const { day, number } = useFormat();
  const [reversing, setReversing] = useState<string>();
  const { data } = useQuery({
    queryKey: ['wishes', wishId, 'service'],
    queryFn: async () =>
      (await api.GET('/api/v1/wishes/{wishId}/service-entries', { params: { path: { wishId } } })).items,
  });
  if (!data || data.length === 0) return null;
  return (
    <section className="card stack">
      <h2 className="heading">{t('wish.service')}</h2>
      <ul className="stack-tight">
        {data.map((entry) => (
          <li key={entry.id} className="between">
            <div>
              <p>{entry.personName}</p>
              <p className="small soft">
                {entry.takenBack
                  ? t('wish.serviceReversed', { reason: entry.takenBack })
                  : `${day(entry.doneOn)} · ${number(entry.hours)} h`}
              </p>
            </div>
            {!entry.takenBack && (
              <Button variant="bare" onClick={() => setReversing(entry.id)} aria-haspopup="dialog">
                {t('wish.serviceReverse')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {reversing && (
        <ReasonSheet
          title={t('wish.serviceReverse')}
          draft={`service-${reversing}`}
          touches={[['wishes', wishId]]}
          send={(reason, headers) =>
            api.POST('/api/v1/service-entries/{entryId}/reversal', {
              params: { path: { entryId: reversing } },
              headers,
              body: { reason },
            })
          }
          onClose={() => setReversing(undefined)}
        />
      )}
    </section>
  );
}
