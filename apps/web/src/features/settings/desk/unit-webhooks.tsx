import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useSession } from '../../../core/session';
import { Button, Choice, ErrorNotice, Field, Sheet, Skeleton, TextField } from '../../../ui';
import { UnitSelect } from '../../people/desk/unit-select';

type Kind = Schemas['WebhookResponse']['channel'];
const KINDS: readonly Kind[] = ['wecom', 'webhook'];
const TOUCHES = [['policies', 'webhooks']];

/** Chat groups and webhooks that are notified of work in the person's units. */
export function UnitWebhooks(): ReactElement {
  const { t } = useTranslation('notify');
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'webhooks'],
    queryFn: async () => (await api.GET('/api/v1/unit-webhooks')).items,
  });
  const stop = useCommand<string>({
    send: (webhookId) => api.DELETE('/api/v1/unit-webhooks/{webhookId}', { params: { path: { webhookId } } }),
    invalidates: TOUCHES,
    successMessage: t('channels.webhookRemoved'),
  });
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <section className="card stack">
      <h2 className="heading">{t('channels.webhooks')}</h2>
      <p className="soft">{t('channels.webhooksLead')}</p>
      {!data && <Skeleton rows={1} />}
      {data?.length === 0 && <p className="soft">{t('channels.noWebhooks')}</p>}
      <ul className="stack-tight">
        {(data ?? []).map(({ id, channel, label, unitName }) => (
          <li key={id} className="between">
            <span>{`${unitName} · ${t(`channel.${channel}`)} · ${label}`}</span>
            <Button variant="bare" onClick={() => stop.mutate(id)} aria-label={`${t('channels.stop')} ${label}`}>
              {t('channels.stop')}
            </Button>
          </li>
        ))}
      </ul>
      <div className="row">
        <Button icon="plus" onClick={() => setAdding(true)} aria-haspopup="dialog">
          {t('channels.addWebhook')}
        </Button>
      </div>
      {isAdding && <AddWebhook onClose={() => setAdding(false)} />}
    </section>
  );
}

function AddWebhook({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation('notify');
  const person = useSession();
  const [form, setForm] = useState({ channel: 'wecom' as Kind, label: '', url: '', secret: '' });
  const [unitId, setUnitId] = useState(person?.roles[0]?.unitId);
  const isWebhook = form.channel === 'webhook';
  const add = useCommand<string>({
    send: (unit, headers) =>
      api.POST('/api/v1/unit-webhooks', {
        headers,
        body: { ...form, unitId: unit, secret: isWebhook ? form.secret : undefined },
      }),
    invalidates: TOUCHES,
    successMessage: t('channels.webhookAdded'),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (unitId && !add.isPending) add.mutate(unitId);
  };
  return (
    <Sheet title={t('channels.addWebhook')} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <Field label={t('channels.unit')}>
          {({ id }) => <UnitSelect id={id} value={unitId} onChange={setUnitId} />}
        </Field>
        <Choice<Kind>
          label={t('channels.kind')}
          value={form.channel}
          onChange={(channel) => setForm({ ...form, channel })}
          options={KINDS.map((value) => ({ value, label: t(`channel.${value}`) }))}
        />
        <TextField
          label={t('channels.label')}
          value={form.label}
          onChange={(label) => setForm({ ...form, label })}
          maxLength={60}
          required
        />
        <TextField
          label={t('channels.url')}
          type="url"
          value={form.url}
          onChange={(url) => setForm({ ...form, url })}
          required
        />
        {isWebhook && (
          <TextField
            label={t('channels.secret')}
            value={form.secret}
            onChange={(secret) => setForm({ ...form, secret })}
            minLength={16}
            autoComplete="off"
            required
          />
        )}
        <Button type="submit" variant="primary" isWide isBusy={add.isPending} disabled={!unitId}>
          {t('save')}
        </Button>
      </form>
    </Sheet>
  );
}
