import { useQuery, type QueryKey } from '@tanstack/react-query';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { Button, Empty, Progress, Tag, Waiting } from '../../../ui';
import { download } from '../../../core/download';
import { HeadingChoices } from './heading-choices';
import { IMPORT_KEYS, importPath, importRoutes, type ImportForm } from './import-routes';
import { RowsByVerdict, type RowsQuery, type Verdict } from './rows-by-verdict';
import { Heading } from '../../../frames/desk';
import { IMPORT_TONES, TakeBack, useRowsAfterJob } from './take-back';

type Import = Schemas['ImportResponse'];
const POLL_MS = 1_000;

interface Parts<R> {
  form: ImportForm;
  id: string;
  /** From the address. */
  verdict: string | undefined;
  onChoose: (verdict: Verdict) => void;
  attentionName: string;
  /** Query keys to invalidate after a commit. */
  touches: QueryKey[];
  load: (query: RowsQuery) => Promise<{ items: R[]; nextCursor: string | null }>;
  /** Further notes about the import. */
  notes?: ReactNode;
  /** Further actions with the committed rows. */
  renderActions?: (data: Import) => ReactNode;
  /** `onCorrect` is undefined while rows cannot be corrected. */
  renderCard: (row: R, onCorrect: (() => void) | undefined) => ReactNode;
  renderCorrection: (row: R, onClose: () => void) => ReactNode;
}

/** An import row by row: which rows are accepted, and which need a person and why. Corrects rows in place, then commits. */
export function ImportPage<R extends { rowNo: number }>(parts: Parts<R>): ReactElement {
  const { form, id } = parts;
  const { t } = useTranslation('imports');
  const routes = importRoutes(form);
  const key = [IMPORT_KEYS[form], id];
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => api.GET(routes.one, { params: { path: importPath(id) } }),
    refetchInterval: ({ state }) => (state.data?.isUnderWay ? POLL_MS : false),
  });
  const readAgain = useCommand({
    send: (_, headers) => api.POST(routes.reading, { params: { path: importPath(id) }, headers }),
    invalidates: [[IMPORT_KEYS[form]]],
  });
  useRowsAfterJob([...key, 'rows'], data?.isUnderWay);
  if (!data) return <Waiting error={error} onRetry={refetch} rows={3} />;
  const { status, counts } = data;
  const mayReadAgain = data.allowedSteps.includes('readAgain');
  return (
    <>
      <Heading title={data.fileName} lead={t(`page.${form}.counts`, counts)}>
        <Tag tone={IMPORT_TONES[status]}>{t(`status.${status}`)}</Tag>
      </Heading>
      <Notes form={form} data={data} />
      {parts.notes}
      {mayReadAgain && data.problem && data.headings.length === 0 && (
        <div className="actions">
          <Button isBusy={readAgain.isPending} onClick={() => readAgain.mutate()}>
            {t('readAgain')}
          </Button>
        </div>
      )}
      <TakeBack form={form} data={data} />
      {mayReadAgain && data.headings.length > 0 && (
        <HeadingChoices
          form={form}
          unitId={data.unitId}
          headings={data.headings}
          isNeeded={counts.accept === 0}
          onChosen={() => readAgain.mutateAsync()}
        />
      )}
      {status !== 'reading' && status !== 'failed' && <Rows {...parts} data={data} />}
    </>
  );
}

/** The progress of the import, and what people should know about it. */
function Notes({ form, data }: { form: ImportForm; data: Import }): ReactElement {
  const { t } = useTranslation('imports');
  const { list } = useFormat();
  const { status, rowsRead, rowsTotal, counts, added, known, hidden } = data;
  const hiddenParts = [
    ...(hidden.sheets > 0 ? [t('hidden.sheets', { count: hidden.sheets })] : []),
    ...(hidden.rows > 0 ? [t('hidden.rows', { count: hidden.rows })] : []),
  ];
  return (
    <>
      {status === 'reading' && (
        <Progress label={t('reading')} done={rowsRead} total={rowsTotal || Math.max(rowsRead * 2, 100)} />
      )}
      {status === 'committing' && (
        <Progress label={t(`page.${form}.committing`)} done={added + known} total={counts.accept} />
      )}
      {data.problem && <p className="note note-stop">{data.problem.title}</p>}
      {hiddenParts.length > 0 && <p className="note note-warn">{t('hidden.note', { parts: list(hiddenParts) })}</p>}
      {status === 'committed' && (
        <p className="note note-good">{t(`page.${form}.added`, { added, known, taken: added + known })}</p>
      )}
    </>
  );
}

function Rows<R extends { rowNo: number }>({
  form,
  id,
  data,
  verdict,
  onChoose,
  attentionName,
  touches,
  load,
  renderActions,
  renderCard,
  renderCorrection,
}: Parts<R> & { data: Import }): ReactElement {
  const { t } = useTranslation('imports');
  const [correcting, setCorrecting] = useState<R>();
  const { counts, status } = data;
  const ready = counts.accept - data.added - data.known;
  const routes = importRoutes(form);
  const commit = useCommand({
    send: (_, headers) => api.POST(routes.commit, { params: { path: importPath(id) }, headers }),
    invalidates: [[IMPORT_KEYS[form]], ...touches],
    successMessage: t(`page.${form}.commitBegun`),
  });
  return (
    <>
      <div className="actions">
        <Button
          variant="primary"
          icon="check"
          isBusy={commit.isPending || status === 'committing'}
          disabled={ready === 0 || !data.allowedSteps.includes('commit')}
          onClick={() => commit.mutate()}
        >
          {t(`page.${form}.commit`, { count: ready })}
        </Button>
        {renderActions?.(data)}
        {counts.review + counts.reject > 0 && (
          <Button icon="download" onClick={() => void download(`${routes.all}/${id}/attention.xlsx`, attentionName)}>
            {t('attention')}
          </Button>
        )}
      </div>
      <p className="small soft">{t(`page.${form}.commitHint`)}</p>
      <RowsByVerdict<R>
        label={t('verdicts')}
        counts={counts}
        verdict={verdict}
        nameOf={(one) => t(`page.${form}.verdict.${one}`)}
        queryKey={[IMPORT_KEYS[form], id, 'rows']}
        load={load}
        onChoose={onChoose}
        empty={
          <Empty icon="check" title={t('none')}>
            <p className="soft">{t('noneHint')}</p>
          </Empty>
        }
      >
        {(row) => renderCard(row, data.allowedSteps.includes('correct') ? () => setCorrecting(row) : undefined)}
      </RowsByVerdict>
      {correcting && renderCorrection(correcting, () => setCorrecting(undefined))}
    </>
  );
}
