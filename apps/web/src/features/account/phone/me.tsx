import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { HOME_OF, areasOf, may, signOut, useSession } from '../../../core/session';
import { Button, ButtonLink, Sheet, Tag, TextField } from '../../../ui';
import { FormSheet } from '../../../ui/form-view';
import { Screen } from '../../../frames/phone';
import { DeleteAccount } from './delete-account';
import { LookSettings } from './display-settings';
import { OwnRecovery } from './own-recovery';
import { SecondFactor } from './second-factor';

/** The page of notification settings in each area. */
const NOTIFY: Record<string, '/v/notify' | '/g/notify' | '/r/notify' | '/c/notify'> = {
  v: '/v/notify',
  g: '/g/notify',
  r: '/r/notify',
  c: '/c/notify',
};

/** The person's account page: roles, display settings, devices, signing out. */
export function MePage(): ReactElement {
  const { t } = useTranslation('account');
  const { t: words } = useTranslation();
  const person = useSession();
  const [unsent, setUnsent] = useState(0);
  const [isLeaving, setLeaving] = useState(false);
  const areas = areasOf(person);
  const area = useLocation().pathname.split('/')[1] ?? 'v';
  const leave = async (): Promise<void> => {
    setLeaving(true);
    await signOut();
    // A full page load, so that no personal data stays in memory.
    location.replace('/sign-in');
  };
  const askToLeave = async (): Promise<void> => {
    const { device } = await import('../../../core/offline/store');
    const waiting = await device.queue.count().catch(() => 0);
    if (waiting > 0) setUnsent(waiting);
    else await leave();
  };
  return (
    <Screen title={t('title')}>
      <OwnRecovery />
      <section className="card stack-tight">
        <p className="title">{person?.name}</p>
        <p className="soft figures">{person?.phone}</p>
        <h2 className="hidden">{t('roles')}</h2>
        <ul className="row">
          {(person?.roles ?? []).map(({ id, role, unitName, isPending }) => (
            <li key={id}>
              <Tag tone={isPending ? 'amber' : 'plain'}>
                {t(isPending ? 'pendingAt' : 'at', { role: words(`role.${role}`), unit: unitName })}
              </Tag>
            </li>
          ))}
        </ul>
        {areas.length > 1 && (
          <nav aria-label={words('chooseArea')} className="row">
            {areas.map((area) => (
              <Link key={area} to={HOME_OF[area]} className="button">
                {words(`area.${area}`)}
              </Link>
            ))}
          </nav>
        )}
      </section>
      {may(person, 'volunteer.self') && (
        <ButtonLink to="/v/profile" icon="star" isWide>
          {t('skills')}
        </ButtonLink>
      )}
      {may(person, 'volunteer.self') && (
        <ButtonLink to="/v/service" icon="hands" isWide>
          {t('service')}
        </ButtonLink>
      )}
      {person?.roles.some(({ allowedSteps }) => allowedSteps.includes('delegate')) && (
        <ButtonLink to="/c/delegations" icon="people" isWide>
          {t('delegations')}
        </ButtonLink>
      )}
      <ButtonLink to={NOTIFY[area] ?? '/v/notify'} icon="bell" isWide>
        {t('notify')}
      </ButtonLink>
      <section className="card stack">
        <h2 className="heading">{words('look.title')}</h2>
        <LookSettings />
      </section>
      <h2 id="security" className="heading">
        {t('security')}
      </h2>
      <SecondFactor />
      <Sessions />
      <ChangePassword />
      <a className="button wide" href="/api/v1/me/data.json" download>
        {t('data')}
      </a>
      <DeleteAccount />
      <p className="small soft">{t('install')}</p>
      <Button icon="leave" isWide isBusy={isLeaving} onClick={() => void askToLeave()}>
        {words('signOut')}
      </Button>
      {unsent > 0 && (
        <Sheet title={t('leaveTitle')} onClose={() => setUnsent(0)}>
          <p className="note note-warn">{t('unsent', { count: unsent })}</p>
          <ButtonLink to="/g/queue" variant="primary" isWide>
            {t('sendFirst')}
          </ButtonLink>
          <Button isWide isBusy={isLeaving} onClick={() => void leave()}>
            {t('leaveAnyway')}
          </Button>
        </Sheet>
      )}
    </Screen>
  );
}

function Sessions(): ReactElement | null {
  const { t } = useTranslation('account');
  const { ago } = useFormat();
  const { data } = useQuery({
    queryKey: ['sessions'],
    queryFn: async () => (await api.GET('/api/v1/sessions')).items,
  });
  const end = useCommand<string>({
    send: (sessionId) => api.DELETE('/api/v1/sessions/{sessionId}', { params: { path: { sessionId } } }),
    invalidates: [['sessions']],
    successMessage: t('ended'),
  });
  if (!data) return null;
  return (
    <section className="card stack">
      <h2 className="heading">{t('sessions')}</h2>
      <ul className="stack">
        {data.map(({ id, device, seenAt, isCurrent }) => (
          <li key={id} className="between">
            <div className="grow">
              <p className="small">{deviceName(device)}</p>
              <p className="small soft">{isCurrent ? t('thisDevice') : t('seen', { ago: ago(seenAt) })}</p>
            </div>
            {!isCurrent && (
              <Button variant="bare" onClick={() => end.mutate(id)}>
                {t('end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `Mozilla/5.0 (Linux; Android 8.0.0; …) … Chrome/78…` → Android · Chrome */
function deviceName(agent: string): string {
  const system = /Android|iPhone|iPad|Windows|Mac OS|Linux/.exec(agent)?.[0];
  const browser = /MicroMessenger|UCBrowser|Edg|Firefox|Chrome|Safari/
    .exec(agent)?.[0]
    ?.replace('MicroMessenger', 'WeChat');
  return [system, browser].filter(Boolean).join(' · ') || agent.slice(0, 40);
}

function ChangePassword(): ReactElement {
  const { t } = useTranslation('account');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button isWide onClick={() => setOpen(true)} aria-haspopup="dialog">
        {t('password')}
      </Button>
      {isOpen && <PasswordSheet onClose={() => setOpen(false)} />}
    </>
  );
}

function PasswordSheet({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation('account');
  const form = useForm({
    values: { present: '', password: '' },
    required: ['present', 'password'],
    errorsAt: { '*': 'password' },
    send: (body) => api.PUT('/api/v1/me/password', { body }),
    invalidates: [['sessions']],
    successMessage: t('changed'),
    onSuccess: onClose,
  });
  return (
    <FormSheet title={t('password')} form={form} onClose={onClose}>
      <TextField label={t('present')} type="password" autoComplete="current-password" {...form.field('present')} />
      <TextField
        label={t('fresh')}
        hint={t('freshHint')}
        type="password"
        autoComplete="new-password"
        minLength={8}
        maxLength={128}
        {...form.field('password')}
      />
    </FormSheet>
  );
}
