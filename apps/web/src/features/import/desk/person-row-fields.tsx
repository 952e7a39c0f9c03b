import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { TextField } from '../../../ui';
import { plainest, readMobile } from '../../../ui/typed';
import { PhoneField } from '../../../ui/typed-fields';

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
  form,
  errors,
  hint,
  onChange,
}: {
  fields: readonly string[];
  form: PersonForm;
  errors: Record<string, string | undefined>;
  hint: (field: 'name' | 'phone') => string | undefined;
  onChange: (change: Partial<PersonForm>) => void;
}): ReactElement {
  const { t } = useTranslation('imports');
  const { t: words } = useTranslation();
  return (
    <>
      {fields.includes('isSame') && (
        <label className="check">
          <input
            type="checkbox"
            checked={form.isSame}
            onChange={({ target }) => onChange({ isSame: target.checked })}
          />
          <span>{t('row.isSame')}</span>
        </label>
      )}
      {fields.includes('name') && (
        <TextField
          label={words('field.name')}
          hint={hint('name')}
          error={errors.name}
          maxLength={40}
          value={form.name}
          onChange={(name) => onChange({ name })}
        />
      )}
      {fields.includes('phone') && (
        <PhoneField
          label={words('field.phone')}
          hint={hint('phone')}
          error={errors.phone}
          value={form.phone}
          onChange={(phone) => onChange({ phone })}
        />
      )}
    </>
  );
}
