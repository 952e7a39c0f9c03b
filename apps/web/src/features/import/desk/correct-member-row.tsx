import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, type Schemas, hasFieldErrors } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { Button, SelectField, Sheet } from '../../../ui';
import { unitsQuery } from '../../people/units';
import { NO_PERSON, PersonRowFields, personBody } from './person-row-fields';
import { Reasons } from './rows-by-verdict';

type Row = Schemas['RosterRowResponse'];

/** Corrects a row of a roster: only the doubtful fields, beside the original text. */
export function CorrectMemberRow({
  rosterId,
  row,
  onClose,
}: {
  rosterId: string;
  row: Row;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation();
  const { data: units } = useQuery(unitsQuery);
  const [form, setForm] = useState({ ...NO_PERSON, unitCode: '' });
  const set = (change: Partial<typeof form>): void => setForm((before) => ({ ...before, ...change }));
  const asks = (field: Row['fields'][number]): boolean => row.fields.includes(field);
  const send = useCommand({
    send: (_, headers) =>
      api.PATCH('/api/v1/volunteer-rosters/{rosterId}/rows/{rowNo}', {
        params: { path: { rosterId, rowNo: row.rowNo } },
        headers,
        body: {
          reading: row.reading,
          ...personBody(form),
          unitCode: form.unitCode || undefined,
        },
      }),
    invalidates: [['rosters']],
    successMessage: t('row.corrected'),
    onSuccess: onClose,
    onRefused: (error) => hasFieldErrors(error),
  });
  const errors = errorsByField(send.error);
  const hint = (name: 'name' | 'phone' | 'unit'): string | undefined =>
    row.typed[name] ? t('row.typed', { text: row.typed[name] }) : undefined;
  return (
    <Sheet title={t('row.place', { sheet: row.sheet, row: row.row })} onClose={onClose}>
      <Reasons of={row} />
      <PersonRowFields fields={row.fields} form={form} errors={errors} hint={hint} onChange={set} />
      {asks('unitCode') && (
        <SelectField
          label={words('field.unitId')}
          hint={hint('unit')}
          error={errors.unitCode}
          none={words('chooseFirst')}
          value={form.unitCode}
          onChange={(unitCode) => set({ unitCode })}
          options={(units ?? [])
            .filter(({ level }) => level === 'community')
            .map(({ code, name }) => ({ value: code, label: name }))}
        />
      )}
      <Button variant="primary" isWide isBusy={send.isPending} onClick={() => send.mutate()}>
        {words('save')}
      </Button>
    </Sheet>
  );
}
