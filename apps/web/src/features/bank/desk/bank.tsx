import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { Empty, Facts, Money, Tag, Waiting } from '../../../ui';
import { unitsQuery } from '../../people/units';
import { BankSides } from './bank-sides';
import { BankStatements } from './bank-statements';
import { BankSuggestions } from './bank-suggestions';
import { Heading } from '../../../frames/desk';
import { UploadStatement } from './upload-statement';
import { UnitField } from '../../people/desk/unit-field';

type Reconciliation = Schemas['BankReconciliationResponse'];

/** The bank account of a town or a community beside its book: what matches, and what is open on either side. */
export function BankPage(): ReactElement {
  const { t } = useTranslation('office');
  const search = useSearch({ from: '/c/bank' });
  const navigate = useNavigate();
  const { data: units } = useQuery(unitsQuery);
  const unitId = search.unit ?? units?.find(({ level }) => level === 'town' || level === 'community')?.id;
  const { data, error, refetch } = useQuery({
    queryKey: ['bank', unitId],
    queryFn: () => api.GET('/api/v1/units/{unitId}/bank', { params: { path: { unitId: unitId ?? '' }, query: {} } }),
    enabled: unitId !== undefined,
  });
  const can = (step: Reconciliation['allowedSteps'][number]): boolean => data?.allowedSteps.includes(step) ?? false;
  return (
    <>
      <Heading title={t('bank.title')} lead={t('bank.lead')} />
      <UnitField
        label={t('overview.unit')}
        levels={['town', 'community']}
        value={unitId}
        onChange={(unit) => void navigate({ to: '/c/bank', search: { unit }, replace: true })}
      />
      {can('import') && unitId && <UploadStatement key={unitId} unitId={unitId} />}
      {!data ? (
        <Waiting error={error} onRetry={refetch} rows={2} />
      ) : data.fromOn === null ? (
        <Empty icon="money" title={t('bank.nothing')}>
          <p className="soft">{t('bank.nothingHint')}</p>
        </Empty>
      ) : (
        <>
          <Balance reconciliation={data} />
          {can('match') && unitId && <BankSuggestions unitId={unitId} />}
          {unitId && <BankSides key={unitId} unitId={unitId} mayMatch={can('match')} />}
        </>
      )}
      {data && data.statements.length > 0 && <BankStatements statements={data.statements} />}
    </>
  );
}

function Balance({ reconciliation }: { reconciliation: Reconciliation }): ReactElement {
  const { t } = useTranslation('office');
  const { day, money } = useFormat();
  const { bankFen, bookFen, openLines, openEntries, asideLines, unexplainedFen, unconfirmedBreaks, untilOn } =
    reconciliation;
  const open = openLines.count + openEntries.count;
  const sums = ({ count, inFen, outFen }: Schemas['BankSumsResponse']): string =>
    [t('bank.count', { n: count }), inFen > 0 && `+${money(inFen)}`, outFen > 0 && `−${money(outFen)}`]
      .filter(Boolean)
      .join(' · ');
  return (
    <section className="card stack">
      <div className="between">
        <h2 className="heading">{t('bank.until', { day: day(untilOn ?? '') })}</h2>
        <Tag tone={open === 0 && !unexplainedFen && unconfirmedBreaks === 0 ? 'jade' : 'amber'}>
          {open === 0 ? t('bank.agrees') : t('bank.open', { n: open })}
        </Tag>
      </div>
      <Facts
        items={[
          [t('bank.bankFen'), bankFen !== null && <Money key="bank" fen={bankFen} />],
          [t('bank.bookFen'), <Money key="book" fen={bookFen} />],
          [t('bank.openLines'), sums(openLines)],
          [t('bank.openEntries'), sums(openEntries)],
          [t('bank.asideLines'), asideLines.count > 0 && sums(asideLines)],
          [t('bank.difference'), unexplainedFen !== null && <Money key="rest" fen={unexplainedFen} />],
        ]}
      />
      {unexplainedFen !== null && unexplainedFen !== 0 && (
        <p className="note note-warn">{t('bank.unexplained', { sum: money(unexplainedFen) })}</p>
      )}
      {unconfirmedBreaks > 0 && <p className="note note-warn">{t('bank.breaksOpen', { n: unconfirmedBreaks })}</p>}
    </section>
  );
}
