import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { CheckField } from '../../../ui/check-field';
import { ROLES } from '../../people/desk/role-order';
import { UnitField } from '../../people/desk/unit-field';
import { unitsQuery } from '../../people/units';
import {
  CorrectSheet,
  NO_PERSON,
  PersonRowFields,
  personBody,
  useTypedHints,
  type PersonForm,
} from './person-row-fields';

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
  const hint = useTypedHints(row.typed);
  const asks = (field: Row['fields'][number]): boolean => row.fields.includes(field);
  const form = useForm<Form>({
    values: { ...NO_PERSON, unitId: undefined, roles: row.values.roles },
    errorsAt: { unitCode: 'unitId' },
    send: (typed, headers) =>
      api.PATCH('/api/v1/staff-imports/{staffImportId}/rows/{rowNo}', {
        params: { path: { staffImportId, rowNo: row.rowNo } },
        headers,
        body: {
          reading: row.reading,
          ...personBody(typed),
          unitCode: units?.find(({ id }) => id === typed.unitId)?.code,
          roles: asks('roles') && typed.roles.length > 0 ? typed.roles : undefined,
        },
      }),
    invalidates: [['staff-imports']],
    successMessage: t('row.corrected'),
    onSuccess: onClose,
  });
  const { roles } = form.values;
  const setRole = (role: StaffRole, isHeld: boolean): void =>
    form.set({ roles: isHeld ? [...roles, role] : roles.filter((other) => other !== role) });
  return (
    <CorrectSheet row={row} form={form} onClose={onClose}>
      <PersonRowFields fields={row.fields} form={form} hint={hint} />
      {asks('unitCode') && <UnitField label={words('field.unitId')} hint={hint('unit')} {...form.field('unitId')} />}
      {asks('roles') && (
        <fieldset className="stack-tight">
          <legend>{hint('role') ?? t('field.staff.role')}</legend>
          {STAFF_ROLES.map((role) => (
            <CheckField
              key={role}
              label={words(`role.${role}`)}
              value={roles.includes(role)}
              onChange={(isHeld) => setRole(role, isHeld)}
            />
          ))}
        </fieldset>
      )}
      <p className="small soft">{t('staffRow.correctHint')}</p>
    </CorrectSheet>
  );
}
