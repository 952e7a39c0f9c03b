import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, isRefusal, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { may, useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Button, Waiting, Tag, TextField } from '../../../ui';
import { AskFirst } from '../../../ui/desk/confirm';
import { Heading } from '../../../frames/desk';

type Template = Schemas['TemplateResponse'];
type Words = Template['first'];
type Own = Partial<Record<string, Words>>;

const SAMPLE = 'MW-7KQ2-M4XA';

/** The message templates: the district's own texts or the defaults, with a preview. */
export function TemplatesPage(): ReactElement {
  const { t } = useTranslation('notify');
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'templates'],
    queryFn: () => api.GET('/api/v1/policies/templates'),
  });
  return (
    <>
      <Heading
        title={t('templates.title')}
        lead={data && t('templates.lead', { version: data.version, code: '{code}' })}
      />
      {data ? <Form key={data.version} policy={data} /> : <Waiting error={error} onRetry={refetch} rows={4} />}
    </>
  );
}

const ownOf = ({ templates }: Schemas['TemplatesResponse']): Own =>
  Object.fromEntries(templates.flatMap(({ kind, own }) => (own ? [[kind, own]] : [])));

function Form({ policy }: { policy: Schemas['TemplatesResponse'] }): ReactElement {
  const { t } = useTranslation('notify');
  const sets = may(useSession(), 'policy.set');
  const kept = ownOf(policy);
  const form = useForm({
    values: { own: kept },
    asksFirst: true,
    send: ({ own }, headers) =>
      api.PUT('/api/v1/policies/templates', { headers, body: { basedOn: policy.version, own } }),
    invalidates: [['policies', 'templates'], ['inbox']],
    successMessage: t('templates.saved'),
  });
  const { own } = form.values;
  const changes = policy.templates.filter(
    ({ kind }) => JSON.stringify(own[kind]) !== JSON.stringify(kept[kind]),
  ).length;
  const set = (kind: string, words: Words | undefined): void => {
    const { [kind]: _former, ...others } = own;
    form.set({ own: words ? { ...others, [kind]: words } : others });
  };
  return (
    <div className="stack">
      <ul className="stack">
        {policy.templates.map(({ kind, first }) => (
          <li key={kind} className="card stack-tight">
            <TemplateFields
              kind={kind}
              first={first}
              own={own[kind]}
              isFixed={!sets}
              error={form.error}
              onChange={set}
            />
          </li>
        ))}
      </ul>
      {sets && changes > 0 && (
        <div className="actions">
          <Button variant="primary" isBusy={form.isBusy} onClick={() => form.submit()}>
            {t('templates.save')}
          </Button>
          <p className="small soft">{t('templates.changes', { count: changes })}</p>
        </div>
      )}
      <AskFirst form={form} title={t('templates.save')}>
        <p>{t('templates.sure')}</p>
      </AskFirst>
    </div>
  );
}

/** Sends the text to oneself as a test, before other people receive it. */
function Try({ kind, words }: { kind: string; words: Words }): ReactElement {
  const { t } = useTranslation('notify');
  const send = useCommand({
    send: (_, headers) => api.POST('/api/v1/policies/templates/trial', { headers, body: { kind, ...words } }),
    onSuccess: () => showToast(t('templates.tried')),
    onRefused: (error) => {
      const isOff = isRefusal(error, 'CHANNEL_OFF');
      if (isOff) showToast(t('templates.nowhere'), 'error');
      return isOff;
    },
  });
  return (
    <div>
      <Button icon="share" isBusy={send.isPending} onClick={() => send.mutate()}>
        {t('templates.try')}
      </Button>
    </div>
  );
}

function TemplateFields({
  kind,
  first,
  own,
  isFixed,
  error,
  onChange,
}: {
  kind: string;
  first: Words;
  own: Words | undefined;
  isFixed: boolean;
  error: (name: `own.${string}`) => string | undefined;
  onChange: (kind: string, words: Words | undefined) => void;
}): ReactElement {
  const { t } = useTranslation('notify');
  const read = (text: string): string => text.replace('{code}', SAMPLE);
  if (!own)
    return (
      <div className="between">
        <div className="stack-tight">
          <p>{read(first.zh)}</p>
          <p className="small soft">{read(first.en)}</p>
        </div>
        {!isFixed && (
          <Button
            variant="bare"
            onClick={() => onChange(kind, first)}
            aria-label={`${t('templates.change')} ${first.zh}`}
          >
            {t('templates.change')}
          </Button>
        )}
      </div>
    );
  return (
    <>
      <div className="between">
        <Tag tone="blue">{t('templates.own')}</Tag>
        {!isFixed && (
          <Button variant="bare" onClick={() => onChange(kind, undefined)}>
            {t('templates.back')}
          </Button>
        )}
      </div>
      {!isFixed && <Try kind={kind} words={own} />}
      {(['zh', 'en'] as const).map((language) => (
        <div key={language} className="stack-tight">
          <TextField
            label={t(`templates.${language}`)}
            hint={t('templates.first', { text: first[language] })}
            error={error(`own.${kind}.${language}`)}
            disabled={isFixed}
            maxLength={120}
            value={own[language]}
            onChange={(text) => onChange(kind, { ...own, [language]: text })}
          />
          <p className="small soft">{t('templates.preview', { text: read(own[language]) })}</p>
        </div>
      ))}
    </>
  );
}
