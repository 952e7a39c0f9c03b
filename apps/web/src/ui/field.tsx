import { useId, type ReactElement, type ReactNode } from 'react';

export interface FieldProps {
  label: string;
  /** Hides the label; screen readers still read it. */
  hideLabel?: boolean;
  hint?: ReactNode;
  error?: string;
}

/** A field with a label above and a hint or error below, linked for screen readers. */
export function Field({
  label,
  hint,
  error,
  hideLabel,
  children,
}: FieldProps & {
  children: (ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }) => ReactNode;
}): ReactElement {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? 'hidden' : undefined}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': hint || error ? noteId : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      <div id={noteId}>{error ? <FieldError message={error} /> : hint && <p className="field-hint">{hint}</p>}</div>
    </div>
  );
}

/** What is wrong with a field. */
export function FieldError({ message }: { message: string | undefined }): ReactElement | null {
  if (!message) return null;
  return (
    <p className="field-error prose" role="alert">
      {message}
    </p>
  );
}
