import { useId, type ReactElement } from 'react';
import { FieldError } from './field';

interface ChoicesProps<V extends string> {
  label: string;
  options: readonly { value: V; label: string }[];
  error?: string;
  hideLabel?: boolean;
}

/** A choice of one from a few, as large tiles. */
export function Choice<V extends string>({
  label,
  options,
  value,
  onChange,
  error,
  hideLabel,
}: ChoicesProps<V> & { value: V | undefined; onChange: (value: V) => void }): ReactElement {
  const name = useId();
  return (
    <fieldset className="field">
      <legend className={hideLabel ? 'hidden' : undefined}>{label}</legend>
      <div className="choices">
        {options.map((option) => (
          <label key={option.value} className="choice">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      <FieldError message={error} />
    </fieldset>
  );
}

/** A choice of several from many. */
export function Choices<V extends string>({
  label,
  options,
  values,
  onChange,
}: ChoicesProps<V> & { values: readonly V[]; onChange: (values: V[]) => void }): ReactElement {
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      <div className="choices">
        {options.map(({ value, label: text }) => (
          <label key={value} className="choice">
            <input
              type="checkbox"
              checked={values.includes(value)}
              onChange={(event) =>
                onChange(event.target.checked ? [...values, value] : values.filter((other) => other !== value))
              }
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
