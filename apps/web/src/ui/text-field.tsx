import { type InputHTMLAttributes, type ReactElement, type Ref, type TextareaHTMLAttributes } from 'react';
import { type FieldProps, Field } from './field';

interface TextProps extends FieldProps {
  value: string;
  onChange: (text: string) => void;
}

/** A one-line text input. Telephones, sums and numbers have their own fields in `typed-fields.tsx`. */
export function TextField({
  label,
  hint,
  error,
  hideLabel,
  className,
  onChange,
  ...rest
}: TextProps & { ref?: Ref<HTMLInputElement> } & Omit<
    InputHTMLAttributes<HTMLInputElement>,
    keyof TextProps
  >): ReactElement {
  return (
    <Field label={label} hint={hint} error={error} hideLabel={hideLabel}>
      {(ids) => (
        <input
          {...ids}
          {...rest}
          className={className ? `input ${className}` : 'input'}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export function TextAreaField({
  label,
  hint,
  error,
  onChange,
  ...rest
}: TextProps & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, keyof TextProps>): ReactElement {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <textarea className="input" {...ids} {...rest} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}
