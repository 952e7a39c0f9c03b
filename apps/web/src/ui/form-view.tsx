import type { ReactElement, ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import type { Form } from '../core/form';
import { Button } from './button';
import { FieldError } from './field';
import { Sheet } from './sheet';

interface FormProps<V extends FieldValues> {
  form: Form<V>;
  /** The label of the button that sends the form. */
  submit: string;
  /** False: the button stays disabled. */
  isReady?: boolean;
  children?: ReactNode;
}

/** A form with its fields, what the server refused about no field in particular, and the button that sends it. */
export function FormView<V extends FieldValues>({
  form,
  submit,
  isReady = true,
  children,
}: FormProps<V>): ReactElement {
  return (
    <form className="stack" autoComplete="off" {...form.props}>
      {children}
      <FieldError message={form.summary} />
      <Button type="submit" variant="primary" isWide disabled={!isReady} isBusy={form.isBusy}>
        {submit}
      </Button>
    </form>
  );
}

/** A form in a sheet. The button that sends it is labelled like the sheet unless `submit` says otherwise. */
export function FormSheet<V extends FieldValues>({
  title,
  submit = title,
  onClose,
  ...rest
}: Omit<FormProps<V>, 'submit'> & { title: string; submit?: string; onClose: () => void }): ReactElement {
  return (
    <Sheet title={title} onClose={onClose}>
      <FormView submit={submit} {...rest} />
    </Sheet>
  );
}
