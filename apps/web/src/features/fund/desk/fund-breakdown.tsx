import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { Facts, Money, Wide } from '../../../ui';
import { usePayeeText } from '../../spend/payee';
import { FundPlan } from './fund-plan';

type Breakdown = Schemas['FundBreakdownResponse'];

/** The forecast of a year's money, and how it was spent by month, category and payee. */
export function FundBreakdown({
  unitId,
  year,
  fundFen,
  isCommunity,
}: {
  unitId: string;
  year: number;
  /** The whole fund of the year. */
  fundFen: number;
  isCommunity: boolean;
}): ReactElement | null {
  const { data } = useQuery({
    queryKey: ['funds', 'breakdown', unitId, year],
    queryFn: () => api.GET('/api/v1/units/{unitId}/fund/breakdown', { params: { path: { unitId }, query: { year } } }),
  });
  if (!data) return null;
  const plan = <FundPlan breakdown={data} fundFen={fundFen} isCommunity={isCommunity} />;
  if (data.months.length === 0)
    return (
      <>
        <Outlook outlook={data.outlook} />
        {plan}
      </>
    );
  return (
    <>
      <Outlook outlook={data.outlook} />
      {plan}
      <Months months={data.months} />
      <Sums breakdown={data} />
    </>
  );
}

function Outlook({ outlook }: { outlook: Breakdown['outlook'] }): ReactElement {
  const { t } = useTranslation('office');
  const { number } = useFormat();
  return (
    <section className="card stack">
      <h2 className="heading">{t('fund.outlook')}</h2>
      <Facts
        items={[
          [t('fund.elapsed'), `${outlook.elapsedPercent}%`],
          [t('fund.used'), `${outlook.usedPercent}%`],
          [t('fund.runway'), outlook.runwayMonths !== null && t('fund.months', { n: number(outlook.runwayMonths) })],
        ]}
      />
      {outlook.warnings.map((warning) => (
        <p key={warning} className="note note-warn">
          {t(`fund.warning.${warning}`)}
        </p>
      ))}
    </section>
  );
}

function Months({ months }: { months: Breakdown['months'] }): ReactElement {
  const { t } = useTranslation('office');
  const { month } = useFormat();
  return (
    <section className="card stack">
      <h2 className="heading">{t('fund.byMonth')}</h2>
      <Wide>
        <table className="table">
          <thead>
            <tr>
              <th>{t('fund.month')}</th>
              <th className="right">{t('fund.approved')}</th>
              <th className="right">{t('overview.paid')}</th>
              <th className="right">{t('fund.released')}</th>
              <th className="right">{t('fund.refunded')}</th>
            </tr>
          </thead>
          <tbody>
            {months.map((row) => (
              <tr key={row.month}>
                <td>{month(row.month)}</td>
                {[row.approvedFen, row.paidFen, row.releasedFen, row.refundedFen].map((fen, at) => (
                  // oxlint-disable-next-line react/no-array-index-key -- the columns never move
                  <td key={at} className="right">
                    <Money fen={fen} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}

function Sums({ breakdown }: { breakdown: Breakdown }): ReactElement {
  const payeeOf = usePayeeText();
  const { t } = useTranslation('office');
  const { t: spend } = useTranslation('spend');
  return (
    <div className="two">
      <section className="card stack">
        <h2 className="heading">{t('fund.byKind')}</h2>
        <ul className="stack-tight">
          {breakdown.kinds.map((row) => (
            <li key={row.kind} className="between">
              <span>{`${spend(`kind.${row.kind}`)} · ${t('fund.requests', { n: row.requests })}`}</span>
              <Money fen={row.paidFen} />
            </li>
          ))}
        </ul>
      </section>
      {breakdown.wishes.length > 0 && (
        <section className="card stack">
          <h2 className="heading">{t('fund.byWish')}</h2>
          <ul className="stack-tight">
            {breakdown.wishes.map((row) => (
              <li key={row.wishId} className="between">
                <Link to="/c/wishes/$wishId" params={{ wishId: row.wishId }}>
                  {row.wishCount > 1 ? t('fund.shared', { purpose: row.purpose, n: row.wishCount }) : row.purpose}
                </Link>
                <Money fen={row.paidFen} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {breakdown.payees.length > 0 && (
        <section className="card stack">
          <h2 className="heading">{t('fund.byPayee')}</h2>
          <ul className="stack-tight">
            {breakdown.payees.map((row) => (
              <li key={row.payee.id ?? row.payee.name} className="between">
                <span>{`${payeeOf(row.payee)} · ${t('fund.requests', { n: row.requests })}`}</span>
                <Money fen={row.paidFen} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
