import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, isRefusal, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { may, useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Button, ErrorNotice, Skeleton, Tag, TextField } from '../../../ui';
import { Confirm } from '../../../ui/desk/confirm';
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
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Heading
        title={t('templates.title')}
        lead={data && t('templates.lead', { version: data.version, code: '{code}' })}
      />
      {data ? <Form policy={data} /> : <Skeleton rows={4} />}
    </>
  );
}

const ownOf = ({ templates }: Schemas['TemplatesResponse']): Own =>
  Object.fromEntries(templates.flatMap(({ kind, own }) => (own ? [[kind, own]] : [])));

function Form({ policy }: { policy: Schemas['TemplatesResponse'] }): ReactElement {
  const { t } = useTranslation('notify');
  const sets = may(useSession(), 'policy.set');
  const kept = ownOf(policy);
  const [own, setOwn] = useState<Own>(kept);
  const [isAsking, setAsking] = useState(false);
  useEffect(() => setOwn(ownOf(policy)), [policy]);
  const changes = policy.templates.filter(
    ({ kind }) => JSON.stringify(own[kind]) !== JSON.stringify(kept[kind]),
  ).length;
  const save = useCommand({
    send: (_, headers) => api.PUT('/api/v1/policies/templates', { headers, body: { basedOn: policy.version, own } }),
    invalidates: [['policies', 'templates'], ['inbox']],
    successMessage: t('templates.saved'),
    onSuccess: () => setAsking(false),
    onRefused: () => {
      setAsking(false);
      return false;
    },
  });
  const errors = errorsByField(save.error);
  const set = (kind: string, words: Words | undefined): void => {
    const { [kind]: _former, ...others } = own;
    setOwn(words ? { ...others, [kind]: words } : others);
  };
  return (
    <div className="stack">
      <ul className="stack">
        {policy.templates.map(({ kind, first }) => (
          <li key={kind} className="card stack-tight">
            <TemplateFields kind={kind} first={first} own={own[kind]} isFixed={!sets} errors={errors} onChange={set} />
          </li>
        ))}
      </ul>
      {sets && changes > 0 && (
        <div className="actions">
          <Button variant="primary" onClick={() => setAsking(true)}>
            {t('templates.save')}
          </Button>
          <p className="small soft">{t('templates.changes', { count: changes })}</p>
        </div>
      )}
      {isAsking && (
        <Confirm
          title={t('templates.save')}
          isBusy={save.isPending}
          onYes={() => save.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{t('templates.sure')}</p>
        </Confirm>
      )}
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
      const errors = Object.values(errorsByField(error));
      if (isRefusal(error, 'CHANNEL_OFF')) showToast(t('templates.nowhere'), 'error');
      else if (errors.length > 0) showToast(errors.join(' '), 'error');
      return isRefusal(error, 'CHANNEL_OFF') || errors.length > 0;
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
  errors,
  onChange,
}: {
  kind: string;
  first: Words;
  own: Words | undefined;
  isFixed: boolean;
  errors: Record<string, string | undefined>;
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
            error={errors[`own.${kind}.${language}`]}
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
