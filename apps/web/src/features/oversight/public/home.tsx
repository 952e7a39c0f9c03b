import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import type { Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { FundBar } from '../../fund/fund-bar';
import { Icon } from '../../../ui/icons';
import { Button, ButtonLink, ErrorNotice, Skeleton, Wide } from '../../../ui';
import { LazyChart } from '../../../ui/lazy-chart';
import { publicFiguresQuery } from './figures';

/** The public start page: how many wishes came in and were fulfilled, and how the money was used. */
export function HomePage(): ReactElement {
  const { t } = useTranslation('public');
  const { unit } = useSearch({ from: '/open/' });
  const query = useQuery({ ...publicFiguresQuery(unit), placeholderData: keepPreviousData });
  const data = useDeferredValue(query.data);
  return (
    <>
      <section className="hero stack">
        <h1>{t('home.title')}</h1>
        <p>{t('home.lead')}</p>
        <div className="row">
          <ButtonLink to="/wall" variant="primary" icon="wish">
            {t('home.seeWall')}
          </ButtonLink>
          <ButtonLink to="/follow" icon="search">
            {t('nav.follow')}
          </ButtonLink>
        </div>
        <Icon name="wish" />
      </section>
      {query.error && !query.data ? (
        <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : data ? (
        <Figures data={data} />
      ) : (
        <Skeleton rows={5} />
      )}
      <section className="card stack">
        <h2 className="heading">{t('home.how')}</h2>
        <ol className="numbered">
          {(t('home.steps', { returnObjects: true }) as unknown as string[]).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
    </>
  );
}

function Figures({ data }: { data: Schemas['PublicFiguresResponse'] }): ReactElement {
  const { t } = useTranslation('public');
  const { number, time } = useFormat();
  const up = data.above[0];
  return (
    <>
      {up && (
        <div>
          <ButtonLink to="/" search={{ unit: up.unitId }} icon="back" variant="bare">
            {t('home.up', { name: up.name })}
          </ButtonLink>
          <h2 className="title">{data.unit.name}</h2>
        </div>
      )}
      <dl className="tiles">
        {(
          [
            ['collected', number(data.unit.collected)],
            ['open', number(data.unit.open)],
            ['confirmed', number(data.unit.confirmed)],
            ...(up ? [] : [['helped', t('home.people', { n: number(data.peopleHelped) })]]),
          ] as ['collected', string][]
        ).map(([label, value]) => (
          <div key={label} className="card tile">
            <dt>{t(`home.${label}`)}</dt>
            <dd className="figures">{value}</dd>
          </div>
        ))}
      </dl>
      <section className="card stack">
        <h2 className="heading">{t('home.money', { year: data.year })}</h2>
        <FundBar fund={data.unit} />
        <div>
          <ButtonLink to="/money" search={{ unit: up ? data.unit.unitId : undefined }}>
            {t('home.seeMoney')}
          </ButtonLink>
        </div>
      </section>
      {!up && data.months.length > 0 && <Months months={data.months} />}
      {data.children.length > 0 && (
        <section className="card stack">
          <h2 className="heading">{data.unit.level === 'district' ? t('home.byTown') : t('home.byCommunity')}</h2>
          <Units units={data.children} />
        </section>
      )}
      <p className="small soft">{t('home.countedAt', { time: time(data.countedAt) })}</p>
    </>
  );
}

function Months({ months }: { months: Schemas['MonthFigures'][] }): ReactElement {
  const { t } = useTranslation('public');
  const { month, number } = useFormat();
  const [isTable, setTable] = useState(false);
  const categories = useMemo(() => months.map((one) => month(one.month)), [months, month]);
  const series = useMemo(
    () => [
      { name: t('home.collected'), values: months.map(({ collected }) => collected) },
      { name: t('home.confirmed'), values: months.map(({ confirmed }) => confirmed) },
    ],
    [months, t],
  );
  return (
    <section className="card stack">
      <div className="between">
        <h2 className="heading">{t('home.byMonth')}</h2>
        <Button variant="bare" icon={isTable ? 'chart' : 'list'} onClick={() => setTable(!isTable)}>
          {isTable ? t('home.asChart') : t('home.asTable')}
        </Button>
      </div>
      {isTable ? (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('home.month')}</th>
              <th scope="col" className="right">
                {t('home.collected')}
              </th>
              <th scope="col" className="right">
                {t('home.confirmed')}
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map((one) => (
              <tr key={one.month}>
                <th scope="row">{month(one.month)}</th>
                <td className="right figures">{number(one.collected)}</td>
                <td className="right figures">{number(one.confirmed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <LazyChart label={t('home.byMonth')} categories={categories} series={series} />
      )}
    </section>
  );
}

function Units({ units }: { units: Schemas['PublicFiguresOfUnit'][] }): ReactElement {
  const { t } = useTranslation('public');
  const { number, wan } = useFormat();
  return (
    <Wide>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('home.unit')}</th>
            <th scope="col" className="right">
              {t('home.collected')}
            </th>
            <th scope="col" className="right">
              {t('home.open')}
            </th>
            <th scope="col" className="right">
              {t('home.confirmed')}
            </th>
            <th scope="col" className="right">
              {t('home.paid')}
            </th>
            <th scope="col" className="right">
              {t('home.available')}
            </th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.unitId}>
              <th scope="row">
                {unit.level === 'town' ? (
                  <Link to="/" search={{ unit: unit.unitId }}>
                    {unit.name}
                  </Link>
                ) : (
                  <Link to="/money" search={{ unit: unit.unitId }}>
                    {unit.name}
                  </Link>
                )}
              </th>
              <td className="right figures">{number(unit.collected)}</td>
              <td className="right figures">{number(unit.open)}</td>
              <td className="right figures">{number(unit.confirmed)}</td>
              <td className="right figures">{wan(unit.paidFen)}</td>
              <td className="right figures">{wan(unit.availableFen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
