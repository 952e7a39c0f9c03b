import './desk.css';
import './phone.css';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../locales/use-translation';
import { may, useSession } from '../core/session';
import { Icon, Logo, type IconName } from '../ui/icons';
import { IconButton } from '../ui';
import { OwnRecovery } from '../features/account/phone/own-recovery';
import { useUnread } from './phone';
import { AntdLook } from './antd-look';

type Label = keyof typeof import('../locales/zh/office').default.menu;

/** The menu entries, each with the permission that its page needs. */
const MENU: { to: string; icon: IconName; label: Label; needs?: Parameters<typeof may>[1] }[] = [
  { to: '/c/desk', icon: 'desk', label: 'desk' },
  { to: '/c/wishes', icon: 'wish', label: 'wishes', needs: 'wish.read' },
  { to: '/c/spend', icon: 'money', label: 'spend', needs: 'spend.read' },
  { to: '/c/fund', icon: 'chart', label: 'fund', needs: 'fund.read' },
  { to: '/c/bank', icon: 'check', label: 'bank', needs: 'bank.read' },
  { to: '/c/overview', icon: 'home', label: 'overview', needs: 'report.read' },
  { to: '/c/plans', icon: 'hands', label: 'plans', needs: 'plan.read' },
  { to: '/c/imports', icon: 'upload', label: 'imports', needs: 'wish.import' },
  { to: '/c/exports', icon: 'download', label: 'exports', needs: 'export.make' },
  { to: '/c/people', icon: 'people', label: 'people', needs: 'person.read' },
  { to: '/c/units', icon: 'list', label: 'units' },
  { to: '/c/skills', icon: 'star', label: 'skills', needs: 'policy.read' },
  { to: '/c/deadlines', icon: 'clock', label: 'deadlines', needs: 'policy.read' },
  { to: '/c/templates', icon: 'text', label: 'templates', needs: 'policy.read' },
  { to: '/c/channels', icon: 'share', label: 'channels', needs: 'policy.read' },
  { to: '/c/spend-policy', icon: 'shield', label: 'spendPolicy', needs: 'policy.read' },
  { to: '/c/data-requests', icon: 'person', label: 'dataRequests', needs: 'dataRequest.read' },
  { to: '/c/retention', icon: 'clock', label: 'retention', needs: 'policy.read' },
  { to: '/c/audit', icon: 'search', label: 'audit', needs: 'audit.read' },
  { to: '/c/queues', icon: 'gear', label: 'queues', needs: 'queue.read' },
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
        {MENU.filter(({ needs }) => !needs || may(person, needs)).map(({ to, icon, label }) => {
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
