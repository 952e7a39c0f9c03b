import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { Button, Sheet, Skeleton } from '../../../ui';

/** Stops volunteering, and shows what that cancels. */
export function Leave(): ReactElement {
  const { t } = useTranslation('profile');
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="bare" onClick={() => setAsking(true)} aria-haspopup="dialog">
        {t('leave.open')}
      </Button>
      {isAsking && <Ask onClose={() => setAsking(false)} />}
    </>
  );
}

function Ask({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation('profile');
  const { data } = useQuery({
    queryKey: ['claims', 'leaving'],
    queryFn: () => api.GET('/api/v1/volunteers/me/leaving'),
  });
  const leave = useCommand({
    send: (_, headers) => api.POST('/api/v1/volunteers/me/leaving', { headers }),
    successMessage: t('leave.done'),
    // The areas have changed: a full page load asks for the session again.
    onSuccess: () => location.replace('/app'),
  });
  return (
    <Sheet title={t('leave.title')} onClose={onClose}>
      {data ? <p>{t('leave.hint', { ...data })}</p> : <Skeleton rows={1} />}
      <Button isWide isBusy={leave.isPending} disabled={!data} onClick={() => leave.mutate()}>
        {t('leave.sure')}
      </Button>
    </Sheet>
  );
}
