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
  const isResting = person?.recovery === 'resting';
  const stop = useCommand({
    send: () => api.DELETE('/api/v1/me/recovery'),
    invalidates: [['session']],
    successMessage: t('recovery.stopped'),
    onSuccess: () => {
      setAsking(false);
      // The account is now locked, so this session cannot continue.
      if (isResting) location.replace('/sign-in');
    },
  });
  if (person?.recovery !== 'given' && !isResting) return null;
  return (
    <section className="note note-warn stack-tight no-print" aria-labelledby="own-recovery">
      <h2 id="own-recovery" className="heading">
        {t(isResting ? 'recovery.rests' : 'recovery.given')}
      </h2>
      <p>{isResting ? t('recovery.restsUntil', { time: time(person.restsUntil ?? '') }) : t('recovery.givenWhat')}</p>
      <div>
        <Button onClick={() => setAsking(true)} aria-haspopup="dialog">
          {t('recovery.notMe')}
        </Button>
      </div>
      {isAsking && (
        <Sheet title={t('recovery.notMe')} onClose={() => setAsking(false)}>
          <p>{t(isResting ? 'recovery.sureLocked' : 'recovery.sure')}</p>
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
