import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { SelectField, TextField } from '../../../ui';
import type { Unit } from '../../people/units';
import { CorrectSheet, useTypedHints } from './person-row-fields';

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
  const hint = useTypedHints(row.typed);
  const asks = (field: keyof Form): boolean => row.fields.includes(field);
  const form = useForm<Form>({
    values: formOf(row),
    send: ({ code, name, level, kind, parent }, headers) =>
      api.PATCH('/api/v1/unit-imports/{unitImportId}/rows/{rowNo}', {
        params: { path: { unitImportId, rowNo: row.rowNo } },
        headers,
        body: {
          reading: row.reading,
          code: asks('code') ? code.trim() : undefined,
          name: asks('name') ? name.trim() : undefined,
          level: (asks('level') && level) || undefined,
          kind: asks('kind') ? kind.trim() : undefined,
          parent: asks('parent') ? parent.trim() : undefined,
        },
      }),
    invalidates: [['unit-imports']],
    successMessage: t('row.corrected'),
    onSuccess: onClose,
  });
  const text = (name: Text, maxLength: number, label: string = t(`field.unit.${name}`)): ReactElement | false =>
    asks(name) && <TextField label={label} hint={hint(name)} maxLength={maxLength} {...form.field(name)} />;
  return (
    <CorrectSheet row={row} form={form} onClose={onClose}>
      {text('code', 24)}
      {text('name', 60)}
      {asks('level') && (
        <SelectField
          label={t('field.unit.level')}
          hint={hint('level')}
          none={words('chooseFirst')}
          {...form.field('level')}
          options={LEVELS.map((value) => ({ value, label: office(`units.levels.${value}`) }))}
        />
      )}
      {text('kind', 20)}
      {text('parent', 24, t('unitRow.parent'))}
      <p className="small soft">{t('unitRow.correctHint')}</p>
    </CorrectSheet>
  );
}

const formOf = ({ values: { code, name, level, kind, parent } }: Row): Form => ({
  code: code ?? '',
  name: name ?? '',
  level: level ?? '',
  kind: kind ?? '',
  parent: parent ?? '',
});
