import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, isOutOfReach, isRefusal, reasonOf } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { Button, ButtonLink } from '../../../ui';

const TOKEN = /^[0-9a-f-]{36}\.[\w-]{43}$/;

/** Stops an account recovery through the link in its message, without signing in. The token is in the fragment (`#`), so
 *  that no server logs it, and is removed from the address once it is read. */
export function StopRecoveryPage(): ReactElement {
  const { t } = useTranslation('public');
  const [token] = useState(() => location.hash.slice(1));
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, '', location.pathname);
  }, []);
  const stop = useCommand({
    send: () => api.POST('/api/v1/public/recovery-stops', { body: { token } }),
    onRefused: () => true,
  });
  const isOver = isRefusal(stop.error, 'RECOVERY_NOT_FOUND');
  if (stop.isSuccess)
    return (
      <Page title={t('stop.done')}>
        <div className="note note-good stack-tight" role="status">
          <p>{t('stop.doneWhat')}</p>
        </div>
        <Next />
      </Page>
    );
  if (!TOKEN.test(token) || isOver)
    return (
      <Page title={t('stop.title')}>
        <p className="note note-warn" role="alert">
          {isOver ? t('stop.nothing') : t('stop.broken')}
        </p>
        <Next />
      </Page>
    );
  return (
    <Page title={t('stop.title')}>
      <p>{t('stop.lead')}</p>
      <p>{t('stop.what')}</p>
      {stop.error ? (
        <p className="note note-stop prose" role="alert">
          {reasonOf(stop.error)}
        </p>
      ) : null}
      <Button variant="primary" isWide isBusy={stop.isPending} onClick={() => stop.mutate()}>
        {t(stop.error && isOutOfReach(stop.error) ? 'stop.again' : 'stop.go')}
      </Button>
      <p className="soft">{t('stop.wasMe')}</p>
    </Page>
  );
}

function Page({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <div className="stack site-narrow">
      <h1 className="title">{title}</h1>
      <section className="card stack">{children}</section>
    </div>
  );
}

/** Whom to ask, and what people can do themselves. */
function Next(): ReactElement {
  const { t } = useTranslation('public');
  return (
    <>
      <h2 className="heading">{t('stop.next')}</h2>
      <ul className="stack-tight">
        <li>{t('stop.askOffice')}</li>
        <li>{t('stop.ownCode')}</li>
      </ul>
      <ButtonLink to="/start" isWide>
        {t('start.title')}
      </ButtonLink>
    </>
  );
}
