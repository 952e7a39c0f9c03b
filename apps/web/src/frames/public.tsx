import './public.css';
import './phone.css';
import { Link, Outlet } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';
import { preferences, useLook } from '../core/preferences';
import { useSession } from '../core/session';
import { Logo } from '../ui/icons';

const NAV = [
  { to: '/', label: 'home' },
  { to: '/wall', label: 'wall' },
  { to: '/money', label: 'money' },
  { to: '/follow', label: 'follow' },
  { to: '/join', label: 'join' },
] as const;

/** The frame of the public pages; they need no account. */
export function PublicShell(): ReactElement {
  const { t } = useTranslation('public');
  const { t: words } = useTranslation();
  const person = useSession();
  const look = useLook();
  return (
    <>
      <header className="site-top no-print">
        <Link to="/" className="site-name">
          <Logo size={36} />
          {words('appName')}
        </Link>
        <nav className="site-nav" aria-label={words('mainNavigation')}>
          {NAV.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: true, includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {t(`nav.${label}`)}
            </Link>
          ))}
        </nav>
        <div className="row">
          <button
            type="button"
            className="button button-bare"
            onClick={() => preferences.set({ text: look.text === 'huge' ? 'normal' : 'huge' })}
            aria-pressed={look.text === 'huge'}
          >
            {words('look.sizes.huge')}
          </button>
          <button
            type="button"
            className="button button-bare"
            lang={look.language === 'zh' ? 'en' : 'zh'}
            onClick={() => preferences.set({ language: look.language === 'zh' ? 'en' : 'zh' })}
          >
            {look.language === 'zh' ? 'English' : '中文'}
          </button>
          <Link to={person ? '/app' : '/sign-in'} className="button">
            {person ? words('tab.me') : words('signIn')}
          </Link>
        </div>
      </header>
      <main id="content" className="site-body stack">
        <Outlet />
      </main>
      <footer className="site-foot small no-print">{`${words('appName')} · ${words('slogan')}`}</footer>
    </>
  );
}
