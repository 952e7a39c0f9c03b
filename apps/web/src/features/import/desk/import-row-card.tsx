import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { Button, Tag } from '../../../ui';
import type { ImportForm } from './import-routes';
import { Reasons, VERDICT_TONES, type Verdict } from './rows-by-verdict';

/** A row of an import: its verdict or its commit state, its position, its content, why it needs a person, and a button to
 *  correct it. */
export function ImportRowCard({
  form,
  row,
  note,
  children,
  outcome,
  onCorrect,
}: {
  form: ImportForm;
  row: {
    verdict: Verdict;
    sheet: string;
    row: number;
    reasons: string[];
    fields: string[];
    isTaken?: boolean;
    isTakenBack: boolean;
  };
  note?: string | false;
  children: ReactNode;
  outcome?: ReactNode;
  /** Undefined while rows cannot be corrected. */
  onCorrect: (() => void) | undefined;
}): ReactElement {
  const { t } = useTranslation('imports');
  const taken = row.isTakenBack ? t('row.isTakenBack') : row.isTaken && t('row.isTaken');
  return (
    <article className="card import-row">
      <div className="stack-tight">
        <Tag tone={VERDICT_TONES[row.verdict]}>{taken || t(`page.${form}.verdict.${row.verdict}`)}</Tag>
        <p className="small soft">{t('row.place', { sheet: row.sheet, row: row.row })}</p>
        {note && <p className="small soft">{note}</p>}
      </div>
      <div className="stack-tight">
        {children}
        <Reasons of={row} />
      </div>
      <div>
        {outcome}
        {onCorrect && row.fields.length > 0 && (
          <Button icon="edit" onClick={onCorrect}>
            {t('row.correct')}
          </Button>
        )}
      </div>
    </article>
  );
}
