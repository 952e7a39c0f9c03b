import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, type Schemas, hasFieldErrors } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { Button, SelectField, Sheet, TextField } from '../../../ui';
import type { Unit } from '../../people/units';
import { Reasons } from './rows-by-verdict';

type Row = Schemas['UnitImportRowResponse'];
type Text = 'code' | 'name' | 'kind' | 'parent';
type Form = Record<Text, string> & { level: Unit['level'] | '' };

const LEVELS: readonly Unit['level'][] = ['district', 'town', 'community', 'grid1', 'grid2', 'grid3'];

/** Corrects a row of a unit list: only the doubtful fields, beside the original text. */
export function CorrectUnitRow({
  unitImportId,
  row,
  onClose,
}: {
  unitImportId: string;
  row: Row;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation();
  const { t: office } = useTranslation('office');
  const [form, setForm] = useState<Form>(() => formOf(row));
  const asks = (field: keyof Form): boolean => row.fields.includes(field);
  const send = useCommand({
    send: (_, headers) =>
      api.PATCH('/api/v1/unit-imports/{unitImportId}/rows/{rowNo}', {
        params: { path: { unitImportId, rowNo: row.rowNo } },
        headers,
        body: {
          reading: row.reading,
          code: asks('code') ? form.code.trim() : undefined,
          name: asks('name') ? form.name.trim() : undefined,
          level: (asks('level') && form.level) || undefined,
          kind: asks('kind') ? form.kind.trim() : undefined,
          parent: asks('parent') ? form.parent.trim() : undefined,
        },
      }),
    invalidates: [['unit-imports']],
    successMessage: t('row.corrected'),
    onSuccess: onClose,
    onRefused: (error) => hasFieldErrors(error),
  });
  const errors = errorsByField(send.error);
  const field = (name: keyof Form) => ({
    hint: row.typed[name] && t('row.typed', { text: row.typed[name] }),
    error: errors[name],
  });
  const text = (name: Text, maxLength: number, label: string = t(`field.unit.${name}`)): ReactElement | false =>
    asks(name) && (
      <TextField
        label={label}
        {...field(name)}
        maxLength={maxLength}
        value={form[name]}
        onChange={(value) => setForm({ ...form, [name]: value })}
      />
    );
  return (
    <Sheet title={t('row.place', { sheet: row.sheet, row: row.row })} onClose={onClose}>
      <Reasons of={row} />
      {text('code', 24)}
      {text('name', 60)}
      {asks('level') && (
        <SelectField
          label={t('field.unit.level')}
          {...field('level')}
          none={words('chooseFirst')}
          value={form.level}
          onChange={(level) => setForm({ ...form, level })}
          options={LEVELS.map((value) => ({ value, label: office(`units.levels.${value}`) }))}
        />
      )}
      {text('kind', 20)}
      {text('parent', 24, t('unitRow.parent'))}
      <p className="small soft">{t('unitRow.correctHint')}</p>
      <Button variant="primary" isWide isBusy={send.isPending} onClick={() => send.mutate()}>
        {words('save')}
      </Button>
    </Sheet>
  );
}

const formOf = ({ values: { code, name, level, kind, parent } }: Row): Form => ({
  code: code ?? '',
  name: name ?? '',
  level: level ?? '',
  kind: kind ?? '',
  parent: parent ?? '',
});
