import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { useSession } from '../../../core/session';
import { Button, Choice, Waiting, TextField } from '../../../ui';
import { FormSheet } from '../../../ui/form-view';
import { UnitField } from '../../people/desk/unit-field';

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
  return (
    <section className="card stack">
      <h2 className="heading">{t('channels.webhooks')}</h2>
      <p className="soft">{t('channels.webhooksLead')}</p>
      {!data && <Waiting error={error} onRetry={refetch} rows={1} />}
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
  const form = useForm({
    values: { channel: 'wecom' as Kind, unitId: person?.roles[0]?.unitId, label: '', url: '', secret: '' },
    required: ['unitId', 'label', 'url'],
    send: ({ unitId = '', secret, ...rest }, headers) =>
      api.POST('/api/v1/unit-webhooks', {
        headers,
        body: { ...rest, unitId, secret: rest.channel === 'webhook' ? secret : undefined },
      }),
    invalidates: TOUCHES,
    successMessage: t('channels.webhookAdded'),
    onSuccess: onClose,
  });
  return (
    <FormSheet
      title={t('channels.addWebhook')}
      submit={t('save')}
      form={form}
      isReady={Boolean(form.values.unitId)}
      onClose={onClose}
    >
      <UnitField label={t('channels.unit')} {...form.field('unitId')} />
      <Choice
        label={t('channels.kind')}
        {...form.field('channel')}
        options={KINDS.map((value) => ({ value, label: t(`channel.${value}`) }))}
      />
      <TextField label={t('channels.label')} maxLength={60} {...form.field('label')} />
      <TextField label={t('channels.url')} type="url" {...form.field('url')} />
      {form.values.channel === 'webhook' && (
        <TextField label={t('channels.secret')} minLength={16} autoComplete="off" {...form.field('secret')} required />
      )}
    </FormSheet>
  );
}
