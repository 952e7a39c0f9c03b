import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { SelectField } from '../../../ui';
import {
  CorrectSheet,
  NO_PERSON,
  PersonRowFields,
  personBody,
  useCommunityOptions,
  useTypedHints,
} from './person-row-fields';

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
  const communities = useCommunityOptions();
  const hint = useTypedHints(row.typed);
  const form = useForm({
    values: { ...NO_PERSON, unitCode: '' },
    send: (typed, headers) =>
      api.PATCH('/api/v1/volunteer-rosters/{rosterId}/rows/{rowNo}', {
        params: { path: { rosterId, rowNo: row.rowNo } },
        headers,
        body: { reading: row.reading, ...personBody(typed), unitCode: typed.unitCode || undefined },
      }),
    invalidates: [['rosters']],
    successMessage: t('row.corrected'),
    onSuccess: onClose,
  });
  return (
    <CorrectSheet row={row} form={form} onClose={onClose}>
      <PersonRowFields fields={row.fields} form={form} hint={hint} />
      {row.fields.includes('unitCode') && (
        <SelectField
          label={words('field.unitId')}
          hint={hint('unit')}
          none={words('chooseFirst')}
          {...form.field('unitCode')}
          options={communities}
        />
      )}
    </CorrectSheet>
  );
}
