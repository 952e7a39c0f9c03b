import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { holds, useSession } from '../app/session';
import { Button, Fault, Skeleton, TextField } from '../look/kit';
import { Confirm } from './confirm';
import { Heading } from './shell';

type Answer = Schemas['ClocksAnswer'];
type Name = keyof typeof import('../words/zh/office').default.clocks.names;
type TimeUnit = keyof typeof import('../words/zh/office').default.clocks.units;
interface Duration {
  amount: number;
  unit: TimeUnit;
}
const UNITS: readonly TimeUnit[] = ['workingDay', 'workingHour', 'day', 'hour', 'minute', 'second'];

/** The times of all clocks; a new version is put in force, running clocks keep theirs. */
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
    </>
  );
}

const toTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const toMinutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

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
  const set = (name: Name, change: Partial<Duration>): void =>
    setClocks({ ...clocks, [name]: { ...clocks[name], ...change } });
  return (
    <div className="stack">
      <ul className="stack">
        {(Object.keys(clocks) as Name[]).map((name) => (
          <li key={name} className="card clock-row">
            <p className="strong">{t(`clocks.names.${name}`)}</p>
            <input
              type="number"
              min="1"
              max="1000"
              className="input"
              aria-label={`${t(`clocks.names.${name}`)} ${t('clocks.amount')}`}
              disabled={!sets}
              value={clocks[name].amount}
              onChange={(e) => set(name, { amount: Number(e.target.value) })}
            />
            <select
              className="input"
              aria-label={`${t(`clocks.names.${name}`)} ${t('clocks.unit')}`}
              disabled={!sets}
              value={clocks[name].unit}
              onChange={(e) => set(name, { unit: e.target.value as TimeUnit })}
            >
              {UNITS.map((unit) => (
                <option key={unit} value={unit}>
                  {t(`clocks.units.${unit}`)}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
      <section className="card stack">
        <h2 className="heading">{t('clocks.quiet')}</h2>
        <label className="check">
          <input
            type="checkbox"
            disabled={!sets}
            checked={quiet === null}
            onChange={(e) => setQuiet(e.target.checked ? null : { fromMinutes: 1290, untilMinutes: 480 })}
          />
          <span>{t('clocks.none')}</span>
        </label>
        {quiet && (
          <div className="form-row">
            <TextField
              label={t('clocks.from')}
              type="time"
              disabled={!sets}
              value={toTime(quiet.fromMinutes)}
              onChange={(text) => setQuiet({ ...quiet, fromMinutes: toMinutes(text) })}
            />
            <TextField
              label={t('clocks.until')}
              type="time"
              disabled={!sets}
              value={toTime(quiet.untilMinutes)}
              onChange={(text) => setQuiet({ ...quiet, untilMinutes: toMinutes(text) })}
            />
          </div>
        )}
      </section>
      {sets && (
        <div className="actions">
          <Button look="main" onClick={() => setAsking('save')}>
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
