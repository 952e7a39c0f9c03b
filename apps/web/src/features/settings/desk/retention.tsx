import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { Button, Waiting } from '../../../ui';
import { numberOf, type Bounds } from '../../../ui/typed';
import { NumberField } from '../../../ui/typed-fields';
import { FieldError } from '../../../ui/field';
import { AskFirst } from '../../../ui/desk/confirm';
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
  if (!data) return <Waiting error={error} onRetry={refetch} />;
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
      <Form key={data.version} rules={data} />
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
  const changedOf = (days: Record<string, string>): Period[] =>
    rules.periods.filter((period) => days[period.name] !== String(period.days));
  const form = useForm({
    values: { periods: daysOf(rules) },
    required: rules.periods.map(({ name }) => `periods.${name}` as const),
    asksFirst: true,
    send: ({ periods }, headers) =>
      api.PUT('/api/v1/policies/retention', {
        headers,
        body: {
          basedOn: rules.version,
          periods: changedOf(periods).map((period) => ({
            name: period.name,
            days: numberOf(periods[period.name] ?? '', boundsOf(period)),
          })),
        },
      }),
    invalidates: [['policies']],
    successMessage: t('retention.saved'),
  });
  return (
    <form className="card stack" {...form.props}>
      <ul className="stack">
        {rules.periods.map((period) => (
          <li key={period.name} className="stack-tight">
            <NumberField
              label={period.what}
              hint={`${period.basis} · ${t('retention.bounds', { least: period.leastDays, most: period.mostDays, usual: period.defaultDays })}`}
              bounds={boundsOf(period)}
              disabled={!sets}
              {...form.field(`periods.${period.name}`)}
            />
            <Figures period={period} />
          </li>
        ))}
      </ul>
      <FieldError message={form.summary} />
      {sets && (
        <Button
          type="submit"
          variant="primary"
          disabled={changedOf(form.values.periods).length === 0}
          isBusy={form.isBusy}
        >
          {t('retention.save')}
        </Button>
      )}
      <AskFirst form={form} title={t('retention.save')}>
        <p>{t('retention.sure')}</p>
      </AskFirst>
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
