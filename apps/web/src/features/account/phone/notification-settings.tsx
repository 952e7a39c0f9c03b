import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, reasonOf, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { canPush, subscribe } from '../../../core/push';
import { showToast } from '../../../core/toast';
import { Button, Choice, Choices, ErrorNotice, Skeleton, Tag, TextField } from '../../../ui';
import { digitsReader, plainest } from '../../../ui/typed';
import { DigitsField } from '../../../ui/typed-fields';
import { FormView } from '../../../ui/form-view';
import { Screen } from '../../../frames/phone';
import { QuietHours } from './quiet-hours';

type Points = Schemas['ContactPointsResponse'];
type Preferences = Schemas['PreferencesBody'];
const TOUCHES = [['contact-points']];
const CLASSES = ['task', 'escalated', 'invitation', 'news'] as const;
const CODE_LENGTH = 6;
const readCode = digitsReader(CODE_LENGTH);
const DIGESTS = ['none', 'daily', 'weekly'] as const;

/** How people are notified outside the inbox: on which channels, about what, and at which times not. */
export function NotificationSettingsPage(): ReactElement {
  const { t } = useTranslation('notify');
  const points = useQuery({
    queryKey: ['contact-points'],
    queryFn: () => api.GET('/api/v1/me/contact-points'),
  });
  const preferences = useQuery({
    queryKey: ['contact-points', 'preferences'],
    queryFn: () => api.GET('/api/v1/me/notification-preferences'),
  });
  const error = points.error ?? preferences.error;
  return (
    <Screen title={t('title')} hasBack>
      <p className="soft">{t('lead')}</p>
      {error && <ErrorNotice error={error} onRetry={() => void points.refetch()} />}
      {!error && !(points.data && preferences.data) && <Skeleton rows={2} />}
      {points.data &&
        preferences.data &&
        (points.data.open.length === 0 ? (
          <p className="note">{t('none')}</p>
        ) : (
          <>
            <Where points={points.data} />
            <What kept={preferences.data} open={points.data.open} />
          </>
        ))}
    </Screen>
  );
}

function Where({ points }: { points: Points }): ReactElement {
  const { t } = useTranslation('notify');
  const remove = useCommand<string>({
    send: (contactPointId) =>
      api.DELETE('/api/v1/me/contact-points/{contactPointId}', { params: { path: { contactPointId } } }),
    invalidates: TOUCHES,
    successMessage: t('removed'),
  });
  return (
    <section className="card stack">
      <h2 className="heading">{t('points')}</h2>
      <ul className="stack-tight">
        {points.items.map((point) => (
          <li key={point.id} className="stack-tight">
            <div className="between">
              <span>
                {t(`channel.${point.channel}`)} · {point.label}
              </span>
              {!point.isConfirmed && <Tag tone="amber">{t('unconfirmed')}</Tag>}
              {point.consents !== null && <Tag>{t('consents', { n: point.consents })}</Tag>}
              <Button
                variant="bare"
                onClick={() => remove.mutate(point.id)}
                aria-label={`${t('remove')} ${point.label}`}
              >
                {t('remove')}
              </Button>
            </div>
            {!point.isConfirmed && <Confirm id={point.id} />}
          </li>
        ))}
      </ul>
      {points.open.includes('email') && <AddEmail />}
      {points.pushKey && <AddPush pushKey={points.pushKey} />}
    </section>
  );
}

function Confirm({ id }: { id: string }): ReactElement {
  const { t } = useTranslation('notify');
  const form = useForm({
    values: { code: '' },
    send: ({ code }) =>
      api.POST('/api/v1/me/contact-points/{contactPointId}/confirmation', {
        params: { path: { contactPointId: id } },
        body: { code: plainest(readCode, code) },
      }),
    invalidates: TOUCHES,
    successMessage: t('confirmed'),
  });
  return (
    <form className="stack-tight" {...form.props}>
      <DigitsField label={t('code')} least={CODE_LENGTH} autoComplete="one-time-code" {...form.field('code')} />
      <Button type="submit" isBusy={form.isBusy} disabled={!readCode(form.values.code)}>
        {t('confirm')}
      </Button>
    </form>
  );
}

function AddEmail(): ReactElement {
  const { t } = useTranslation('notify');
  const form = useForm({
    values: { email: '' },
    required: ['email'],
    send: (body) => api.POST('/api/v1/me/contact-points/email', { body }),
    invalidates: TOUCHES,
    successMessage: t('codeSent'),
    onSuccess: () => form.clear(),
  });
  return (
    <form className="stack-tight" {...form.props}>
      <TextField label={t('email')} type="email" autoComplete="email" {...form.field('email')} />
      <Button type="submit" isBusy={form.isBusy} disabled={!form.isReady}>
        {t('sendCode')}
      </Button>
    </form>
  );
}

function AddPush({ pushKey }: { pushKey: string }): ReactElement {
  const { t } = useTranslation('notify');
  const [isAsking, setAsking] = useState(false);
  const add = useCommand<Schemas['PushSubscriptionBody']>({
    send: (body) => api.POST('/api/v1/me/contact-points/push', { body }),
    invalidates: TOUCHES,
    successMessage: t('pushOn'),
  });
  const ask = async (): Promise<void> => {
    setAsking(true);
    try {
      const subscription = await subscribe(pushKey);
      if (subscription === 'denied') showToast(t('pushDenied'), 'error');
      else add.mutate(subscription);
    } catch (error) {
      showToast(reasonOf(error), 'error');
    } finally {
      setAsking(false);
    }
  };
  if (!canPush()) return <p className="small soft">{t('pushUnable')}</p>;
  return (
    <Button icon="bell" isBusy={isAsking || add.isPending} onClick={() => void ask()}>
      {t('thisBrowser')}
    </Button>
  );
}

function What({ kept, open }: { kept: Preferences; open: Points['open'] }): ReactElement {
  const { t } = useTranslation('notify');
  const form = useForm({
    values: kept,
    send: (body) => api.PUT('/api/v1/me/notification-preferences', { body }),
    invalidates: TOUCHES,
    successMessage: t('saved'),
  });
  const { channels } = form.values;
  return (
    <section className="card stack">
      <h2 className="heading">{t('what')}</h2>
      <p className="small soft">{t('security')}</p>
      <FormView form={form} submit={t('save')}>
        {CLASSES.map((name) => (
          <Choices
            key={name}
            label={t(`classes.${name}`)}
            values={channels[name]}
            onChange={(chosen) => form.set({ channels: { ...channels, [name]: chosen } })}
            options={open.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }))}
          />
        ))}
        <Choice
          label={t('digest')}
          {...form.field('digest')}
          options={DIGESTS.map((value) => ({ value, label: t(`digests.${value}`) }))}
        />
        <QuietHours
          label={t('quiet')}
          none={t('quietOff')}
          from={t('from')}
          until={t('until')}
          {...form.field('quietHours')}
        />
      </FormView>
    </section>
  );
}
