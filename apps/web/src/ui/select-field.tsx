import { type ReactElement } from 'react';
import { type FieldProps, Field } from './field';

/** A choice of one from a list, as the system's own picker. `none` labels the empty choice, whose value is ''. */
export function SelectField<V extends string>({
  none,
  value,
  options,
  onChange,
  ...field
}: FieldProps & {
  none?: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
}): ReactElement {
  return (
    <Field {...field}>
      {(ids) => (
        <select className="input" {...ids} value={value} onChange={(event) => onChange(event.target.value as V)}>
          {none !== undefined && <option value="">{none}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
