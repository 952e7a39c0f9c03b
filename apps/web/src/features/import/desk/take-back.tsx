import type { QueryKey } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { client } from '../../../core/query-client';
import { Button, Progress, type Tone } from '../../../ui';
import { ReasonSheet } from '../../../ui/reason-sheet';
import { importPath, importRoutes, type ImportForm } from './import-routes';

type Import = Pick<Schemas['ImportResponse'], 'id' | 'status' | 'added' | 'takenBack' | 'allowedSteps'>;

export const IMPORT_TONES: Record<Import['status'], Tone> = {
  reading: 'blue',
  ready: 'amber',
  committing: 'blue',
  committed: 'jade',
  failed: 'red',
  taking_back: 'blue',
  taken_back: 'plain',
};
/** Reloads the rows when a job has changed them. */
export function useRowsAfterJob(queryKey: QueryKey, isUnderWay = false): void {
  const wasUnderWay = useRef(false);
  useEffect(() => {
    if (wasUnderWay.current && !isUnderWay) void client.invalidateQueries({ queryKey });
    wasUnderWay.current = isUnderWay;
    // oxlint-disable-next-line react/exhaustive-deps -- only the job says when
  }, [isUnderWay]);
}

/** Reverts an import and shows the progress. */
export function TakeBack({ form, data }: { form: ImportForm; data: Import }): ReactElement | null {
  const { t } = useTranslation('imports');
  const [isAsking, setAsking] = useState(false);
  if (data.status === 'taking_back')
    return <Progress label={t('takeBack.busy')} done={data.takenBack} total={data.added} />;
  if (data.status === 'taken_back') return <p className="note">{t('takeBack.taken', { done: data.takenBack })}</p>;
  if (!data.allowedSteps.includes('takeBack')) return null;
  return (
    <>
      <Button icon="back" onClick={() => setAsking(true)}>
        {t('takeBack.open')}
      </Button>
      {isAsking && (
        <ReasonSheet
          title={t('takeBack.open')}
          hint={t(`takeBack.${form}`)}
          says={t('takeBack.done')}
          draft={`take-back-${data.id}`}
          touches={[
            ['imports'],
            ['rosters'],
            ['unit-imports'],
            ['staff-imports'],
            ['wishes'],
            ['people'],
            ['work-queue'],
          ]}
          send={(reason, headers) =>
            api.POST(importRoutes(form).takingBack, {
              params: { path: importPath(data.id) },
              headers,
              body: { reason },
            })
          }
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
