import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Button, Choice, Empty, Tag, TextField, When, type Tone, Waiting } from '../../../ui';
import { CheckField } from '../../../ui/check-field';
import { FormSheet } from '../../../ui/form-view';
import { numberOf } from '../../../ui/typed';
import { NumberField } from '../../../ui/typed-fields';
import { EndlessList } from '../../../ui/endless-list';
import { Heading } from '../../../frames/desk';
import { UnitWebhooks } from './unit-webhooks';

type State = Schemas['ChannelStateResponse'];
type Channel = State['channel'];
type Line = Schemas['DeliveryLineResponse'];
type Status = Line['status'];
type Field = keyof typeof import('../../../locales/zh/notify').default.channels.fields;

/** The settings of each channel; `as` marks those that are not plain text. */
const FIELDS: Record<Channel, { name: Field; as?: 'port' | 'secret' | 'json' | 'yes' | 'list' }[]> = {
  email: [
    { name: 'host' },
    { name: 'port', as: 'port' },
    { name: 'isSecure', as: 'yes' },
    { name: 'user' },
    { name: 'password', as: 'secret' },
    { name: 'from' },
  ],
  push: [{ name: 'subject' }],
  sms: [{ name: 'url' }, { name: 'headers', as: 'json' }, { name: 'body' }, { name: 'okWhen', as: 'json' }],
  wechat: [{ name: 'appId' }, { name: 'appSecret', as: 'secret' }, { name: 'templateId' }, { name: 'titleField' }],
  wecom: [],
  webhook: [{ name: 'hosts', as: 'list' }],
};
const PORT = { least: 1, most: 65_535 };
const PER_MINUTE = { least: 1, most: 10_000 };
const STATUS_TONES: Record<Status, Tone> = {
  waiting: 'blue',
  sending: 'blue',
  sent: 'jade',
  failed: 'red',
  uncertain: 'amber',
  dropped: 'plain',
};
const STATUSES: readonly Status[] = ['failed', 'uncertain', 'waiting', 'sent'];

/** How messages leave the platform: the channels, the units' groups and webhooks, and failed deliveries. */
export function ChannelsPage(): ReactElement {
  const { t } = useTranslation('notify');
  const person = useSession();
  const reads = may(person, 'channel.read');
  const webhooks = may(person, 'webhook.manage');
  return (
    <>
      <Heading title={t('channels.title')} lead={t('channels.lead')} />
      {reads && <Channels />}
      {webhooks && <UnitWebhooks />}
      {reads && <Deliveries />}
    </>
  );
}

function Channels(): ReactElement {
  const { t } = useTranslation('notify');
  const { time } = useFormat();
  const sets = may(useSession(), 'channel.set');
  const [setting, setSetting] = useState<State>();
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'channels'],
    queryFn: async () => (await api.GET('/api/v1/channels')).items,
  });
  const test = useCommand<Channel, Schemas['ChannelTestResponse']>({
    send: (channel, headers) => api.POST('/api/v1/channels/{channel}/test', { params: { path: { channel } }, headers }),
    onSuccess: ({ sent }) => showToast(t('channels.tested', { count: sent })),
  });
  if (!data) return <Waiting error={error} onRetry={refetch} />;
  return (
    <>
      <ul className="stack">
        {data.map((state) => (
          <li key={state.channel} className="card stack-tight">
            <div className="between">
              <p className="strong">{t(`channel.${state.channel}`)}</p>
              <Tag tone={state.isOn ? 'jade' : 'plain'}>{state.isOn ? t('channels.on') : t('channels.off')}</Tag>
            </div>
            {state.isSet && <p className="small">{t('channels.counts', state)}</p>}
            {state.closedUntil && (
              <p className="note note-warn">{t('channels.closed', { when: time(state.closedUntil) })}</p>
            )}
            {sets && (
              <div className="row">
                <Button icon="gear" onClick={() => setSetting(state)} aria-haspopup="dialog">
                  {t('channels.set')}
                </Button>
                {state.isOn && state.channel !== 'wecom' && state.channel !== 'webhook' && (
                  <Button variant="bare" isBusy={test.isPending} onClick={() => test.mutate(state.channel)}>
                    {t('channels.test')}
                  </Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      {setting && <SetChannel state={setting} onClose={() => setSetting(undefined)} />}
    </>
  );
}

function SetChannel({ state, onClose }: { state: State; onClose: () => void }): ReactElement {
  const { t } = useTranslation('notify');
  const form = useForm({
    values: { isOn: true, perMinute: String(state.perMinute), settings: {} as Partial<Record<Field, string>> },
    required: ['perMinute'],
    send: ({ isOn, perMinute, settings }, headers) =>
      api.PUT('/api/v1/channels/{channel}', {
        params: { path: { channel: state.channel } },
        headers,
        body: { isOn, perMinute: numberOf(perMinute, PER_MINUTE), settings: settingsOf(state.channel, settings) },
      }),
    invalidates: [['policies']],
    successMessage: t('channels.saved'),
    onSuccess: onClose,
  });
  const { settings } = form.values;
  const field = (name: Field) => ({
    label: t(`channels.fields.${name}`),
    placeholder: state.isSet ? t('channels.keep') : undefined,
    autoComplete: 'off',
    value: settings[name] ?? '',
    error: form.error(`settings.${name}`),
    onChange: (text: string) => form.set({ settings: { ...settings, [name]: text } }),
  });
  return (
    <FormSheet title={t(`channel.${state.channel}`)} submit={t('save')} form={form} onClose={onClose}>
      <CheckField label={t('channels.turnOn')} {...form.field('isOn')} />
      {FIELDS[state.channel].map(({ name, as }) =>
        as === 'yes' ? (
          <CheckField
            key={name}
            label={t(`channels.fields.${name}`)}
            value={settings[name] === 'yes'}
            onChange={(isOn) => field(name).onChange(isOn ? 'yes' : 'no')}
          />
        ) : as === 'port' ? (
          <NumberField key={name} {...field(name)} bounds={PORT} />
        ) : (
          <TextField key={name} {...field(name)} type={as === 'secret' ? 'password' : 'text'} />
        ),
      )}
      <NumberField label={t('channels.perMinute')} bounds={PER_MINUTE} {...form.field('perMinute')} />
    </FormSheet>
  );
}

/** Converts the typed settings to the api's form; empty fields stay unchanged. Throws if JSON is invalid. */
function settingsOf(channel: Channel, typed: Partial<Record<Field, string>>): Record<string, unknown> {
  const given = FIELDS[channel].flatMap(({ name, as }): [string, unknown][] => {
    const text = typed[name];
    if (!text) return [];
    if (as === 'port') return [[name, numberOf(text, PORT)]];
    if (as === 'json') return [[name, JSON.parse(text)]];
    if (as === 'list') return [[name, text.split(/[\s,，、]+/).filter(Boolean)]];
    return [[name, as === 'yes' ? text === 'yes' : text]];
  });
  return Object.fromEntries(given);
}

function Deliveries(): ReactElement {
  const { t } = useTranslation('notify');
  const navigate = useNavigate();
  const status = (useSearch({ from: '/c/channels' }).status ?? 'failed') as Status;
  const again = useCommand<string>({
    send: (deliveryId, headers) =>
      api.POST('/api/v1/deliveries/{deliveryId}/repetition', {
        params: { path: { deliveryId } },
        headers,
      }),
    invalidates: [
      ['policies', 'channels'],
      ['policies', 'deliveries'],
    ],
    successMessage: t('channels.repeated'),
  });
  return (
    <section className="stack">
      <h2 className="heading">{t('channels.deliveries')}</h2>
      <Choice<Status>
        label={t('channels.deliveries')}
        hideLabel
        value={status}
        onChange={(next) => void navigate({ to: '/c/channels', search: { status: next }, replace: true })}
        options={STATUSES.map((value) => ({ value, label: t(`channels.status.${value}`) }))}
      />
      <EndlessList
        queryKey={['policies', 'deliveries', status]}
        load={(cursor) => api.GET('/api/v1/deliveries', { params: { query: { limit: 30, cursor, status } } })}
        empty={
          <Empty icon="check" title={t('channels.empty')}>
            <p className="soft">{t('channels.emptyHint')}</p>
          </Empty>
        }
      >
        {(line) => (
          <div className="card stack-tight">
            <div className="between">
              <p>
                {t(`channel.${line.channel}`)} · {t(`classes.${line.class}`)}
              </p>
              <Tag tone={STATUS_TONES[line.status]}>{t(`channels.status.${line.status}`)}</Tag>
            </div>
            <p className="small soft">
              <When at={line.createdAt} /> · {t('channels.attempts', { count: line.attempts })}
              {line.cause && ` · ${line.cause}`}
            </p>
            {line.allowedSteps.includes('repeat') && (
              <div className="row">
                <Button variant="bare" isBusy={again.isPending} onClick={() => again.mutate(line.id)}>
                  {t('channels.again')}
                </Button>
              </div>
            )}
          </div>
        )}
      </EndlessList>
    </section>
  );
}
