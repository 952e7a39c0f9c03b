import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, type Schemas, hasFieldErrors } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { Button, Field, Sheet } from '../../../ui';
import { unitsQuery } from '../../people/units';
import { NO_PERSON, PersonRowFields, personBody, type PersonForm } from './person-row-fields';
import { ROLES } from '../../people/desk/role-order';
import { Reasons } from './rows-by-verdict';
import { UnitSelect } from '../../people/desk/unit-select';

type Row = Schemas['StaffImportRowResponse'];
type StaffRole = Row['values']['roles'][number];
interface Form extends PersonForm {
  unitId: string | undefined;
  roles: StaffRole[];
}

const STAFF_ROLES = ROLES.filter((role): role is StaffRole => role !== 'resident' && role !== 'volunteer');

/** Corrects a row of a staff list: only the doubtful fields, beside the original text. */
export function CorrectStaffRow({
  staffImportId,
  row,
  onClose,
}: {
  staffImportId: string;
  row: Row;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation();
  const { data: units } = useQuery(unitsQuery);
  const [form, setForm] = useState<Form>({ ...NO_PERSON, unitId: undefined, roles: row.values.roles });
  const set = (change: Partial<Form>): void => setForm((before) => ({ ...before, ...change }));
  const asks = (field: Row['fields'][number]): boolean => row.fields.includes(field);
  const send = useCommand({
    send: (_, headers) =>
      api.PATCH('/api/v1/staff-imports/{staffImportId}/rows/{rowNo}', {
        params: { path: { staffImportId, rowNo: row.rowNo } },
        headers,
        body: {
          reading: row.reading,
          ...personBody(form),
          unitCode: units?.find(({ id }) => id === form.unitId)?.code,
          roles: asks('roles') && form.roles.length > 0 ? form.roles : undefined,
        },
      }),
    invalidates: [['staff-imports']],
    successMessage: t('row.corrected'),
    onSuccess: onClose,
    onRefused: (error) => hasFieldErrors(error),
  });
  const errors = errorsByField(send.error);
  const hint = (field: 'name' | 'phone' | 'unit' | 'role'): string | undefined =>
    row.typed[field] && t('row.typed', { text: row.typed[field] });
  return (
    <Sheet title={t('row.place', { sheet: row.sheet, row: row.row })} onClose={onClose}>
      <Reasons of={row} />
      <PersonRowFields fields={row.fields} form={form} errors={errors} hint={hint} onChange={set} />
      {asks('unitCode') && (
        <Field label={words('field.unitId')} hint={hint('unit')} error={errors.unitCode}>
          {({ id }) => <UnitSelect id={id} value={form.unitId} onChange={(unitId) => set({ unitId })} />}
        </Field>
      )}
      {asks('roles') && (
        <RoleChoices
          legend={hint('role') ?? t('field.staff.role')}
          roles={form.roles}
          onChange={(roles) => set({ roles })}
        />
      )}
      <p className="small soft">{t('staffRow.correctHint')}</p>
      <Button variant="primary" isWide isBusy={send.isPending} onClick={() => send.mutate()}>
        {words('save')}
      </Button>
    </Sheet>
  );
}

function RoleChoices({
  legend,
  roles,
  onChange,
}: {
  legend: string;
  roles: StaffRole[];
  onChange: (roles: StaffRole[]) => void;
}): ReactElement {
  const { t: words } = useTranslation();
  return (
    <fieldset className="stack-tight">
      <legend>{legend}</legend>
      {STAFF_ROLES.map((role) => (
        <label key={role} className="check">
          <input
            type="checkbox"
            checked={roles.includes(role)}
            onChange={({ target }) =>
              onChange(target.checked ? [...roles, role] : roles.filter((other) => other !== role))
            }
          />
          <span>{words(`role.${role}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
