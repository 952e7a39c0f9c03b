import { useQuery, type QueryKey } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from '../words/use-translation';
import { withKey } from '../app/api';
import { useCommand } from '../app/command';
import { Button, Empty, Fault, Progress, Skeleton, Tag } from '../look/kit';
import { download } from './download';
import { HeadingChoices } from './heading-choices';
import { Reasons, RowsByVerdict, VERDICT_TONES, type Verdict } from './rows-by-verdict';
import type { Sent, SentForm } from './sent-lists';
import { Heading } from './shell';
import { IMPORT_TONES, TakeBack, canCommit, isUnderWay, useRowsAfterJob } from './take-back';

const POLL_MS = 1_000;

/** What every row of a list has. */
export interface SentRow {
  rowNo: number;
  sheet: string;
  row: number;
  verdict: Verdict;
  reasons: string[];
  isTaken: boolean;
  isTakenBack: boolean;
  isKnown: boolean;
}
interface Page<R> {
  items: R[];
  nextCursor: string | null;
}

/** A list of units or of staff row by row: what is ready, what a person has to look at and why, corrected in place, then taken in. */
export function SentList<R extends SentRow>({
  form,
  path,
  queryKey,
  changes,
  verdict,
  requests,
  onChoose,
  about,
  actions,
  children,
}: {
  form: SentForm;
  /** Of this list. */
  path: string;
  queryKey: QueryKey;
  /** What is asked for again when a job has changed it. */
  changes: QueryKey;
  verdict: string | undefined;
  requests: {
    get: () => Promise<Sent>;
    commit: (headers: ReturnType<typeof withKey>) => Promise<unknown>;
    readAgain: () => Promise<unknown>;
    rows: (query: { limit: number; cursor: string | undefined; verdict: Verdict }) => Promise<Page<R>>;
  };
  onChoose: (verdict: Verdict) => void;
  /** What else there is to say of it. */
  about?: ReactNode;
  actions?: ReactNode;
  children: (row: R) => ReactNode;
}): ReactElement {
  const { t } = useTranslation('organization');
  const { t: words } = useTranslation('imports');
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: requests.get,
    refetchInterval: ({ state }) => (isUnderWay(state.data?.status) ? POLL_MS : false),
  });
  const commit = useCommand({
    send: (_, key) => requests.commit(withKey(key)),
    touches: [queryKey],
    says: t('committed'),
  });
  useRowsAfterJob([...queryKey, 'rows'], data?.status);
  useRowsAfterJob(changes, data?.status);
  if (error && !data) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={3} />;
  const { counts, status } = data;
  const taken = data.added + data.known;
  const ready = counts.accept - taken;
  return (
    <>
      <Heading title={data.fileName} lead={t('counts', counts)}>
        <Tag tone={IMPORT_TONES[status]}>{words(`status.${status}`)}</Tag>
      </Heading>
      {data.problem && <p className="note note-stop">{data.problem.title}</p>}
      {status === 'reading' && <Progress label={words('reading')} done={data.rowsRead} total={data.rowsTotal || 100} />}
      {status === 'committing' && <Progress label={t('committing')} done={taken} total={counts.accept} />}
      {taken > 0 && <p className="note note-good">{t(`${form}.taken`, { added: data.added, known: data.known })}</p>}
      {about}
      <div className="actions">
        <Button
          look="main"
          icon="check"
          isBusy={commit.isPending || status === 'committing'}
          disabled={ready === 0 || !canCommit(status)}
          onClick={() => commit.mutate()}
        >
          {t(`${form}.commit`, { count: ready })}
        </Button>
        {actions}
        {counts.review + counts.reject > 0 && (
          <Button icon="download" onClick={() => void download(`${path}/attention.xlsx`, `${form}-attention.xlsx`)}>
            {t('attention')}
          </Button>
        )}
      </div>
      <p className="small soft">{t(`${form}.commitHint`)}</p>
      <TakeBack form={form} data={data} />
      {(status === 'ready' || status === 'failed') && data.headings.length > 0 && (
        <HeadingChoices
          form={form}
          unitId={data.unitId}
          headings={data.headings}
          isNeeded={counts.accept === 0}
          onChosen={requests.readAgain}
        />
      )}
      {status !== 'reading' && status !== 'failed' && (
        <RowsByVerdict<R>
          label={t(`${form}.title`)}
          counts={counts}
          verdict={verdict}
          nameOf={(one) => t(`verdict.${one}`)}
          queryKey={[...queryKey, 'rows']}
          load={requests.rows}
          onChoose={onChoose}
          empty={<Empty icon="check" title={t('none')} />}
        >
          {children}
        </RowsByVerdict>
      )}
    </>
  );
}

/** A row with its state, what it says, why it needs a person, and the way to correct it. */
export function SentRowCard({
  row,
  isKnownWords,
  onCorrect,
  children,
}: {
  row: SentRow;
  /** What it means that a row was known. */
  isKnownWords: string;
  /** Undefined: there is nothing to correct. */
  onCorrect: (() => void) | undefined;
  children: ReactNode;
}): ReactElement {
  const { t } = useTranslation('organization');
  const state = row.isTakenBack ? t('isOut') : row.isTaken ? t('isIn') : t(`verdict.${row.verdict}`);
  return (
    <article className="card import-row">
      <div className="stack-tight">
        <Tag tone={VERDICT_TONES[row.verdict]}>{state}</Tag>
        <p className="small soft">{t('row', { sheet: row.sheet, row: row.row })}</p>
        {row.isKnown && <p className="small soft">{isKnownWords}</p>}
      </div>
      <div className="stack-tight">
        {children}
        <Reasons of={row} />
      </div>
      <div>
        {!row.isTaken && row.verdict !== 'accept' && onCorrect && (
          <Button icon="edit" onClick={onCorrect}>
            {t('correct')}
          </Button>
        )}
      </div>
    </article>
  );
}
