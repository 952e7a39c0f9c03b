import './console.css';
import '../mobile/shell.css';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../locales/use-translation';
import { holds, useSession, type Role } from '../app/session';
import { Icon, Logo, type IconName } from '../ui/icons';
import { IconButton } from '../ui/kit';
import { OwnRecovery } from '../mobile/account/own-recovery';
import { useUnread } from '../mobile/shell';
import { AntdLook } from './antd-look';

type Label = keyof typeof import('../locales/zh/office').default.menu;

const READERS: Role[] = [
  'community_secretary',
  'community_director',
  'supervision_committee',
  'town_officer',
  'district_officer',
  'auditor',
];
const MONEY: Role[] = [...READERS, 'finance_clerk'];
const REPORTERS: Role[] = [
  'community_secretary',
  'supervision_committee',
  'town_officer',
  'district_officer',
  'auditor',
  'administrator',
];
const MANAGERS: Role[] = ['community_secretary', 'town_officer', 'district_officer', 'administrator', 'auditor'];

/** The menu entries of each role; the server checks permissions again on every request. */
const MENU: { to: string; icon: IconName; label: Label; roles?: Role[] }[] = [
  { to: '/c/desk', icon: 'desk', label: 'desk' },
  { to: '/c/wishes', icon: 'wish', label: 'wishes', roles: READERS },
  { to: '/c/spend', icon: 'money', label: 'spend', roles: MONEY },
  { to: '/c/fund', icon: 'chart', label: 'fund', roles: MONEY },
  { to: '/c/bank', icon: 'check', label: 'bank', roles: MONEY },
  { to: '/c/overview', icon: 'home', label: 'overview', roles: REPORTERS },
  {
    to: '/c/plans',
    icon: 'hands',
    label: 'plans',
    roles: ['community_secretary', 'community_director', 'town_officer', 'district_officer', 'auditor'],
  },
  {
    to: '/c/imports',
    icon: 'upload',
    label: 'imports',
    roles: ['town_officer', 'community_secretary', 'community_director'],
  },
  { to: '/c/exports', icon: 'download', label: 'exports', roles: MONEY },
  { to: '/c/people', icon: 'people', label: 'people', roles: MANAGERS },
  { to: '/c/units', icon: 'list', label: 'units' },
  {
    to: '/c/skills',
    icon: 'star',
    label: 'skills',
    roles: ['community_secretary', 'town_officer', 'district_officer', 'auditor', 'administrator'],
  },
  {
    to: '/c/deadlines',
    icon: 'clock',
    label: 'deadlines',
    roles: ['community_secretary', 'town_officer', 'district_officer', 'auditor', 'administrator'],
  },
  {
    to: '/c/templates',
    icon: 'text',
    label: 'templates',
    roles: ['community_secretary', 'town_officer', 'district_officer', 'auditor', 'administrator'],
  },
  {
    to: '/c/channels',
    icon: 'share',
    label: 'channels',
    roles: ['community_secretary', 'town_officer', 'district_officer', 'auditor', 'administrator'],
  },
  {
    to: '/c/spend-policy',
    icon: 'shield',
    label: 'spendPolicy',
    roles: ['community_secretary', 'town_officer', 'district_officer', 'auditor', 'administrator'],
  },
  {
    to: '/c/data-requests',
    icon: 'person',
    label: 'dataRequests',
    roles: ['community_secretary', 'community_director', 'town_officer', 'auditor'],
  },
  {
    to: '/c/retention',
    icon: 'clock',
    label: 'retention',
    roles: ['community_secretary', 'town_officer', 'district_officer', 'auditor', 'administrator'],
  },
  { to: '/c/audit', icon: 'search', label: 'audit', roles: ['auditor', 'district_officer', 'administrator'] },
  { to: '/c/queues', icon: 'gear', label: 'queues', roles: ['auditor', 'district_officer', 'administrator'] },
  { to: '/c/inbox', icon: 'bell', label: 'inbox' },
  { to: '/c/me', icon: 'person', label: 'me' },
];

/** The frame of the console: a menu at the side on a desktop, behind a button on the phone. */
export function ConsoleShell(): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { pathname } = useLocation();
  const unread = useUnread();
  const person = useSession();
  useEffect(() => setMenuOpen(false), [pathname]);
  return (
    <AntdLook>
      <div className="office">
        <aside className="office-side no-print">
          <Name />
          <Menu unread={unread} />
        </aside>
        <header className="office-top no-print">
          <IconButton
            icon="menu"
            label={words('openMenu')}
            aria-expanded={isMenuOpen}
            onClick={() => setMenuOpen(true)}
          />
          <Name />
          <Link
            to="/c/inbox"
            className="icon-button"
            aria-label={`${t('menu.inbox')}${unread > 0 ? ` ${unread} ${words('inbox.unread')}` : ''}`}
          >
            <Icon name="bell" />
          </Link>
        </header>
        <main id="content" className="office-body stack">
          {person?.lacksSecondFactor && pathname !== '/c/me' && (
            <p className="note note-warn no-print">
              {t('secondFactor')} <Link to="/c/me">{t('secondFactorSetUp')}</Link>
            </p>
          )}
          {pathname !== '/c/me' && <OwnRecovery />}
          <Outlet />
        </main>
      </div>
      <Drawer open={isMenuOpen} onClose={() => setMenuOpen(false)} placement="left" size={290} title={words('appName')}>
        <Menu unread={unread} />
      </Drawer>
    </AntdLook>
  );
}

const Name = (): ReactElement => {
  const { t } = useTranslation();
  return (
    <Link to="/c/desk" className="office-name">
      <Logo size={32} />
      {t('appName')}
    </Link>
  );
};

function Menu({ unread }: { unread: number }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const person = useSession();
  return (
    <nav className="office-nav" aria-label={words('mainNavigation')}>
      <ul>
        {MENU.filter(({ roles }) => !roles || holds(person, ...roles)).map(({ to, icon, label }) => {
          return (
            <li key={to}>
              <Link to={to} activeProps={{ 'aria-current': 'page' }}>
                <Icon name={icon} />
                {t(`menu.${label}`)}
                {label === 'inbox' && unread > 0 && (
                  <span className="count figures">{unread > 99 ? '99+' : unread}</span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** The title of a screen, its purpose, and its actions. */
export function Heading({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}): ReactElement {
  return (
    <div className="between heading-row">
      <div className="grow">
        <h1 className="title">{title}</h1>
        {lead && <p className="soft">{lead}</p>}
      </div>
      {children && <div className="actions">{children}</div>}
    </div>
  );
}
