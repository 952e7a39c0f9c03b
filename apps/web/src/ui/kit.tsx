import { Link, type LinkProps } from '@tanstack/react-router';
import {
  useEffect,
  useId,
  useRef,
  type ButtonHTMLAttributes,
  type InputHTMLAttributes,
  type KeyboardEvent as ReactKeyboardEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
  type TextareaHTMLAttributes,
} from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from '../locales/use-translation';
import { reasonOf } from '../app/api';
import { useFormat } from '../app/format';
import { Icon, type IconName } from './icons';

export type Tone = 'plain' | 'red' | 'jade' | 'amber' | 'blue';

export function Tag({
  tone = 'plain',
  icon,
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
}): ReactElement {
  return (
    <span className={tone === 'plain' ? 'tag' : `tag tag-${tone}`}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  );
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: 'primary' | 'plain' | 'bare';
  icon?: IconName;
  isWide?: boolean;
  isBusy?: boolean;
}

/** A button. While it is busy it says so and ignores taps, but keeps the focus. */
export function Button({
  variant = 'plain',
  icon,
  isWide,
  isBusy,
  children,
  className,
  onClick,
  ...rest
}: ButtonProps): ReactElement {
  const { t } = useTranslation();
  const classes = ['button', variant !== 'plain' && `button-${variant}`, isWide && 'button-wide', className];
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={isBusy || undefined}
      onClick={(event) => (isBusy ? event.preventDefault() : onClick?.(event))}
      className={classes.filter(Boolean).join(' ')}
    >
      {icon && <Icon name={icon} />}
      {isBusy ? t('busy') : children}
    </button>
  );
}

export function ButtonLink({
  variant = 'plain',
  icon,
  isWide,
  children,
  ...rest
}: Pick<ButtonProps, 'variant' | 'icon' | 'isWide' | 'children'> & LinkProps): ReactElement {
  const classes = ['button', variant !== 'plain' && `button-${variant}`, isWide && 'button-wide'];
  return (
    <Link {...rest} className={classes.filter(Boolean).join(' ')}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}

export function IconButton({
  icon,
  label,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { icon: IconName; label: string }): ReactElement {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}

interface FieldProps {
  label: string;
  /** Hides the label; screen readers still read it. */
  hideLabel?: boolean;
  hint?: ReactNode;
  fault?: string;
}

/** A field with a label above and a hint or error below, linked for screen readers. */
export function Field({
  label,
  hint,
  fault,
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
        'aria-describedby': hint || fault ? noteId : undefined,
        'aria-invalid': fault ? true : undefined,
      })}
      <div id={noteId}>
        {fault ? (
          <p className="field-fault" role="alert">
            {fault}
          </p>
        ) : (
          hint && <p className="field-hint">{hint}</p>
        )}
      </div>
    </div>
  );
}

interface TextProps extends FieldProps {
  value: string;
  onChange: (text: string) => void;
}

/** A one-line text input. Telephones, sums and numbers have their own fields in `typed-fields.tsx`. */
export function TextField({
  label,
  hint,
  fault,
  hideLabel,
  className,
  onChange,
  ...rest
}: TextProps & { ref?: Ref<HTMLInputElement> } & Omit<
    InputHTMLAttributes<HTMLInputElement>,
    keyof TextProps
  >): ReactElement {
  return (
    <Field label={label} hint={hint} fault={fault} hideLabel={hideLabel}>
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
  fault,
  onChange,
  ...rest
}: TextProps & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, keyof TextProps>): ReactElement {
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(ids) => <textarea className="input" {...ids} {...rest} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}

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

interface ChoicesProps<V extends string> {
  label: string;
  options: readonly { value: V; label: string }[];
  fault?: string;
  hideLabel?: boolean;
}

/** A choice of one from a few, as large tiles. */
export function Choice<V extends string>({
  label,
  options,
  value,
  onChange,
  fault,
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
      {fault && (
        <p className="field-fault" role="alert">
          {fault}
        </p>
      )}
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

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';
/** The number of open sheets. While there is one, the screen below takes neither taps nor focus. */
let openSheets = 0;
function holdScreen(step: 1 | -1): void {
  openSheets += step;
  const screen = document.getElementById('root');
  if (screen) screen.inert = openSheets > 0;
  document.body.classList.toggle('is-held', openSheets > 0);
}

/** A sheet over the screen. Escape or a tap outside closes it, and the focus returns to where it was. It is no <dialog>:
 *  messages and drop-down lists have to stay above it. */
export function Sheet({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
}): ReactElement {
  const sheet = useRef<HTMLDivElement>(null);
  const titleId = useId();
  const { t } = useTranslation();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    holdScreen(1);
    sheet.current?.focus();
    return () => {
      holdScreen(-1);
      before?.focus?.();
    };
  }, []);
  const onKeyDown = (event: ReactKeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
    if (event.key !== 'Tab') return;
    const stops = [...(sheet.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
    const [first, last] = [stops[0], stops.at(-1)];
    const isLeaving = event.shiftKey
      ? document.activeElement === first || document.activeElement === sheet.current
      : document.activeElement === last;
    if (!isLeaving) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  };
  // Escape and taps outside close it as in any dialog; the close button works for everybody.
  /* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions, jsx-a11y/no-noninteractive-element-interactions */
  return createPortal(
    <div className="sheet-back" onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div
        ref={sheet}
        className="sheet"
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <div className="sheet-body stack">
          <div className="between">
            <h2 className="title" id={titleId}>
              {title}
            </h2>
            <IconButton icon="close" label={t('close')} onClick={onClose} />
          </div>
          {children}
        </div>
      </div>
    </div>,
    document.body,
  );
  /* oxlint-enable */
}

export function Skeleton({ rows = 4 }: { rows?: number }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="stack" role="status" aria-busy="true">
      <span className="hidden">{t('loading')}</span>
      {Array.from({ length: rows }, (_, at) => (
        <div className="card stack-tight" key={at} aria-hidden="true">
          <div className="bone bone-title" />
          <div className="bone bone-line" />
          <div className="bone bone-short" />
        </div>
      ))}
    </div>
  );
}

/** An empty state: there is nothing here, and what to do about it. */
export function Empty({
  icon = 'wish',
  title,
  children,
}: {
  icon?: IconName;
  title: string;
  children?: ReactNode;
}): ReactElement {
  return (
    <div className="empty">
      <Icon name={icon} />
      <p className="heading">{title}</p>
      {children}
    </div>
  );
}

export function Fault({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="empty" role="alert">
      <Icon name="warn" />
      <p className="prose">{reasonOf(error)}</p>
      {onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}
    </div>
  );
}

/** A progress bar; screen readers read it too. */
export function Progress({ label, done, total }: { label: string; done: number; total: number }): ReactElement {
  const percent = total > 0 ? Math.min(100, Math.round((done / total) * 100)) : 0;
  const fill = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fill.current) fill.current.style.width = `${percent}%`;
  }, [percent]);
  return (
    <div className="stack-tight">
      <div className="between small">
        <span>{label}</span>
        <span className="figures">{percent}%</span>
      </div>
      <div
        className="bar"
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div ref={fill} />
      </div>
    </div>
  );
}

export function Money({ fen }: { fen: number }): ReactElement {
  return <span className="figures money">{useFormat().money(fen)}</span>;
}

/** A point in time: shown relative to now, with the exact time as a tooltip. */
export function When({ at }: { at: string }): ReactElement {
  const { ago, time } = useFormat();
  return (
    <time dateTime={at} title={time(at)}>
      {ago(at)}
    </time>
  );
}

/** A list of labels and values; unknown values are left out. */
export function Facts({ items }: { items: [name: string, what: ReactNode][] }): ReactElement {
  return (
    <dl className="facts">
      {items
        .filter(([, what]) => what !== null && what !== undefined && what !== '' && what !== false)
        .map(([name, what]) => (
          <div key={name} className="facts-row">
            <dt>{name}</dt>
            <dd>{what}</dd>
          </div>
        ))}
    </dl>
  );
}

/** For content wider than a phone: scrolls sideways, also by keyboard. */
export function Wide({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
    <div className="table-wrap" role="region" aria-label={t('wideList')} tabIndex={0}>
      {children}
    </div>
  );
}
