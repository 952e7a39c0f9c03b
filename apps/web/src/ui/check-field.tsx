import type { ReactElement, ReactNode } from 'react';

/** A box to tick, with its label behind it. */
export function CheckField({
  label,
  value,
  error,
  disabled,
  onChange,
}: {
  label: ReactNode;
  value: boolean;
  error?: string;
  disabled?: boolean;
  onChange: (value: boolean) => void;
}): ReactElement {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={value}
        disabled={disabled}
        aria-invalid={error ? true : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
