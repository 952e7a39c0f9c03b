import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Table } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { useFormat } from '../app/format';
import { holds, useSession } from '../app/session';
import { tell } from '../app/tell';
import { FundBar } from '../look/fund-bar';
import {
  Button,
  Empty,
  Fault,
  Field,
  Money,
  SelectField,
  Sheet,
  Skeleton,
  Tag,
  type Tone,
  Wide,
  YuanField,
} from '../look/kit';
import { unitsQuery } from '../wish/units';
import { Heading } from './shell';
import { UnitSelect } from './unit-select';
import '../public/public.css';

type Entry = Schemas['FundEntryAnswer'];
const TONES: Record<string, Tone> = {
  allot: 'jade',
  top_up: 'jade',
  donate: 'jade',
  co_fund: 'jade',
  carry_in: 'jade',
  reserve: 'amber',
  pay: 'red',
  release: 'blue',
};
const thisYear = (): number => new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();

/** One bar for the fund, which opens to its entries; every entry opens to its request. */
export function FundPage(): ReactElement {
  const { t } = useTranslation('office');
  const { t: open } = useTranslation('public');
  const { time } = useFormat();
  const person = useSession();
  const search = useSearch({ from: '/c/fund' });
  const navigate = useNavigate();
  const [isAllotting, setAllotting] = useState(false);
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
      answer(api.GET('/api/v1/units/{unitId}/fund', { params: { path: { unitId: unitId ?? '' }, query: { year } } })),
    enabled: unitId !== undefined,
    placeholderData: keepPreviousData,
  });
  const set = (change: { unit?: string; year?: string }): void =>
    void navigate({ to: '/c/fund', search: { ...search, ...change }, replace: true });
  const isCommunity = units?.find(({ id }) => id === unitId)?.level === 'community';
  return (
    <>
      <Heading title={t('fund.title')}>
        {holds(person, 'district_officer') && (
          <Button look="main" icon="plus" onClick={() => setAllotting(true)}>
            {t('fund.allot')}
          </Button>
        )}
      </Heading>
      <div className="form-row">
        <Field label={t('overview.unit')}>
          {({ id }) => <UnitSelect id={id} value={unitId} onChange={(unit) => set({ unit })} />}
        </Field>
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
      {error && !fund ? (
        <Fault error={error} onRetry={() => void refetch()} />
      ) : !fund ? (
        <Skeleton rows={2} />
      ) : (
        <>
          <section className="card">
            <FundBar fund={fund} />
          </section>
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
                    render: (kind: string) => <Tag tone={TONES[kind]}>{open(`book.kind.${kind as 'pay'}`)}</Tag>,
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
      {isAllotting && <Allot year={year} unitId={unitId} onClose={() => setAllotting(false)} />}
    </>
  );
}

/** The district allots one amount to every community below a unit; the same again adds nothing. */
function Allot({
  year,
  unitId: startUnit,
  onClose,
}: {
  year: number;
  unitId: string | undefined;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { money } = useFormat();
  const [unitId, setUnitId] = useState(startUnit);
  const [yuan, setYuan] = useState('500000');
  const { data: units } = useQuery(unitsQuery);
  const amountFen = Math.round(Number(yuan) * 100);
  const unitName = units?.find(({ id }) => id === unitId)?.name ?? '';
  const allot = useCommand<void, Schemas['AllotYearAnswer']>({
    send: (_, key) =>
      answer(
        api.POST('/api/v1/fund-allotments', { headers: withKey(key), body: { unitId: unitId ?? '', year, amountFen } }),
      ),
    touches: [['funds'], ['figures']],
    done: ({ allotted, alreadyAllotted }) => {
      tell(t('fund.allotted', { n: allotted, m: alreadyAllotted }));
      onClose();
    },
  });
  return (
    <Sheet title={`${t('fund.allot')} · ${t('fund.year', { year })}`} onClose={onClose}>
      <p className="soft">{t('fund.allotHint')}</p>
      <SelectField
        label={t('overview.unit')}
        value={unitId ?? ''}
        onChange={setUnitId}
        options={(units ?? [])
          .filter(({ level }) => level === 'district' || level === 'town' || level === 'community')
          .map(({ id, name }) => ({ value: id, label: name }))}
      />
      <YuanField label={t('fund.perCommunity')} value={yuan} onChange={setYuan} />
      {amountFen > 0 && (
        <p className="note note-warn">{t('fund.allotSure', { unit: unitName, amount: money(amountFen) })}</p>
      )}
      <Button
        look="main"
        isWide
        disabled={!(amountFen > 0) || !unitId}
        isBusy={allot.isPending}
        onClick={() => allot.mutate()}
      >
        {t('fund.allot')}
      </Button>
    </Sheet>
  );
}
