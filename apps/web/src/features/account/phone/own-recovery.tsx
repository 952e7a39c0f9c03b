import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { useSession } from '../../../core/session';
import { Button, Sheet } from '../../../ui';

/** Warns people that an activation code was issued for their account, or that it was recovered recently, and lets them stop
 *  it. Otherwise shows nothing. */
export function OwnRecovery(): ReactElement | null {
  const { t } = useTranslation('account');
  const { t: words } = useTranslation();
  const { time } = useFormat();
  const person = useSession();
  const [isAsking, setAsking] = useState(false);
  const isSuspended = person?.recovery === 'suspended';
  const stop = useCommand({
    send: () => api.DELETE('/api/v1/me/recovery'),
    invalidates: [['session']],
    successMessage: t('recovery.stopped'),
    onSuccess: () => {
      setAsking(false);
      // The account is now locked, so this session cannot continue.
      if (isSuspended) location.replace('/sign-in');
    },
  });
  if (person?.recovery !== 'given' && !isSuspended) return null;
  return (
    <section className="note note-warn stack-tight no-print" aria-labelledby="own-recovery">
      <h2 id="own-recovery" className="heading">
        {t(isSuspended ? 'recovery.suspended' : 'recovery.given')}
      </h2>
      <p>
        {isSuspended
          ? t('recovery.suspendedUntil', { time: time(person.suspendedUntil ?? '') })
          : t('recovery.givenWhat')}
      </p>
      <div>
        <Button onClick={() => setAsking(true)} aria-haspopup="dialog">
          {t('recovery.notMe')}
        </Button>
      </div>
      {isAsking && (
        <Sheet title={t('recovery.notMe')} onClose={() => setAsking(false)}>
          <p>{t(isSuspended ? 'recovery.sureLocked' : 'recovery.sure')}</p>
          <Button variant="primary" isWide isBusy={stop.isPending} onClick={() => stop.mutate()}>
            {t('recovery.stop')}
          </Button>
          <Button isWide onClick={() => setAsking(false)}>
            {words('cancel')}
          </Button>
        </Sheet>
      )}
    </section>
  );
}
