import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, faultsOf, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { Button, SelectField, Sheet, TextField } from '../look/kit';
import { unitsQuery, type Unit } from '../wish/units';
import { Reasons } from './rows-by-verdict';
import { SentList, SentRowCard } from './sent-list';

type Row = Schemas['UnitImportRowAnswer'];
const LEVELS: readonly Unit['level'][] = ['district', 'town', 'community', 'grid1', 'grid2', 'grid3'];

/** A list of units row by row. */
export function UnitImportPage(): ReactElement {
  const { unitImportId } = useParams({ from: '/c/unit-imports/$unitImportId' });
  const { verdict } = useSearch({ from: '/c/unit-imports/$unitImportId' });
  const navigate = useNavigate();
  const [correcting, setCorrecting] = useState<Row>();
  const path = { unitImportId };
  return (
    <>
      <SentList<Row>
        form="unit"
        path={`/api/v1/unit-imports/${unitImportId}`}
        queryKey={['unit-imports', unitImportId]}
        changes={['units']}
        verdict={verdict}
        requests={{
          get: () => answer(api.GET('/api/v1/unit-imports/{unitImportId}', { params: { path } })),
          commit: (headers) =>
            answer(api.POST('/api/v1/unit-imports/{unitImportId}/commit', { params: { path }, headers })),
          readAgain: () => answer(api.POST('/api/v1/unit-imports/{unitImportId}/reading', { params: { path } })),
          rows: (query) => answer(api.GET('/api/v1/unit-imports/{unitImportId}/rows', { params: { path, query } })),
        }}
        onChoose={(chosen) =>
          void navigate({
            to: '/c/unit-imports/$unitImportId',
            params: path,
            search: { verdict: chosen },
            replace: true,
          })
        }
      >
        {(row) => <RowCard row={row} onCorrect={() => setCorrecting(row)} />}
      </SentList>
      {correcting && <Correct unitImportId={unitImportId} row={correcting} onClose={() => setCorrecting(undefined)} />}
    </>
  );
}

function RowCard({ row, onCorrect }: { row: Row; onCorrect: () => void }): ReactElement {
  const { t } = useTranslation('organization');
  const { t: office } = useTranslation('office');
  const { data: units } = useQuery(unitsQuery);
  const { values, typed, before } = row;
  const isOpen = row.verdict !== 'duplicate' && !row.doubts.includes('sheet');
  const parent = units?.find(({ code }) => code === values.parent)?.name ?? values.parent ?? typed.parent;
  const level = values.level ? office(`units.levels.${values.level}`) : typed.level;
  return (
    <SentRowCard row={row} isKnownWords={t('unit.wasKnown')} onCorrect={isOpen ? onCorrect : undefined}>
      <p>
        <span className="strong">{values.name ?? typed.name}</span>{' '}
        <span className="figures">{values.code ?? typed.code}</span>
      </p>
      <p className="small soft">{[level, values.kind, parent].filter(Boolean).join(' · ')}</p>
      {before && values.name !== null && before.name !== values.name && (
        <p className="small">{t('unit.change', { before: before.name, after: values.name })}</p>
      )}
      {before && values.kind !== null && before.kind !== values.kind && (
        <p className="small">{t('unit.changeKind', { before: before.kind || t('nothing'), after: values.kind })}</p>
      )}
    </SentRowCard>
  );
}

/** Says what was in doubt: only those fields, beside what was typed there. */
function Correct({
  unitImportId,
  row,
  onClose,
}: {
  unitImportId: string;
  row: Row;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('organization');
  const { t: words } = useTranslation();
  const { t: office } = useTranslation('office');
  const { code, name, level, kind, parent } = row.values;
  const [form, setForm] = useState<Record<'code' | 'name' | 'kind' | 'parent', string> & { level: Unit['level'] | '' }>(
    {
      code: code ?? '',
      name: name ?? '',
      level: level ?? '',
      kind: kind ?? '',
      parent: parent ?? '',
    },
  );
  const asks = (...doubts: Row['doubts']): boolean => doubts.some((doubt) => row.doubts.includes(doubt));
  const send = useCommand({
    send: (_, key) =>
      answer(
        api.PATCH('/api/v1/unit-imports/{unitImportId}/rows/{rowNo}', {
          params: { path: { unitImportId, rowNo: row.rowNo } },
          headers: withKey(key),
          body: {
            reading: row.reading,
            code: asks('code', 'differs', 'moved') ? form.code.trim() : undefined,
            name: asks('name', 'differs') ? form.name.trim() : undefined,
            level: asks('level', 'notBelow', 'moved', 'differs') && form.level ? form.level : undefined,
            kind: asks('kind') ? form.kind.trim() : undefined,
            parent: asks('parent', 'notBelow', 'moved', 'outside', 'differs') ? form.parent.trim() : undefined,
          },
        }),
      ),
    touches: [['unit-imports']],
    says: t('corrected'),
    done: onClose,
    refused: (error) => Object.keys(faultsOf(error)).length > 0,
  });
  const faults = faultsOf(send.error);
  const hint = (field: string): string | undefined =>
    row.typed[field] ? t('typed', { text: row.typed[field] }) : undefined;
  const text = (field: 'code' | 'name' | 'kind' | 'parent', label: string, maxLength: number): ReactElement => (
    <TextField
      label={label}
      hint={hint(field)}
      fault={faults[field]}
      maxLength={maxLength}
      value={form[field]}
      onChange={(value) => setForm({ ...form, [field]: value })}
    />
  );
  return (
    <Sheet title={t('row', { sheet: row.sheet, row: row.row })} onClose={onClose}>
      <Reasons of={row} />
      {asks('code', 'differs', 'moved') && text('code', office('units.code'), 24)}
      {asks('name', 'differs') && text('name', office('units.name'), 60)}
      {asks('level', 'notBelow', 'moved', 'differs') && (
        <SelectField
          label={office('units.level')}
          hint={hint('level')}
          fault={faults.level}
          none={words('chooseFirst')}
          value={form.level}
          onChange={(value) => setForm({ ...form, level: value })}
          options={LEVELS.map((value) => ({ value, label: office(`units.levels.${value}`) }))}
        />
      )}
      {asks('kind') && text('kind', t('unit.kind'), 20)}
      {asks('parent', 'notBelow', 'moved', 'outside', 'differs') && text('parent', t('unit.parent'), 24)}
      <p className="small soft">{t('unit.correctHint')}</p>
      <Button look="main" isWide isBusy={send.isPending} onClick={() => send.mutate()}>
        {words('save')}
      </Button>
    </Sheet>
  );
}
