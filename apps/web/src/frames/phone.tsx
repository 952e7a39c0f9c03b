import './phone.css';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouter } from '@tanstack/react-router';
import { Suspense, useSyncExternalStore, type ComponentProps, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../locales/use-translation';
import { api } from '../core/api';
import { useDebouncedValue } from '../core/use-debounced-value';
import { laterPart } from '../core/later-part';
import { useSession } from '../core/session';
import { Icon, type IconName } from '../ui/icons';
import { IconButton, Waiting } from '../ui';

/** Volunteers do not use the queue, so they do not download it. */
const Sender = laterPart(() => import('../core/offline/sender').then((part) => part.Sender));

const SIGNAL_SETTLES_MS = 1_500;

interface Tab {
  to: string;
  icon: IconName;
  label: 'feed' | 'claims' | 'inbox' | 'me' | 'today' | 'new' | 'queue' | 'own';
}

/** The number of unread messages; reloaded when the live stream reports a new one. */
export function useUnread(): number {
  const person = useSession();
  const { data } = useQuery({
    queryKey: ['inbox', 'unread'],
    queryFn: () => api.GET('/api/v1/inbox/unread'),
    enabled: person !== null,
    staleTime: 60_000,
  });
  return data?.unread ?? 0;
}

export const onlineStore = {
  get: (): boolean => navigator.onLine,
  subscribe(listener: () => void): () => void {
    window.addEventListener('online', listener);
    window.addEventListener('offline', listener);
    return () => {
      window.removeEventListener('online', listener);
      window.removeEventListener('offline', listener);
    };
  },
};
export const useOnline = (): boolean => useSyncExternalStore(onlineStore.subscribe, onlineStore.get);

function Phone({ tabs, sends }: { tabs: Tab[]; sends?: boolean }): ReactElement {
  const { t } = useTranslation();
  const unread = useUnread();
  // A short change of the connection must not move the layout under the thumb.
  const isOnline = useDebouncedValue(useOnline(), SIGNAL_SETTLES_MS);
  return (
    <div className="phone">
      {!isOnline && (
        <p className="offline-bar no-print" role="status">
          {t('offline')}
        </p>
      )}
      <Outlet />
      {sends && (
        <Suspense fallback={null}>
          <Sender />
        </Suspense>
      )}
      <nav className="tabs no-print" aria-label={t('mainNavigation')}>
        <ul>
          {tabs.map(({ to, icon, label }) => {
            return (
              <li key={to}>
                <Link to={to} activeProps={{ 'aria-current': 'page' }}>
                  <Icon name={icon} />
                  {t(`tab.${label}`)}
                  {label === 'inbox' && unread > 0 && (
                    <span className="count figures">
                      {unread > 99 ? '99+' : unread}
                      <span className="hidden"> {t('inbox.unread')}</span>
                    </span>
                  )}
                </Link>
              </li>
            );
          })}
        </ul>
      </nav>
    </div>
  );
}

export const VolunteerShell = (): ReactElement => (
  <Phone
    tabs={[
      { to: '/v/feed', icon: 'wish', label: 'feed' },
      { to: '/v/claims', icon: 'hands', label: 'claims' },
      { to: '/v/inbox', icon: 'bell', label: 'inbox' },
      { to: '/v/me', icon: 'person', label: 'me' },
    ]}
  />
);

export const GridShell = (): ReactElement => (
  <Phone
    sends
    tabs={[
      { to: '/g/today', icon: 'list', label: 'today' },
      { to: '/g/new', icon: 'plus', label: 'new' },
      { to: '/g/queue', icon: 'queue', label: 'queue' },
      { to: '/g/inbox', icon: 'bell', label: 'inbox' },
      { to: '/g/me', icon: 'person', label: 'me' },
    ]}
  />
);

export const ResidentShell = (): ReactElement => (
  <Phone
    sends
    tabs={[
      { to: '/r/wishes', icon: 'wish', label: 'own' },
      { to: '/r/new', icon: 'plus', label: 'new' },
      { to: '/r/inbox', icon: 'bell', label: 'inbox' },
      { to: '/r/me', icon: 'person', label: 'me' },
    ]}
  />
);

/** A phone screen: the title, a back button if needed, and the actions within reach of the thumb. */
export function Screen({
  title,
  hasBack,
  actions,
  children,
}: {
  title: string;
  hasBack?: boolean;
  actions?: ReactNode;
  children: ReactNode;
}): ReactElement {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <>
      <header className="phone-top no-print">
        {hasBack && <IconButton icon="back" label={t('back')} onClick={() => router.history.back()} />}
        <h1 className="title">{title}</h1>
        {actions}
      </header>
      <main id="content" className="phone-body stack">
        {children}
      </main>
    </>
  );
}

/** A screen whose data is not there yet. */
export const WaitingScreen = ({ title, ...rest }: { title: string } & ComponentProps<typeof Waiting>): ReactElement => (
  <Screen title={title} hasBack>
    <Waiting rows={2} {...rest} />
  </Screen>
);
