import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, reasonOf, type Schemas } from '../app/api';
import { useFormat } from '../app/format';
import { client } from '../app/query-client';
import { holds, useSession } from '../app/session';
import { tell } from '../app/tell';
import { Empty, Facts, Fault, Field, Money, Skeleton, Tag } from '../look/kit';
import { upload } from '../wish/upload';
import { unitsQuery } from '../wish/units';
import { BankSides } from './bank-sides';
import { BankSuggestions } from './bank-suggestions';
import { Heading } from './shell';
import { SheetButton } from './sheet-button';
import { UnitSelect } from './unit-select';

type Reconciliation = Schemas['BankReconciliationAnswer'];

/** The account that a town or a community keeps, beside its book: what agrees, and what is open on either side. */
export function BankPage(): ReactElement {
  const { t } = useTranslation('office');
  const person = useSession();
  const search = useSearch({ from: '/c/bank' });
  const navigate = useNavigate();
  const { data: units } = useQuery(unitsQuery);
  const unitId = search.unit ?? units?.find(({ level }) => level === 'town' || level === 'community')?.id;
  const reconciles = holds(person, 'finance_clerk', 'town_officer');
  const { data, error, refetch } = useQuery({
    queryKey: ['bank', unitId],
    queryFn: () =>
      answer(api.GET('/api/v1/units/{unitId}/bank', { params: { path: { unitId: unitId ?? '' }, query: {} } })),
    enabled: unitId !== undefined,
  });
  return (
    <>
      <Heading title={t('bank.title')} lead={t('bank.lead')} />
      <Field label={t('overview.unit')}>
        {({ id }) => (
          <UnitSelect
            id={id}
            levels={['town', 'community']}
            value={unitId}
            onChange={(unit) => void navigate({ to: '/c/bank', search: { unit }, replace: true })}
          />
        )}
      </Field>
      {reconciles && unitId && <TakeStatement unitId={unitId} />}
      {error && !data ? (
        <Fault error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={2} />
      ) : data.fromOn === null ? (
        <Empty icon="money" title={t('bank.nothing')}>
          <p className="soft">{t('bank.nothingHint')}</p>
        </Empty>
      ) : (
        <>
          <Balance reconciliation={data} />
          {reconciles && unitId && <BankSuggestions unitId={unitId} />}
          {unitId && <BankSides key={unitId} unitId={unitId} reconciles={reconciles} />}
          <Statements reconciliation={data} />
        </>
      )}
    </>
  );
}

function TakeStatement({ unitId }: { unitId: string }): ReactElement {
  const { t } = useTranslation('office');
  const [percent, setPercent] = useState<number>();
  const [breaks, setBreaks] = useState<number[]>([]);
  const send = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setPercent(0);
    try {
      const taken = await upload<Schemas['BankImportAnswer']>(
        `/api/v1/units/${unitId}/bank/statements`,
        { blob: file, name: file.name },
        { onProgress: setPercent },
      );
      tell(t('bank.taken', { lines: taken.lines, added: taken.added }));
      setBreaks(taken.breaks);
      await client.invalidateQueries({ queryKey: ['bank'] });
    } catch (error) {
      tell(reasonOf(error), 'fault');
    } finally {
      setPercent(undefined);
    }
  };
  return (
    <section className="card stack">
      <SheetButton
        label={t('bank.take')}
        sending={t('bank.take')}
        percent={percent}
        onTake={(file) => void send(file)}
      />
      {breaks.length > 0 && (
        <p className="note note-warn">{t('bank.breaks', { rows: breaks.slice(0, 10).join('、') })}</p>
      )}
    </section>
  );
}

function Balance({ reconciliation }: { reconciliation: Reconciliation }): ReactElement {
  const { t } = useTranslation('office');
  const { day, money } = useFormat();
  const { bankFen, bookFen, openLines, openEntries, asideLines, unexplainedFen, untilOn } = reconciliation;
  const open = openLines.count + openEntries.count;
  const sums = ({ count, inFen, outFen }: Schemas['BankSumsAnswer']): string =>
    [t('bank.count', { n: count }), inFen > 0 && `+${money(inFen)}`, outFen > 0 && `−${money(outFen)}`]
      .filter(Boolean)
      .join(' · ');
  return (
    <section className="card stack">
      <div className="between">
        <h2 className="heading">{t('bank.until', { day: day(untilOn ?? '') })}</h2>
        <Tag tone={open === 0 && !unexplainedFen ? 'jade' : 'amber'}>
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
    </section>
  );
}

function Statements({ reconciliation }: { reconciliation: Reconciliation }): ReactElement {
  const { t } = useTranslation('office');
  const { day } = useFormat();
  return (
    <section className="card stack">
      <h2 className="heading">{t('bank.statements')}</h2>
      <ul className="stack-tight">
        {reconciliation.statements.map((one) => (
          <li key={one.id}>
            <p className="strong">{one.fileName}</p>
            <p className="small soft">
              {t('bank.statement', {
                from: day(one.fromOn),
                until: day(one.untilOn),
                n: one.lineCount,
                added: one.addedCount,
                name: one.importedByName,
              })}
            </p>
            {one.breaks.length > 0 && (
              <p className="small note note-warn">{t('bank.breaks', { rows: one.breaks.slice(0, 10).join('、') })}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
