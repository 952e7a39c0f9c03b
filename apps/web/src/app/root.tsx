import { Link, Outlet, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Suspense, useEffect, useSyncExternalStore, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from '../locales/use-translation';
import { Button, Empty } from '../ui';
import { laterPart } from '../core/later-part';
import { useLive } from '../core/live';
import { useLook } from '../core/preferences';
import { sessionState, useSession } from '../core/session';
import { putOff, takeUpdate, waitingUpdate } from '../core/service-worker';
import { toasts, dismissToast } from '../core/toast';

const SignInAgain = laterPart(() => import('../features/account/phone/sign-in-again').then((part) => part.SignInAgain));

/** The frame of every screen: messages, the offer of an update, the password prompt, live updates. */
export function Root(): ReactElement {
  const { t, i18n } = useTranslation();
  const { language } = useLook();
  const person = useSession();
  const expired = useSyncExternalStore(sessionState.subscribe, sessionState.get) === 'expired';
  useLive(person !== null && !expired);
  useEffect(() => {
    if (i18n.language !== language) void i18n.changeLanguage(language);
  }, [language, i18n]);
  useEffect(() => {
    document.title = `${t('appName')} · ${t('slogan')}`;
  }, [t, language]);
  return (
    <>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
      {expired && person && (
        <Suspense fallback={null}>
          <SignInAgain />
        </Suspense>
      )}
      <Update />
      <Told />
    </>
  );
}

function Told(): ReactElement {
  const told = useSyncExternalStore(toasts.subscribe, toasts.get);
  // Outside the screen's element: an open sheet makes the screen inert and would silence the message.
  return createPortal(
    <div className="told no-print" role="status" aria-live="polite">
      {told.map(({ id, text, tone, action }) => (
        <div key={id} role={tone === 'error' ? 'alert' : undefined}>
          <span>{text}</span>
          {action && (
            <button
              type="button"
              onClick={() => {
                action.run();
                dismissToast(id);
              }}
            >
              {action.label}
            </button>
          )}
        </div>
      ))}
    </div>,
    document.body,
  );
}

function Update(): ReactElement | null {
  const { t } = useTranslation();
  const isOffered = useSyncExternalStore(waitingUpdate.subscribe, waitingUpdate.get) !== null;
  if (!isOffered) return null;
  return (
    <div className="update no-print" role="status">
      <span>{t('update.offered')}</span>
      <Button variant="primary" onClick={takeUpdate}>
        {t('update.take')}
      </Button>
      <Button variant="bare" onClick={putOff}>
        {t('update.later')}
      </Button>
    </div>
  );
}

export function NoSuchPage(): ReactElement {
  const { t } = useTranslation();
  return (
    <main id="content">
      <Empty icon="search" title={t('error.notFound')}>
        <p className="soft">{t('error.notFoundHint')}</p>
        <Link to="/app" className="button button-primary">
          {t('error.goHome')}
        </Link>
      </Empty>
    </main>
  );
}

/** Shown when a screen has crashed; the other screens still work. */
export function BrokenPage({ error, reset }: ErrorComponentProps): ReactElement {
  const { t } = useTranslation();
  const router = useRouter();
  useEffect(() => console.error(error), [error]);
  return (
    <Empty icon="warn" title={t('error.broken')}>
      <Button
        variant="primary"
        onClick={() => {
          reset();
          void router.invalidate();
        }}
      >
        {t('error.reload')}
      </Button>
    </Empty>
  );
}
