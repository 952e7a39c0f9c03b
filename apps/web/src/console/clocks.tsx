import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { holds, useSession } from '../app/session';
import { Button, Fault, Skeleton } from '../look/kit';
import { isAllRead } from '../look/typed';
import { QuietHours } from '../mobile/account/quiet-hours';
import { AuthorityTimes } from './authority-times';
import { Confirm } from './confirm';
import { DurationInput, type Duration } from './duration-input';
import { Holidays } from './holidays';
import { Ladders } from './ladders';
import { Heading } from './shell';

type Answer = Schemas['ClocksAnswer'];
type Name = keyof typeof import('../words/zh/office').default.clocks.names;
/** The lengths of all deadlines. A new version takes effect for new deadlines; running ones keep theirs. */
export function ClocksPage(): ReactElement {
  const { t } = useTranslation('office');
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'clocks'],
    queryFn: () => answer(api.GET('/api/v1/policies/clocks')),
  });
  if (error && !data) return <Fault error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Heading title={t('clocks.title')} lead={data && t('clocks.lead', { version: data.version })} />
      {data ? <Form answer={data} /> : <Skeleton />}
      <Holidays />
      <Ladders />
      <AuthorityTimes />
    </>
  );
}

function Form({ answer: policy }: { answer: Answer }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const person = useSession();
  const sets = holds(person, 'district_officer');
  const [clocks, setClocks] = useState(policy.clocks as Record<Name, Duration>);
  const [quiet, setQuiet] = useState(policy.quietHours);
  const [asking, setAsking] = useState<'save' | 'defaults'>();
  useEffect(() => {
    setClocks(policy.clocks as Record<Name, Duration>);
    setQuiet(policy.quietHours);
  }, [policy]);
  const save = useCommand<boolean>({
    send: (toDefaults, key) =>
      answer(
        api.PUT('/api/v1/policies/clocks', {
          headers: withKey(key),
          body: { basedOn: policy.version, clocks: toDefaults ? null : clocks, quietHours: toDefaults ? null : quiet },
        }),
      ),
    touches: [['policies']],
    says: t('clocks.saved'),
    done: () => setAsking(undefined),
  });
  return (
    <div className="stack">
      <ul className="stack">
        {(Object.keys(clocks) as Name[]).map((name) => (
          <li key={name} className="card clock-row">
            <p className="strong">{t(`clocks.names.${name}`)}</p>
            <DurationInput
              label={t(`clocks.names.${name}`)}
              value={clocks[name]}
              isFixed={!sets}
              onChange={(duration) => setClocks({ ...clocks, [name]: duration })}
            />
          </li>
        ))}
      </ul>
      <section className="card stack">
        <QuietHours
          label={t('clocks.quiet')}
          none={t('clocks.none')}
          from={t('clocks.from')}
          until={t('clocks.until')}
          isFixed={!sets}
          value={quiet}
          onChange={setQuiet}
        />
      </section>
      {sets && (
        <div className="actions">
          <Button look="main" disabled={!isAllRead(clocks)} onClick={() => setAsking('save')}>
            {t('clocks.save')}
          </Button>
          <Button onClick={() => setAsking('defaults')}>{t('clocks.defaults')}</Button>
        </div>
      )}
      {asking && (
        <Confirm
          title={asking === 'save' ? t('clocks.save') : t('clocks.defaults')}
          isBusy={save.isPending}
          onYes={() => save.mutate(asking === 'defaults')}
          onClose={() => setAsking(undefined)}
        >
          <p>{t('clocks.sure')}</p>
        </Confirm>
      )}
      <span className="hidden">{words('saved')}</span>
    </div>
  );
}
