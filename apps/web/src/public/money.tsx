import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api } from '../app/api';
import { useFormat } from '../app/format';
import { FundBar } from '../look/fund-bar';
import { ButtonLink, Empty, Facts, Money } from '../look/kit';
import { EndlessList } from '../wish/list';
import { publicFiguresQuery } from './figures';
import { UnitField } from './wall';

/** Every payment: for what, to whom, how much. */
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
      <h2 className="heading">{t('money.payments')}</h2>
      <EndlessList
        queryKey={['public', 'payments', unit ?? 'all']}
        load={(cursor) =>
          answer(api.GET('/api/v1/public/payments', { params: { query: { limit: 30, cursor, unitId: unit } } }))
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
                [t('money.payee'), payment.payee],
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
