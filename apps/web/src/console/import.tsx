import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { useFormat } from '../app/format';
import { Button, Empty, Fault, Progress, Skeleton, Tag } from '../look/kit';
import { unitsQuery } from '../wish/units';
import { download } from './download';
import { HeadingChoices } from './heading-choices';
import { MendRow } from './mend-row';
import { Reasons, RowsByVerdict, VERDICT_TONES } from './rows-by-verdict';
import { Heading } from './shell';
import { IMPORT_TONES, TakeBack, canCommit, isUnderWay, useRowsAfterJob } from './take-back';

export type Row = Schemas['ImportRowAnswer'];
type Import = Schemas['WishImportAnswer'];
const POLL_MS = 1_000;

/** A workbook row by row: what is accepted, what a person has to look at and why, mended in place, then taken in. */
export function ImportPage(): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation('imports');
  const { importId } = useParams({ from: '/c/imports/$importId' });
  const { data, error, refetch } = useQuery({
    queryKey: ['imports', importId],
    queryFn: () => answer(api.GET('/api/v1/wish-imports/{importId}', { params: { path: { importId } } })),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.status) ? POLL_MS : false),
  });
  useRowsAfterJob(['imports', importId, 'rows'], data?.status);
  if (error && !data) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={3} />;
  const taken = data.wishesAdded + data.wishesKnown;
  return (
    <>
      <Heading title={data.fileName} lead={t('imports.counts', data.counts)}>
        <Tag tone={IMPORT_TONES[data.status]}>{words(`status.${data.status}`)}</Tag>
      </Heading>
      {data.status === 'reading' && (
        <Progress
          label={t('imports.reading')}
          done={data.rowsRead}
          total={data.rowsTotal || Math.max(data.rowsRead * 2, 100)}
        />
      )}
      {data.status === 'committing' && (
        <Progress label={t('imports.committing')} done={taken} total={data.counts.accept} />
      )}
      {data.problem && <p className="note note-stop">{data.problem.title}</p>}
      {data.status === 'committed' && (
        <p className="note note-good">{t('imports.added', { added: data.wishesAdded, known: data.wishesKnown })}</p>
      )}
      <TakeBack form="wish" data={data} />
      {(data.status === 'ready' || data.status === 'failed') && data.headings.length > 0 && (
        <HeadingChoices
          form="wish"
          unitId={data.unitId}
          headings={data.headings}
          isNeeded={data.counts.accept === 0}
          onChosen={() =>
            answer(api.POST('/api/v1/wish-imports/{importId}/reading', { params: { path: { importId } } }))
          }
        />
      )}
      {data.status !== 'reading' && data.status !== 'failed' && <Rows data={data} />}
    </>
  );
}

function Rows({ data }: { data: Import }): ReactElement {
  const { t } = useTranslation('office');
  const search = useSearch({ from: '/c/imports/$importId' });
  const navigate = useNavigate();
  const [mending, setMending] = useState<Row>();
  const path = { importId: data.id };
  const ready = data.counts.accept - data.wishesAdded - data.wishesKnown;
  const commit = useCommand({
    send: (_, key) =>
      answer(api.POST('/api/v1/wish-imports/{importId}/commit', { params: { path }, headers: withKey(key) })),
    touches: [['imports'], ['wishes'], ['desk']],
    says: t('imports.committed'),
  });
  return (
    <>
      <div className="actions">
        <Button
          look="main"
          icon="check"
          isBusy={commit.isPending || data.status === 'committing'}
          disabled={ready === 0 || !canCommit(data.status)}
          onClick={() => commit.mutate()}
        >
          {t('imports.commit', { ready })}
        </Button>
        {data.counts.review + data.counts.reject > 0 && (
          <Button
            icon="download"
            onClick={() => void download(`/api/v1/wish-imports/${data.id}/attention.xlsx`, 'wish-attention.xlsx')}
          >
            {t('imports.attention')}
          </Button>
        )}
      </div>
      <p className="small soft">{t('imports.commitHint')}</p>
      <RowsByVerdict<Row>
        label={t('wishes.status')}
        counts={data.counts}
        verdict={search.verdict}
        nameOf={(verdict) => t(`imports.verdict.${verdict}`)}
        queryKey={['imports', data.id, 'rows']}
        load={(query) => answer(api.GET('/api/v1/wish-imports/{importId}/rows', { params: { path, query } }))}
        onChoose={(verdict) =>
          void navigate({ to: '/c/imports/$importId', params: path, search: { verdict }, replace: true })
        }
        empty={
          <Empty icon="check" title={t('imports.none')}>
            <p className="soft">{t('imports.noneHint')}</p>
          </Empty>
        }
      >
        {(row) => <RowCard row={row} onMend={() => setMending(row)} />}
      </RowsByVerdict>
      {mending && <MendRow importId={data.id} row={mending} onClose={() => setMending(undefined)} />}
    </>
  );
}

function RowCard({ row, onMend }: { row: Row; onMend: () => void }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { money, day } = useFormat();
  const { data: units } = useQuery(unitsQuery);
  const { values } = row;
  const unit = units?.find(({ code }) => code === values.unitCode)?.name;
  return (
    <article className="card import-row">
      <div className="stack-tight">
        <Tag tone={VERDICT_TONES[row.verdict]}>{t(`imports.verdict.${row.verdict}`)}</Tag>
        <p className="small soft">{`${row.sheet} ${t('imports.row', { row: row.row })}`}</p>
      </div>
      <div className="stack-tight">
        <p>{values.text || row.typed.text}</p>
        <p className="small soft">
          {[
            unit ?? row.typed.unit,
            values.name,
            values.phone,
            values.kind && words(`kind.${values.kind}`),
            values.costYuan !== null && money(Math.round(values.costYuan * 100)),
            values.dueOn && day(values.dueOn),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {row.danger && (
          <Tag tone="red" icon="warn">
            {t('imports.danger', { word: row.danger })}
          </Tag>
        )}
        <Reasons of={row} />
      </div>
      <div>
        {row.isTakenBack && <p className="small soft">{t('imports.isTakenBack')}</p>}
        {row.wishId ? (
          <Link to="/c/wishes/$wishId" params={{ wishId: row.wishId }}>
            {row.isKnown ? t('imports.known') : t('imports.wish')}
          </Link>
        ) : (
          row.verdict !== 'accept' && (
            <Button icon="edit" onClick={onMend}>
              {t('imports.mend')}
            </Button>
          )
        )}
      </div>
    </article>
  );
}
