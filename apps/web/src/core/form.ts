import i18next from 'i18next';
import { useEffect, useRef, useState, type FormEvent, type RefObject } from 'react';
import {
  get,
  set as setAt,
  useForm as useHookForm,
  useWatch,
  type DefaultValues,
  type FieldErrors,
  type FieldPath,
  type FieldPathValue,
  type FieldValues,
} from 'react-hook-form';
import { ApiRefusal, fieldErrors, faultLine, reasonOf } from './api';
import { useCommand, type CommandSettings } from './command';
import { useStoredDraft } from './offline/draft';

type Messages<V extends FieldValues> = Partial<Record<FieldPath<V>, string | false>>;

interface FormSettings<V extends FieldValues, A> extends CommandSettings<V, A> {
  /** The values at the beginning. */
  values: V;
  /** Fields that must not be blank. */
  required?: readonly FieldPath<V>[];
  /** What else is wrong with the values, by field, in the reader's language; the server validates again. */
  check?: (values: V) => Messages<V>;
  /** The field of the form for a field of the body, where their names differ, for the code of a refusal, or for every
   *  other error: `amountFen` → `yuan`, `PHONE_TAKEN` → `phone`, `*` → `password`. `root` is the summary. */
  errorsAt?: Readonly<Record<string, FieldPath<V> | 'root'>>;
  /** Stores the values as an encrypted draft under this name at every change, until they are sent. */
  draft?: string;
  /** Asks for confirmation before it sends, with `AskFirst` of `ui`. */
  asksFirst?: boolean;
  /** The values at the beginning replace a stored draft, because they correct what was sent before. */
  replacesDraft?: boolean;
}

/** What a field component of `ui` needs. */
export interface FieldOf<T> {
  value: T;
  onChange: (value: T) => void;
  error?: string;
  required?: boolean;
}

export interface Form<V extends FieldValues> {
  values: V;
  set: (change: Partial<V>) => void;
  field: <P extends FieldPath<V>>(name: P) => FieldOf<FieldPathValue<V, P>>;
  /** The message at a field that is no component of `ui`. */
  error: (name: FieldPath<V>) => string | undefined;
  /** The server's messages that belong to no field of the form. */
  summary?: string;
  /** Whether the required fields are filled in and the checks find nothing. */
  isReady: boolean;
  isBusy: boolean;
  /** Sends the form after a last change, or moves to the first field with an error. A second call does nothing meanwhile. */
  submit: (change?: Partial<V>) => void;
  /** Waits for the answer to “are you sure?”. */
  asking?: { yes: () => void; no: () => void };
  /** Back to the values at the beginning; deletes the draft. */
  clear: () => void;
  /** For the `form` element. */
  props: { ref: RefObject<HTMLFormElement | null>; onSubmit: (event: FormEvent) => void; noValidate: true };
}

/** The server's messages about a body, at the fields of the form that it has; the others in one text.
 *  A message about `items.0.name` is also understood by a form with the field `name` or `items`. */
export function placeErrors(
  error: unknown,
  has: (name: string) => boolean,
  errorsAt: Readonly<Record<string, string>> = {},
): { at: Record<string, string>; summary?: string } {
  const at: Record<string, string> = {};
  const others: string[] = [];
  const refusal = error instanceof ApiRefusal ? error : undefined;
  const faults = refusal ? fieldErrors(refusal) : [];
  const whole = errorsAt[refusal?.problem?.code ?? ''] ?? (faults.length === 0 ? errorsAt['*'] : undefined);
  if (whole) at[whole] = reasonOf(error);
  for (const fault of faults) {
    const parts = fault.field.split('.');
    const names = [
      errorsAt[fault.field],
      fault.field,
      parts.at(-1),
      ...parts.map((_, n) => parts.slice(0, -n).join('.')),
    ];
    const name = names.find((one) => one && has(one));
    if (name) at[name] ??= fault.reason;
    else others.push(faultLine(fault));
  }
  return { at, summary: others.join('\n') || undefined };
}

const isMissing = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() === '' : value === undefined || value === null || value === false;

/** What is wrong with the values, by field. */
export function checkValues<V extends FieldValues>(
  values: V,
  { required = [], check }: Pick<FormSettings<V, unknown>, 'required' | 'check'>,
): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const name of required) if (isMissing(get(values, name))) messages[name] = i18next.t('required');
  for (const [name, message] of Object.entries(check?.(values) ?? {})) if (message) messages[name] ??= String(message);
  return messages;
}

const ERRORS = '[aria-invalid="true"], .field-error';

/** Unfolds what hides an error, and moves to the first field that has one. */
function showFirstError(form: HTMLFormElement | null): void {
  const first = form?.querySelector<HTMLElement>(ERRORS);
  if (!form || !first) {
    form?.reportValidity(); // such as a day outside its bounds, which only the browser knows
    return;
  }
  for (const part of form.querySelectorAll('details')) if (part.querySelector(ERRORS)) part.open = true;
  first.scrollIntoView({ block: 'center' });
  (first.matches('input, select, textarea') ? first : first.closest('.field')?.querySelector('input'))?.focus();
}

/** A form that sends a command. Shows what is wrong at its field: what the checks find, what a field cannot read, and what
 *  the server refuses; other refusals are shown as by `useCommand`. */
export function useForm<V extends FieldValues, A = unknown>(settings: FormSettings<V, A>): Form<V> {
  const { errorsAt, draft, replacesDraft, send, optimistic, invalidates, successMessage, onSuccess } = settings;
  const element = useRef<HTMLFormElement>(null);
  const shown = useRef(new Set<string>());
  const begunWith = useRef(settings.values);
  const isSending = useRef(false);
  const [isAsking, setAsking] = useState(false);
  /** What the server refused. It stays at its field until that is changed. */
  const refused = useRef<{ at: Record<string, string>; summary?: string; values?: V }>({ at: {} });
  const form = useHookForm<V>({
    defaultValues: settings.values as DefaultValues<V>,
    resolver: (values) => {
      const errors: FieldErrors<V> = {};
      const { at, summary, values: sent } = refused.current;
      if (summary) setAt(errors, 'root', { type: 'server', message: summary });
      for (const [name, message] of Object.entries(at))
        if (JSON.stringify(get(sent, name)) === JSON.stringify(get(values, name)))
          setAt(errors, name, { type: 'server', message });
      for (const [name, message] of Object.entries(checkValues(values, settings)))
        setAt(errors, name, { type: 'check', message });
      return { values: values as never, errors: errors as never };
    },
  });
  const { errors, isSubmitting, isSubmitted, submitCount } = form.formState;
  const values = useWatch({ control: form.control }) as V;

  const typed = useRef<Partial<V>>({});
  const store = useStoredDraft<V>(draft, {
    replacement: replacesDraft ? settings.values : undefined,
    // Input typed before the draft was loaded is newer than the draft.
    onRestored: (kept) => form.setValues({ ...kept, ...typed.current }),
  });
  const put = (change: () => void): void => {
    change();
    if (draft) store.write(form.getValues());
    if (isSubmitted) void form.trigger();
  };
  const set = (change: Partial<V>): void => {
    typed.current = { ...typed.current, ...change };
    put(() => form.setValues(change));
  };
  const clear = (): void => {
    typed.current = {};
    refused.current = { at: {} };
    form.reset(begunWith.current);
    if (draft) store.write(undefined);
  };

  const command = useCommand<V, A>({
    send,
    optimistic,
    invalidates,
    successMessage,
    onSuccess,
    onRefused: (error, sent) => {
      if (settings.onRefused?.(error, sent)) return true;
      const placed = placeErrors(error, (name) => shown.current.has(name), errorsAt);
      refused.current = { ...placed, values: sent };
      return placed.summary !== undefined || Object.keys(placed.at).length > 0;
    },
  });
  const submit = async (change: Partial<V> = {}, isSure = !settings.asksFirst): Promise<void> => {
    if (isSending.current) return;
    isSending.current = true;
    if (Object.keys(change).length > 0) set(change);
    refused.current = { at: {} };
    // Every field shows what it could not read.
    const isReadable = element.current?.checkValidity() ?? true;
    let isSent = false;
    await form.handleSubmit(async (checked) => {
      if (isReadable && !isSure) setAsking(true);
      if (!isReadable || !isSure) return;
      isSent = await command.mutateAsync(checked).then(
        () => true,
        () => form.trigger().then(() => false),
      );
    })();
    if (isSent && draft) clear();
    else if (isSent) form.reset(undefined, { keepValues: true });
    isSending.current = false;
  };
  useEffect(() => {
    if (submitCount > 0) showFirstError(element.current);
  }, [submitCount]);

  const error = (name: FieldPath<V>): string | undefined => {
    shown.current.add(name);
    return (get(errors, name) as { message?: string } | undefined)?.message;
  };
  return {
    values,
    set,
    error,
    field: (name) => ({
      value: get(values, name),
      onChange: (value) => {
        const top = name.split('.')[0] as keyof V;
        put(() => form.setValue(name, value));
        typed.current = { ...typed.current, [top]: form.getValues()[top] };
      },
      error: error(name),
      required: settings.required?.includes(name) || undefined,
    }),
    summary: errors.root?.message,
    isReady: Object.keys(checkValues(values, settings)).length === 0,
    isBusy: isSubmitting,
    submit: (change) => void submit(change),
    asking: isAsking
      ? {
          yes: () => {
            setAsking(false);
            void submit({}, true);
          },
          no: () => setAsking(false),
        }
      : undefined,
    clear,
    props: {
      ref: element,
      onSubmit: (event) => {
        event.preventDefault();
        // The form of a sheet above this one is not this form, although its events pass by.
        if (event.target === element.current) void submit();
      },
      noValidate: true,
    },
  };
}
