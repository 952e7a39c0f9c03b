import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Table } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useFormat, shanghaiDay } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { FundBar } from '../fund-bar';
import { Button, Empty, Money, SelectField, Tag, type Tone, Wide, Waiting } from '../../../ui';
import { unitsQuery } from '../../people/units';
import { Heading } from '../../../frames/desk';
import { FundBreakdown } from './fund-breakdown';
import { Allot, CloseYear, Income, RecordIncome } from './fund-year';
import { UnitField } from '../../people/desk/unit-field';
import '../../../frames/public.css';

type Entry = Schemas['FundEntryResponse'];
const TONES: Partial<Record<Entry['kind'], Tone>> = {
  allot: 'jade',
  top_up: 'jade',
  donate: 'jade',
  co_fund: 'jade',
  carry_in: 'jade',
  reserve: 'amber',
  pay: 'red',
  release: 'blue',
};
const thisYear = (): number => Number(shanghaiDay().slice(0, 4));

/** The fund as one bar, which opens to its entries; every entry opens to its request. */
export function FundPage(): ReactElement {
  const { t } = useTranslation('office');
  const { t: open } = useTranslation('public');
  const { time, day } = useFormat();
  const person = useSession();
  const search = useSearch({ from: '/c/fund' });
  const navigate = useNavigate();
  const [doing, setDoing] = useState<'allot' | 'close' | 'income'>();
  const close = (): void => setDoing(undefined);
  const { data: units } = useQuery(unitsQuery);
  const unitId = search.unit ?? units?.[0]?.id;
  const year = Number(search.year ?? thisYear());
  const {
    data: fund,
    error,
    refetch,
  } = useQuery({
    queryKey: ['funds', unitId, year],
    queryFn: () =>
      api.GET('/api/v1/units/{unitId}/fund', { params: { path: { unitId: unitId ?? '' }, query: { year } } }),
    enabled: unitId !== undefined,
    placeholderData: keepPreviousData,
  });
  const set = (change: { unit?: string; year?: string }): void =>
    void navigate({ to: '/c/fund', search: { ...search, ...change }, replace: true });
  const isCommunity = units?.find(({ id }) => id === unitId)?.level === 'community';
  return (
    <>
      <Heading title={t('fund.title')}>
        {may(person, 'fund.allot') && (
          <>
            <Button variant="primary" icon="plus" onClick={() => setDoing('allot')}>
              {t('fund.allot')}
            </Button>
            {year < thisYear() && <Button onClick={() => setDoing('close')}>{t('fund.close')}</Button>}
          </>
        )}
        {isCommunity && !fund?.closedAt && may(person, 'fund.income') && (
          <Button icon="plus" onClick={() => setDoing('income')}>
            {t('fund.receive')}
          </Button>
        )}
      </Heading>
      <div className="form-row">
        <UnitField label={t('overview.unit')} value={unitId} onChange={(unit) => set({ unit })} />
        <SelectField
          label={t('exports.year')}
          value={String(year)}
          onChange={(year) => set({ year })}
          options={[0, 1, 2, 3].map((ago) => ({
            value: String(thisYear() - ago),
            label: t('fund.year', { year: thisYear() - ago }),
          }))}
        />
      </div>
      {!fund ? (
        <Waiting error={error} onRetry={refetch} rows={2} />
      ) : (
        <>
          <section className="card">
            <FundBar fund={fund} />
          </section>
          {fund.closedAt && fund.rollover && (
            <p className="note">
              {t('fund.closedOn', { day: day(fund.closedAt), policy: t(`fund.rollover.${fund.rollover}`) })}
            </p>
          )}
          {unitId && (
            <FundBreakdown
              unitId={unitId}
              year={year}
              fundFen={fund.allottedFen + fund.addedFen}
              isCommunity={isCommunity}
            />
          )}
          {isCommunity && unitId && <Income unitId={unitId} year={year} />}
          <h2 className="heading">{t('fund.entries')}</h2>
          {!isCommunity ? (
            <p className="note">{t('fund.onlySum')}</p>
          ) : fund.entries.length === 0 ? (
            <Empty icon="money" title={t('fund.empty')}>
              <p className="soft">{t('fund.emptyHint')}</p>
            </Empty>
          ) : (
            <Wide>
              <Table<Entry>
                rowKey="id"
                size="middle"
                dataSource={fund.entries}
                pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
                columns={[
                  {
                    title: t('fund.time'),
                    dataIndex: 'bookedAt',
                    render: (at: string) => <span className="figures">{time(at)}</span>,
                  },
                  {
                    title: t('fund.what'),
                    dataIndex: 'kind',
                    render: (kind: Entry['kind']) => <Tag tone={TONES[kind]}>{open(`book.kind.${kind}`)}</Tag>,
                  },
                  {
                    title: t('fund.amount'),
                    dataIndex: 'amountFen',
                    align: 'right',
                    render: (fen: number) => <Money fen={fen} />,
                  },
                  {
                    title: t('fund.papers'),
                    dataIndex: 'spendRequestId',
                    render: (id: string | null) =>
                      id && (
                        <Link to="/c/spend/$spendRequestId" params={{ spendRequestId: id }}>
                          {t('fund.papers')}
                        </Link>
                      ),
                  },
                ]}
              />
            </Wide>
          )}
        </>
      )}
      {doing === 'allot' && <Allot year={year} unitId={unitId} onClose={close} />}
      {doing === 'close' && unitId && <CloseYear year={year} unitId={unitId} onClose={close} />}
      {doing === 'income' && unitId && <RecordIncome year={year} unitId={unitId} onClose={close} />}
    </>
  );
}
