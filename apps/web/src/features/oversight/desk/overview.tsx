import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Table } from 'antd';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { FundBar } from '../../fund/fund-bar';
import { ButtonLink, Wide, Waiting } from '../../../ui';
import { LazyChart } from '../../../ui/lazy-chart';
import { Heading } from '../../../frames/desk';
import '../../../frames/public.css';

type Figures = Schemas['FiguresOfUnit'];

/** Needs, deadlines and money of a unit and its direct subunits; a name opens the next level. Nothing is ranked. */
export function OverviewPage(): ReactElement {
  const { t } = useTranslation('office');
  const { time } = useFormat();
  const { unit } = useSearch({ from: '/c/overview' });
  const { data, error, refetch } = useQuery({
    queryKey: ['figures', unit ?? 'top'],
    queryFn: () => api.GET('/api/v1/figures', { params: { query: { unitId: unit } } }),
    placeholderData: keepPreviousData,
  });
  if (!data) return <Waiting error={error} onRetry={refetch} rows={3} />;
  const up = data.above[0];
  return (
    <>
      <Heading
        title={data.unit.name}
        lead={`${t('overview.countedAt', { time: time(data.countedAt) })} · ${t('overview.noRank')}`}
      >
        {up && (
          <ButtonLink to="/c/overview" search={{ unit: up.unitId }} icon="back">
            {up.name}
          </ButtonLink>
        )}
      </Heading>
      <Invariants />
      <Tiles figures={data.unit} />
      <section className="card">
        <FundBar fund={data.unit} />
      </section>
      {data.children.length > 0 && (
        <>
          {data.children.length <= 20 && <Bars units={data.children} />}
          <Units units={data.children} />
        </>
      )}
    </>
  );
}

function Tiles({ figures }: { figures: Figures }): ReactElement {
  const { t } = useTranslation('office');
  const { number } = useFormat();
  return (
    <dl className="tiles">
      {(['collected', 'waiting', 'open', 'underWay', 'confirmed', 'overdue'] as const).map((name) => (
        <div key={name} className="card tile">
          <dt>{t(`overview.${name}`)}</dt>
          <dd className="figures">{number(figures[name])}</dd>
        </div>
      ))}
    </dl>
  );
}

function Bars({ units }: { units: Figures[] }): ReactElement {
  const { t } = useTranslation('office');
  const categories = useMemo(() => units.map(({ name }) => name), [units]);
  const series = useMemo(
    () => [
      { name: t('overview.collected'), values: units.map(({ collected }) => collected) },
      { name: t('overview.confirmed'), values: units.map(({ confirmed }) => confirmed) },
    ],
    [units, t],
  );
  return (
    <section className="card stack">
      <h2 className="heading">{t('overview.chart')}</h2>
      <LazyChart label={t('overview.chart')} categories={categories} series={series} />
    </section>
  );
}

function Units({ units }: { units: Figures[] }): ReactElement {
  const { t } = useTranslation('office');
  const { number, wan } = useFormat();
  const count = (name: 'collected' | 'waiting' | 'open' | 'underWay' | 'confirmed' | 'overdue') => ({
    title: t(`overview.${name}`),
    dataIndex: name,
    align: 'right' as const,
    render: (n: number) => (
      <span className={name === 'overdue' && n > 0 ? 'figures strong late' : 'figures'}>{number(n)}</span>
    ),
  });
  const money = (name: 'allottedFen' | 'reservedFen' | 'paidFen' | 'availableFen', title: string) => ({
    title,
    dataIndex: name,
    align: 'right' as const,
    render: (fen: number) => <span className="figures">{wan(fen)}</span>,
  });
  return (
    <Wide>
      <Table<Figures>
        rowKey="unitId"
        size="middle"
        dataSource={units}
        scroll={{ x: 'max-content' }}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          {
            title: t('overview.unit'),
            dataIndex: 'name',
            render: (name: string, { unitId }) => (
              <Link to="/c/overview" search={{ unit: unitId }}>
                {name}
              </Link>
            ),
          },
          count('collected'),
          count('waiting'),
          count('open'),
          count('underWay'),
          count('confirmed'),
          count('overdue'),
          money('allottedFen', t('overview.allotted')),
          money('reservedFen', t('overview.reserved')),
          money('paidFen', t('overview.paid')),
          money('availableFen', t('overview.available')),
        ]}
      />
    </Wide>
  );
}

/** Whether the invariants of money, claims and reminders hold, and how punctual reminders are. */
function Invariants(): ReactElement | null {
  const { t } = useTranslation('office');
  const { time, number } = useFormat();
  const { data: invariants } = useQuery({
    queryKey: ['invariants'],
    queryFn: () => api.GET('/api/health/invariants'),
    staleTime: 60_000,
  });
  const { data: reminders } = useQuery({
    queryKey: ['reminders'],
    queryFn: () => api.GET('/api/v1/reminders/overview'),
    staleTime: 60_000,
  });
  if (!invariants) return null;
  return (
    <details className={invariants.broken > 0 ? 'note note-stop' : 'note note-good'}>
      <summary>
        {invariants.broken > 0
          ? t('overview.broken', { n: number(invariants.broken) })
          : t('overview.invariants', {
              holding: invariants.checked - invariants.broken,
              all: invariants.checked,
              time: time(invariants.checkedAt),
            })}
        {reminders &&
          ` · ${t('overview.reminders', { sent: reminders.sent, late: reminders.late, double: reminders.double })}`}
      </summary>
      <ul className="stack-tight invariants">
        {invariants.results.map(({ name, rule, holds }) => (
          <li key={name} className="small">
            {holds ? '✓' : '✗'} {rule}
          </li>
        ))}
      </ul>
    </details>
  );
}
