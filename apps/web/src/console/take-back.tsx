import type { QueryKey } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, type Schemas } from '../app/api';
import { client } from '../app/query-client';
import { Button, Progress, type Tone } from '../look/kit';
import { ReasonSheet } from '../wish/reason-sheet';

type Import = Pick<Schemas['WishImportAnswer'], 'id' | 'status' | 'added' | 'takenBack'>;

export const IMPORT_TONES: Record<Import['status'], Tone> = {
  reading: 'blue',
  ready: 'amber',
  committing: 'blue',
  committed: 'jade',
  failed: 'red',
  taking_back: 'blue',
  taken_back: 'plain',
};
/** A job is at work on it. */
export const isUnderWay = (status: Import['status'] | undefined): boolean =>
  status === 'reading' || status === 'committing' || status === 'taking_back';

/** Its accepted rows may be taken in. */
export const canCommit = (status: Import['status']): boolean => status === 'ready' || status === 'committed';

/** Asks for the rows again when a job has changed them. */
export function useRowsAfterJob(queryKey: QueryKey, status: Import['status'] | undefined): void {
  const wasUnderWay = useRef(false);
  useEffect(() => {
    if (wasUnderWay.current && !isUnderWay(status)) void client.invalidateQueries({ queryKey });
    wasUnderWay.current = isUnderWay(status);
    // oxlint-disable-next-line react/exhaustive-deps -- only the state of the import says when
  }, [status]);
}

const PATHS = {
  wish: '/api/v1/wish-imports/{importId}/taking-back',
  roster: '/api/v1/volunteer-rosters/{rosterId}/taking-back',
  unit: '/api/v1/unit-imports/{unitImportId}/taking-back',
  staff: '/api/v1/staff-imports/{staffImportId}/taking-back',
} as const;

/** Takes back what an import has added, and shows how far that is. */
export function TakeBack({ form, data }: { form: keyof typeof PATHS; data: Import }): ReactElement | null {
  const { t } = useTranslation('imports');
  const [isAsking, setAsking] = useState(false);
  if (data.status === 'taking_back')
    return <Progress label={t('takeBack.busy')} done={data.takenBack} total={data.added} />;
  if (data.status === 'taken_back') return <p className="note">{t('takeBack.taken', { done: data.takenBack })}</p>;
  if (data.status !== 'committed' || data.added === 0) return null;
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
          touches={[['imports'], ['rosters'], ['unit-imports'], ['staff-imports'], ['wishes'], ['people'], ['desk']]}
          send={(reason, headers) => {
            // All take the same body and give the same answer.
            const path = PATHS[form] as typeof PATHS.wish;
            const { id } = data;
            const params = { path: { importId: id, rosterId: id, unitImportId: id, staffImportId: id } };
            return answer(api.POST(path, { params, headers, body: { reason } }));
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
