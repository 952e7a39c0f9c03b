import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, faultsOf, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { Button, Empty, Fault, Progress, SelectField, Sheet, Skeleton, Tag, TextField } from '../look/kit';
import { plainest, readMobile } from '../look/typed';
import { PhoneField } from '../look/typed-fields';
import { useStrengths } from '../wish/strengths';
import { unitsQuery } from '../wish/units';
import { Confirm } from './confirm';
import { download } from './download';
import { HeadingChoices } from './heading-choices';
import { Reasons, RowsByVerdict, VERDICT_TONES } from './rows-by-verdict';
import { Heading } from './shell';
import { IMPORT_TONES, TakeBack, canCommit, isUnderWay, useRowsAfterJob } from './take-back';

type RosterState = Schemas['RosterAnswer'];
type Row = Schemas['RosterRowAnswer'];
const POLL_MS = 1_000;

/** A roster row by row: what is ready, what a person has to look at and why, settled in place, then taken in. */
export function RosterPage(): ReactElement {
  const { t } = useTranslation('roster');
  const { t: words } = useTranslation('imports');
  const { rosterId } = useParams({ from: '/c/rosters/$rosterId' });
  const path = { rosterId };
  const [isAsking, setAsking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['rosters', rosterId],
    queryFn: () => answer(api.GET('/api/v1/volunteer-rosters/{rosterId}', { params: { path } })),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.status) ? POLL_MS : false),
  });
  const commit = useCommand({
    send: (_, key) =>
      answer(api.POST('/api/v1/volunteer-rosters/{rosterId}/commit', { params: { path }, headers: withKey(key) })),
    touches: [['rosters'], ['people'], ['groups']],
    says: t('roster.committed'),
  });
  useRowsAfterJob(['rosters', rosterId, 'rows'], data?.status);
  if (error && !data) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={3} />;
  const { counts, status } = data;
  const ready = counts.accept - counts.taken;
  const codes = async (): Promise<void> => {
    setAsking(false);
    await download(`/api/v1/volunteer-rosters/${rosterId}/start-codes`, 'start-codes.xlsx', 'POST');
  };
  return (
    <>
      <Heading title={data.fileName} lead={t('roster.counts', counts)}>
        <Tag tone={IMPORT_TONES[status]}>{words(`status.${status}`)}</Tag>
      </Heading>
      {data.problem && <p className="note note-stop">{data.problem.title}</p>}
      {status === 'reading' && <Progress label={words('reading')} done={data.rowsRead} total={data.rowsTotal || 100} />}
      {status === 'committing' && <Progress label={t('roster.committing')} done={counts.taken} total={counts.accept} />}
      {counts.taken > 0 && <p className="note note-good">{t('roster.taken', counts)}</p>}
      <div className="actions">
        <Button
          look="main"
          icon="check"
          isBusy={commit.isPending || status === 'committing'}
          disabled={ready === 0 || !canCommit(status)}
          onClick={() => commit.mutate()}
        >
          {t('roster.commit', { count: ready })}
        </Button>
        {counts.taken > 0 && (
          <Button icon="download" onClick={() => setAsking(true)}>
            {t('roster.codes')}
          </Button>
        )}
        {counts.review + counts.reject > 0 && (
          <Button
            icon="download"
            onClick={() =>
              void download(`/api/v1/volunteer-rosters/${rosterId}/attention.xlsx`, 'roster-attention.xlsx')
            }
          >
            {t('roster.attention')}
          </Button>
        )}
      </div>
      <p className="small soft">{t('roster.commitHint')}</p>
      <TakeBack form="roster" data={data} />
      {(status === 'ready' || status === 'failed') && data.headings.length > 0 && (
        <HeadingChoices
          form="roster"
          unitId={data.unitId}
          headings={data.headings}
          isNeeded={data.counts.accept === 0}
          onChosen={() => answer(api.POST('/api/v1/volunteer-rosters/{rosterId}/reading', { params: { path } }))}
        />
      )}
      {status !== 'reading' && status !== 'failed' && <Rows data={data} />}
      {isAsking && (
        <Confirm title={t('roster.codes')} onYes={() => void codes()} onClose={() => setAsking(false)}>
          <p>{t('roster.codesSure')}</p>
        </Confirm>
      )}
    </>
  );
}

function Rows({ data }: { data: RosterState }): ReactElement {
  const { t } = useTranslation('roster');
  const search = useSearch({ from: '/c/rosters/$rosterId' });
  const navigate = useNavigate();
  const [mending, setMending] = useState<Row>();
  const path = { rosterId: data.id };
  return (
    <>
      <RowsByVerdict<Row>
        label={t('roster.title')}
        counts={data.counts}
        verdict={search.verdict}
        nameOf={(verdict) => t(`roster.verdict.${verdict}`)}
        queryKey={['rosters', data.id, 'rows']}
        load={(query) => answer(api.GET('/api/v1/volunteer-rosters/{rosterId}/rows', { params: { path, query } }))}
        onChoose={(verdict) =>
          void navigate({ to: '/c/rosters/$rosterId', params: path, search: { verdict }, replace: true })
        }
        empty={<Empty icon="check" title={t('roster.none')} />}
      >
        {(row) => <RowCard row={row} onMend={() => setMending(row)} />}
      </RowsByVerdict>
      {mending && <Mend rosterId={data.id} row={mending} onClose={() => setMending(undefined)} />}
    </>
  );
}

function RowCard({ row, onMend }: { row: Row; onMend: () => void }): ReactElement {
  const { t } = useTranslation('roster');
  const { data: units } = useQuery(unitsQuery);
  const strengths = useStrengths();
  const { values, typed } = row;
  const unit = units?.find(({ code }) => code === values.unitCode)?.name;
  return (
    <article className="card import-row">
      <div className="stack-tight">
        <Tag tone={VERDICT_TONES[row.verdict]}>
          {row.isTakenBack ? t('roster.isOut') : row.isTaken ? t('roster.isIn') : t(`roster.verdict.${row.verdict}`)}
        </Tag>
        <p className="small soft">{t('roster.row', { sheet: row.sheet, row: row.row })}</p>
        {row.isKnown && <p className="small soft">{t('roster.wasKnown')}</p>}
      </div>
      <div className="stack-tight">
        <p>
          <span className="strong">{values.name ?? typed.name}</span>{' '}
          <span className="figures">{values.phone ?? typed.phone}</span>
        </p>
        <p className="small soft">
          {[unit ?? typed.unit, values.partyGroup, values.partyBranch, values.workUnit].filter(Boolean).join(' · ')}
        </p>
        {values.strengths.length > 0 && <p className="small">{values.strengths.map(strengths.name).join('、')}</p>}
        {row.unknownStrengths.length > 0 && (
          <p className="small soft">{t('roster.unknown', { words: row.unknownStrengths.join('、') })}</p>
        )}
        <Reasons of={row} />
      </div>
      <div>
        {!row.isTaken && row.verdict !== 'accept' && (
          <Button icon="edit" onClick={onMend}>
            {t('roster.mend')}
          </Button>
        )}
      </div>
    </article>
  );
}

/** Settles what is in doubt: only those fields, beside what was typed there. */
function Mend({ rosterId, row, onClose }: { rosterId: string; row: Row; onClose: () => void }): ReactElement {
  const { t } = useTranslation('roster');
  const { t: words } = useTranslation();
  const { data: units } = useQuery(unitsQuery);
  const [form, setForm] = useState({ name: '', phone: '', unitCode: '', isSame: false });
  const asks = (...doubts: Row['doubts']): boolean => doubts.some((doubt) => row.doubts.includes(doubt));
  const send = useCommand({
    send: (_, key) =>
      answer(
        api.PATCH('/api/v1/volunteer-rosters/{rosterId}/rows/{rowNo}', {
          params: { path: { rosterId, rowNo: row.rowNo } },
          headers: withKey(key),
          body: {
            name: form.name.trim() || undefined,
            phone: plainest(readMobile, form.phone) || undefined,
            unitCode: form.unitCode || undefined,
            isSame: form.isSame || undefined,
          },
        }),
      ),
    touches: [['rosters']],
    says: t('roster.mended'),
    done: onClose,
    refused: (error) => Object.keys(faultsOf(error)).length > 0,
  });
  const faults = faultsOf(send.error);
  const hint = (name: 'name' | 'phone' | 'unit'): string | undefined =>
    row.typed[name] ? t('roster.typed', { text: row.typed[name] }) : undefined;
  return (
    <Sheet title={t('roster.row', { sheet: row.sheet, row: row.row })} onClose={onClose}>
      <Reasons of={row} />
      {asks('otherName') && (
        <label className="check">
          <input
            type="checkbox"
            checked={form.isSame}
            onChange={(event) => setForm({ ...form, isSame: event.target.checked })}
          />
          <span>{t('roster.isSame')}</span>
        </label>
      )}
      {asks('name', 'otherPerson') && (
        <TextField
          label={words('field.name')}
          hint={hint('name')}
          fault={faults.name}
          maxLength={40}
          value={form.name}
          onChange={(name) => setForm({ ...form, name })}
        />
      )}
      {asks('phone', 'twice', 'otherName', 'closed', 'otherPerson') && (
        <PhoneField
          label={words('field.phone')}
          hint={hint('phone')}
          fault={faults.phone}
          value={form.phone}
          onChange={(phone) => setForm({ ...form, phone })}
        />
      )}
      {asks('unit') && (
        <SelectField
          label={words('field.unitId')}
          hint={hint('unit')}
          fault={faults.unitCode}
          none={words('chooseFirst')}
          value={form.unitCode}
          onChange={(unitCode) => setForm({ ...form, unitCode })}
          options={(units ?? [])
            .filter(({ level }) => level === 'community')
            .map(({ code, name }) => ({ value: code, label: name }))}
        />
      )}
      <Button look="main" isWide isBusy={send.isPending} onClick={() => send.mutate()}>
        {words('save')}
      </Button>
    </Sheet>
  );
}
