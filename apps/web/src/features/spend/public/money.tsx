import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { shanghaiDay, useFormat } from '../../../core/format';
import { FundBar } from '../../fund/fund-bar';
import { Icon } from '../../../ui/icons';
import { ButtonLink, Empty, Facts, Money, SelectField } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { publicFiguresQuery } from '../../oversight/public/figures';
import { UnitField } from '../../wish/public/public-wishes';

/** Every payment: purpose, payee, amount. */
export function MoneyPage(): ReactElement {
  const { t } = useTranslation('public');
  const { day } = useFormat();
  const { unit } = useSearch({ from: '/open/money' });
  const navigate = useNavigate();
  const { data } = useQuery({ ...publicFiguresQuery(unit), placeholderData: keepPreviousData });
  return (
    <>
      <div className="stack-tight">
        <h1 className="title">{t('money.title')}</h1>
        <p className="soft">{t('money.lead')}</p>
      </div>
      <UnitField
        value={unit}
        onChange={(next) => void navigate({ to: '/money', search: { unit: next }, replace: true })}
      />
      {data && (
        <section className="card stack">
          <h2 className="heading">{`${data.unit.name} · ${t('home.money', { year: data.year })}`}</h2>
          <FundBar fund={data.unit} />
        </section>
      )}
      <div className="row">
        <ButtonLink to="/notices" search={{ unit }} icon="clock">
          {t('money.notices')}
        </ButtonLink>
        <ButtonLink to="/book" search={{ unit }} icon="shield">
          {t('money.book')}
        </ButtonLink>
      </div>
      {data && <MonthlyNotice unitId={data.unit.unitId} />}
      <h2 className="heading">{t('money.payments')}</h2>
      <EndlessList
        queryKey={['public', 'payments', unit ?? 'all']}
        load={(cursor) =>
          api.GET('/api/v1/public/payments', { params: { query: { limit: 30, cursor, unitId: unit } } })
        }
        empty={
          <Empty icon="money" title={t('money.empty')}>
            <p className="soft">{t('money.emptyHint')}</p>
          </Empty>
        }
      >
        {(payment) => (
          <article className="card stack-tight">
            <div className="between">
              <p className="strong grow">{payment.purpose}</p>
              <p className="strong">
                <Money fen={payment.amountFen} />
              </p>
            </div>
            <Facts
              items={[
                [t('money.payee'), payment.payee ?? t('money.privatePerson')],
                [t('money.wishes'), payment.wishCount > 1 && payment.wishCount],
                [t('money.community'), payment.unitName],
                [t('money.day'), day(payment.paidAt)],
              ]}
            />
          </article>
        )}
      </EndlessList>
    </>
  );
}

const MONTHS = 13;

/** The last months, the current one first: `2026-11`. */
function lastMonths(): string[] {
  const [year, month] = shanghaiDay().split('-').map(Number) as [number, number];
  return Array.from({ length: MONTHS }, (_, ago) =>
    new Date(Date.UTC(year, month - 1 - ago, 15)).toISOString().slice(0, 7),
  );
}

/** A month's printable notice for the wall of the community's office. */
function MonthlyNotice({ unitId }: { unitId: string }): ReactElement {
  const { t } = useTranslation('public');
  const { month: monthName } = useFormat();
  const [month, setMonth] = useState(() => lastMonths()[0]!);
  return (
    <section className="card stack">
      <h2 className="heading">{t('money.monthly')}</h2>
      <p className="small soft">{t('money.monthlyLead')}</p>
      <SelectField
        label={t('money.month')}
        value={month}
        onChange={setMonth}
        options={lastMonths().map((one) => ({ value: one, label: monthName(one) }))}
      />
      <a
        className="button"
        href={`/api/v1/public/units/${unitId}/monthly-notice.pdf?month=${month}`}
        target="_blank"
        rel="noreferrer"
      >
        <Icon name="print" />
        {t('money.monthlyGet')}
      </a>
    </section>
  );
}
