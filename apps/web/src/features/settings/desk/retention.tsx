import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, type Schemas, hasFieldErrors } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { Button, ErrorNotice, Skeleton } from '../../../ui';
import { numberOf, type Bounds } from '../../../ui/typed';
import { NumberField } from '../../../ui/typed-fields';
import { Confirm } from '../../../ui/desk/confirm';
import { Heading } from '../../../frames/desk';

type Rules = Schemas['RetentionRulesResponse'];
type Period = Schemas['PeriodResponse'];

/** How long personal data is kept, what was deleted when, and what stays for which reason. */
export function RetentionPage(): ReactElement {
  const { t } = useTranslation('privacy');
  const { time } = useFormat();
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'retention'],
    queryFn: () => api.GET('/api/v1/policies/retention'),
  });
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  return (
    <>
      <Heading
        title={t('retention.title')}
        lead={data.version === 0 ? t('retention.first') : t('retention.lead', { version: data.version })}
      />
      <p className="small soft">
        {[
          data.lastAt && t('retention.last', { time: time(data.lastAt) }),
          data.nextAt && t('retention.next', { time: time(data.nextAt) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Form rules={data} />
      <section className="card stack">
        <h2 className="heading">{t('retention.kept')}</h2>
        <ul className="stack">
          {data.kept.map(({ what, why }) => (
            <li key={what}>
              <p className="strong">{what}</p>
              <p className="soft">{why}</p>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

const boundsOf = ({ leastDays, mostDays }: Period): Bounds => ({ least: leastDays, most: mostDays });

const daysOf = (rules: Rules): Record<string, string> =>
  Object.fromEntries(rules.periods.map(({ name, days }) => [name, String(days)]));

function Form({ rules }: { rules: Rules }): ReactElement {
  const { t } = useTranslation('privacy');
  const sets = may(useSession(), 'policy.set');
  const [days, setDays] = useState(daysOf(rules));
  const [isAsking, setAsking] = useState(false);
  useEffect(() => setDays(daysOf(rules)), [rules]);
  const changed = rules.periods.filter((period) => days[period.name] !== String(period.days));
  const save = useCommand<void>({
    send: (_, headers) =>
      api.PUT('/api/v1/policies/retention', {
        headers,
        body: {
          basedOn: rules.version,
          periods: changed.map((period) => ({
            name: period.name,
            days: numberOf(days[period.name] ?? '', boundsOf(period)),
          })),
        },
      }),
    invalidates: [['policies']],
    successMessage: t('retention.saved'),
    onSuccess: () => setAsking(false),
    onRefused: (error) => {
      setAsking(false);
      return hasFieldErrors(error);
    },
  });
  const errors = errorsByField(save.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsking(true);
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <ul className="stack">
        {rules.periods.map((period) => (
          <li key={period.name} className="stack-tight">
            <NumberField
              label={period.what}
              hint={`${period.basis} · ${t('retention.bounds', { least: period.leastDays, most: period.mostDays, usual: period.defaultDays })}`}
              error={errors[`periods.${period.name}`]}
              bounds={boundsOf(period)}
              required
              disabled={!sets}
              value={days[period.name] ?? ''}
              onChange={(text) => setDays({ ...days, [period.name]: text })}
            />
            <Figures period={period} />
          </li>
        ))}
      </ul>
      {sets && (
        <Button type="submit" variant="primary" disabled={changed.length === 0} isBusy={save.isPending}>
          {t('retention.save')}
        </Button>
      )}
      {isAsking && (
        <Confirm
          title={t('retention.save')}
          isBusy={save.isPending}
          onYes={() => save.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{t('retention.sure')}</p>
        </Confirm>
      )}
    </form>
  );
}

function Figures({ period: { figures } }: { period: Period }): ReactElement | null {
  const { t } = useTranslation('privacy');
  const { day } = useFormat();
  if (!figures) return null;
  const said = [
    t('retention.lately', { count: figures.erasedLately }),
    figures.lastOn && t('retention.lastOn', { day: day(figures.lastOn) }),
    figures.waiting > 0 && t('retention.waits', { count: figures.waiting }),
  ];
  return <p className="small soft figures">{said.filter(Boolean).join(' · ')}</p>;
}
