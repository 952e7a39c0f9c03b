import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, faultsOf, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { Button, SelectField, Sheet, TextField } from '../look/kit';
import { plainest, readMobile } from '../look/typed';
import { PhoneField } from '../look/typed-fields';
import { unitsQuery } from '../wish/units';
import { Reasons } from './rows-by-verdict';

type Row = Schemas['RosterRowAnswer'];

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
  const [form, setForm] = useState({ name: '', phone: '', unitCode: '', isSame: false });
  const set = (change: Partial<typeof form>): void => setForm((before) => ({ ...before, ...change }));
  const asks = (field: Row['fields'][number]): boolean => row.fields.includes(field);
  const send = useCommand({
    send: (_, key) =>
      answer(
        api.PATCH('/api/v1/volunteer-rosters/{rosterId}/rows/{rowNo}', {
          params: { path: { rosterId, rowNo: row.rowNo } },
          headers: withKey(key),
          body: {
            reading: row.reading,
            name: form.name.trim() || undefined,
            phone: plainest(readMobile, form.phone) || undefined,
            unitCode: form.unitCode || undefined,
            isSame: form.isSame || undefined,
          },
        }),
      ),
    touches: [['rosters']],
    says: t('row.corrected'),
    done: onClose,
    refused: (error) => Object.keys(faultsOf(error)).length > 0,
  });
  const faults = faultsOf(send.error);
  const hint = (name: 'name' | 'phone' | 'unit'): string | undefined =>
    row.typed[name] ? t('row.typed', { text: row.typed[name] }) : undefined;
  return (
    <Sheet title={t('row.place', { sheet: row.sheet, row: row.row })} onClose={onClose}>
      <Reasons of={row} />
      {asks('isSame') && (
        <label className="check">
          <input type="checkbox" checked={form.isSame} onChange={(event) => set({ isSame: event.target.checked })} />
          <span>{t('row.isSame')}</span>
        </label>
      )}
      {asks('name') && (
        <TextField
          label={words('field.name')}
          hint={hint('name')}
          fault={faults.name}
          maxLength={40}
          value={form.name}
          onChange={(name) => set({ name })}
        />
      )}
      {asks('phone') && (
        <PhoneField
          label={words('field.phone')}
          hint={hint('phone')}
          fault={faults.phone}
          value={form.phone}
          onChange={(phone) => set({ phone })}
        />
      )}
      {asks('unitCode') && (
        <SelectField
          label={words('field.unitId')}
          hint={hint('unit')}
          fault={faults.unitCode}
          none={words('chooseFirst')}
          value={form.unitCode}
          onChange={(unitCode) => set({ unitCode })}
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
