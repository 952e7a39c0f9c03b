import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { ApiRefusal, fieldErrors, reasonOf, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { client } from '../../../core/query-client';
import { showToast } from '../../../core/toast';
import { upload } from '../../../core/upload';
import { HeadingChoices, headingsIn } from '../../import/desk/heading-choices';
import { SheetButton } from '../../../ui/desk/workbook-button';

type Taken = Schemas['BankImportResponse'];
type Why = Schemas['BankLeftOutResponse']['why'];

const MOST_ROWS_NAMED = 20;

/** Uploads a bank statement and shows the result: what was skipped and why, or why the file was refused. */
export function UploadStatement({ unitId }: { unitId: string }): ReactElement {
  const { t } = useTranslation('office');
  const [percent, setPercent] = useState<number>();
  const [taken, setTaken] = useState<Taken>();
  const [refusal, setRefusal] = useState<ApiRefusal>();
  const [unexplained, setUnexplained] = useState<{ file: File; headings: Schemas['HeadingResponse'][] }>();
  const send = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    setPercent(0);
    setTaken(undefined);
    setRefusal(undefined);
    setUnexplained(undefined);
    try {
      const answered = await upload<Taken>(
        `/api/v1/units/${unitId}/bank/statements`,
        { blob: file, name: file.name },
        { onProgress: setPercent },
      );
      showToast(t('bank.taken', { lines: answered.lines, added: answered.added }));
      setTaken(answered);
      await client.invalidateQueries({ queryKey: ['bank'] });
    } catch (error) {
      const headings = headingsIn(error);
      if (headings.length > 0) setUnexplained({ file, headings });
      if (error instanceof ApiRefusal && fieldErrors(error).length > 0) setRefusal(error);
      else showToast(reasonOf(error), 'error');
    } finally {
      setPercent(undefined);
    }
  };
  return (
    <section className="card stack">
      <SheetButton
        label={t('bank.take')}
        sending={t(percent === 100 ? 'bank.reading' : 'bank.sending')}
        percent={percent}
        onTake={(file) => void send(file)}
      />
      {unexplained && (
        <HeadingChoices
          form="statement"
          unitId={unitId}
          headings={unexplained.headings}
          isNeeded
          onChosen={() => send(unexplained.file)}
        />
      )}
      {refusal && <Refusal refusal={refusal} />}
      {taken && taken.breaks.length > 0 && <p className="note note-warn">{t('bank.breaksInFile')}</p>}
      {taken && taken.leftOutCount > 0 && <LeftOut taken={taken} />}
    </section>
  );
}

function Refusal({ refusal }: { refusal: ApiRefusal }): ReactElement {
  const { t } = useTranslation('office');
  return (
    <div className="note note-stop stack-tight" role="alert">
      <p className="strong">{t('bank.refused')}</p>
      <ul>
        {fieldErrors(refusal).map(({ field, reason }, at) => (
          <li key={at}>
            {field} · {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}

function LeftOut({ taken: { leftOut, leftOutCount } }: { taken: Taken }): ReactElement {
  const { t } = useTranslation('office');
  const { list } = useFormat();
  const rows = new Map<Why, string[]>();
  const hasSheets = new Set(leftOut.map(({ sheet }) => sheet)).size > 1;
  for (const { sheet, row, why } of leftOut)
    rows.set(why, [...(rows.get(why) ?? []), hasSheets ? `${sheet} ${row}` : String(row)]);
  return (
    <details className="small">
      <summary>{t('bank.leftOut', { n: leftOutCount })}</summary>
      <ul>
        {[...rows].map(([why, named]) => (
          <li key={why}>
            {t('bank.leftOutRows', {
              why: t(`bank.why.${why}`),
              rows: list(named.slice(0, MOST_ROWS_NAMED)) + (named.length > MOST_ROWS_NAMED ? ' …' : ''),
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}
