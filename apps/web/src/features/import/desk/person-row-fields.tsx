import { useQuery } from '@tanstack/react-query';
import type { ComponentProps, ReactElement } from 'react';
import type { FieldValues } from 'react-hook-form';
import { useTranslation } from '../../../locales/use-translation';
import { TextField } from '../../../ui';
import { CheckField } from '../../../ui/check-field';
import { FormSheet } from '../../../ui/form-view';
import { plainest, readMobile } from '../../../ui/typed';
import { PhoneField } from '../../../ui/typed-fields';
import { unitsQuery } from '../../people/units';
import { Reasons } from './rows-by-verdict';

/** What a correction says about the person in a row. */
export interface PersonForm {
  name: string;
  phone: string;
  isSame: boolean;
}
export const NO_PERSON: PersonForm = { name: '', phone: '', isSame: false };

/** The person's part of a correction; what was left empty is left out. */
export const personBody = ({ name, phone, isSame }: PersonForm) => ({
  name: name.trim() || undefined,
  phone: plainest(readMobile, phone) || undefined,
  isSame: isSame || undefined,
});

/** The doubtful fields about the person in a row. `hint`: the original text of a field. */
export function PersonRowFields({
  fields,
  form: { values, set, error },
  hint,
}: {
  fields: readonly string[];
  form: {
    values: PersonForm;
    set: (change: Partial<PersonForm>) => void;
    error: (name: 'name' | 'phone') => string | undefined;
  };
  hint: (field: 'name' | 'phone') => string | undefined;
}): ReactElement {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation();
  const field = (name: 'name' | 'phone') => ({
    label: words(`field.${name}`),
    hint: hint(name),
    error: error(name),
    value: values[name],
    onChange: (text: string) => set({ [name]: text }),
  });
  return (
    <>
      {fields.includes('isSame') && (
        <CheckField label={t('row.isSame')} value={values.isSame} onChange={(isSame) => set({ isSame })} />
      )}
      {fields.includes('name') && <TextField maxLength={40} {...field('name')} />}
      {fields.includes('phone') && <PhoneField {...field('phone')} />}
    </>
  );
}

/** The sheet in which a row is corrected: its position, and why it needs a person. */
export function CorrectSheet<V extends FieldValues>({
  row,
  ...rest
}: Omit<ComponentProps<typeof FormSheet<V>>, 'title'> & {
  row: { sheet: string; row: number } & ComponentProps<typeof Reasons>['of'];
}): ReactElement {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation();
  return (
    <FormSheet title={t('row.place', { sheet: row.sheet, row: row.row })} submit={words('save')} {...rest}>
      <Reasons of={row} />
      {rest.children}
    </FormSheet>
  );
}

/** The original texts of a row, as hints. */
export function useTypedHints<N extends string>(
  typed: Partial<Record<N, string | null>>,
): (name: N) => string | undefined {
  const { t } = useTranslation('imports');
  return (name) => (typed[name] ? t('row.typed', { text: typed[name] }) : undefined);
}

/** The communities of the reader's scope, by code. */
export function useCommunityOptions(): { value: string; label: string }[] {
  const { data: units } = useQuery(unitsQuery);
  return (units ?? [])
    .filter(({ level }) => level === 'community')
    .map(({ code, name }) => ({ value: code, label: name }));
}
