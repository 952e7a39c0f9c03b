import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { may, useSession } from '../../../core/session';
import { Button, ErrorNotice, Skeleton } from '../../../ui';
import { isAllRead } from '../../../ui/typed';
import { QuietHours } from '../../account/phone/quiet-hours';
import { AuthorityTimes } from './authority-times';
import { Confirm } from '../../../ui/desk/confirm';
import { DurationInput, type Duration } from '../../../ui/desk/duration-input';
import { Holidays } from './holidays';
import { Escalations } from './escalations';
import { Heading } from '../../../frames/desk';

type Answer = Schemas['DeadlinesResponse'];
/** The lengths of all deadlines. A new version takes effect for new deadlines; running ones keep theirs. */
export function DeadlinesPage(): ReactElement {
  const { t } = useTranslation('office');
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'deadlines'],
    queryFn: () => api.GET('/api/v1/policies/deadlines'),
  });
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Heading title={t('deadlines.title')} lead={data && t('deadlines.lead', { version: data.version })} />
      {data ? <Form answer={data} /> : <Skeleton />}
      <Holidays />
      <Escalations />
      <AuthorityTimes />
    </>
  );
}

function Form({ answer: policy }: { answer: Answer }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const person = useSession();
  const sets = may(person, 'policy.set');
  const [deadlines, setDeadlines] = useState(policy.deadlines as Record<string, Duration>);
  const [quiet, setQuiet] = useState(policy.quietHours);
  const [asking, setAsking] = useState<'save' | 'defaults'>();
  useEffect(() => {
    setDeadlines(policy.deadlines as Record<string, Duration>);
    setQuiet(policy.quietHours);
  }, [policy]);
  const save = useCommand<boolean>({
    send: (toDefaults, headers) =>
      api.PUT('/api/v1/policies/deadlines', {
        headers,
        body: {
          basedOn: policy.version,
          deadlines: toDefaults ? null : deadlines,
          quietHours: toDefaults ? null : quiet,
        },
      }),
    invalidates: [['policies']],
    successMessage: t('deadlines.saved'),
    onSuccess: () => setAsking(undefined),
  });
  return (
    <div className="stack">
      <ul className="stack">
        {Object.entries(deadlines).map(([name, length]) => (
          <li key={name} className="card deadline-row">
            <p className="strong">{policy.titles[name]}</p>
            <DurationInput
              label={policy.titles[name] ?? ''}
              value={length}
              isFixed={!sets}
              onChange={(duration) => setDeadlines({ ...deadlines, [name]: duration })}
            />
          </li>
        ))}
      </ul>
      <section className="card stack">
        <QuietHours
          label={t('deadlines.quiet')}
          none={t('deadlines.none')}
          from={t('deadlines.from')}
          until={t('deadlines.until')}
          isFixed={!sets}
          value={quiet}
          onChange={setQuiet}
        />
      </section>
      {sets && (
        <div className="actions">
          <Button variant="primary" disabled={!isAllRead(deadlines)} onClick={() => setAsking('save')}>
            {t('deadlines.save')}
          </Button>
          <Button onClick={() => setAsking('defaults')}>{t('deadlines.defaults')}</Button>
        </div>
      )}
      {asking && (
        <Confirm
          title={asking === 'save' ? t('deadlines.save') : t('deadlines.defaults')}
          isBusy={save.isPending}
          onYes={() => save.mutate(asking === 'defaults')}
          onClose={() => setAsking(undefined)}
        >
          <p>{t('deadlines.sure')}</p>
        </Confirm>
      )}
      <span className="hidden">{words('saved')}</span>
    </div>
  );
}
