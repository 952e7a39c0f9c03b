import { useState, type ComponentProps, type ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';
import { TextField } from './text-field';
import {
  digitsReader,
  figureReader,
  isBlank,
  numberOf,
  readMobile,
  readPhone,
  readYuan,
  type Bounds,
  type Reader,
} from './typed';

type Props = ComponentProps<typeof TextField>;

/** Keeps the input as typed. When the field loses focus, the normalised form replaces it. Input that cannot be read stays,
 *  with the reason below it. The browser's form validation (`required`, submit) then also refuses to submit. */
function TypedField({
  read,
  asks,
  error,
  value,
  onChange,
  ...rest
}: Props & { read: Reader; asks: string }): ReactElement {
  const { t } = useTranslation();
  const [phase, setPhase] = useState<'new' | 'typing' | 'left'>('new');
  const plainest = read(value);
  const isUnread = !isBlank(value) && plainest === undefined;
  const unread = isUnread && phase !== 'typing' ? asks : undefined;
  const missing = isBlank(value) && rest.required && phase === 'left' ? t('required') : undefined;
  const leave = (): void => {
    setPhase('left');
    if (plainest !== undefined && plainest !== value) onChange(plainest);
  };
  return (
    <TextField
      {...rest}
      ref={(input: HTMLInputElement | null) => input?.setCustomValidity(isUnread ? asks : '')}
      error={unread ?? missing ?? error}
      value={value}
      onChange={(typed) => {
        // The error of unreadable input stays until the input can be read.
        if (!isUnread) setPhase('typing');
        onChange(typed);
      }}
      onBlur={leave}
      onInvalid={leave}
      onKeyDown={(event) => event.key === 'Enter' && leave()}
    />
  );
}

/** A mobile number in any common notation; `orLandline`: also a landline number with area code. */
export const PhoneField = ({ orLandline, ...rest }: Props & { orLandline?: boolean }): ReactElement => {
  const { t } = useTranslation();
  return orLandline ? (
    <TypedField type="tel" {...rest} read={readPhone} asks={t('typed.anyPhone')} />
  ) : (
    <TypedField type="tel" {...rest} read={readMobile} asks={t('typed.phone')} />
  );
};

/** A fixed number of digits, with or without grouping. */
export const DigitsField = ({
  least,
  most = least,
  ...rest
}: Props & { least: number; most?: number }): ReactElement => {
  const { t } = useTranslation();
  const asks = least === most ? t('typed.digits', { n: most }) : t('typed.digitsFrom', { least, most });
  return <TypedField inputMode="numeric" {...rest} read={digitsReader(least, most)} asks={asks} />;
};

/** A sum of yuan. */
export const YuanField = (props: Props): ReactElement => {
  const { t } = useTranslation();
  return <TypedField inputMode="decimal" {...props} read={readYuan} asks={t('typed.yuan')} />;
};

/** A number within its bounds. */
export const NumberField = ({ bounds, ...rest }: Props & { bounds: Bounds }): ReactElement => {
  const { t } = useTranslation();
  const { least, most, decimals } = bounds;
  return (
    <TypedField
      inputMode={decimals ? 'decimal' : 'numeric'}
      {...rest}
      read={figureReader(bounds)}
      asks={t(decimals ? 'typed.number' : 'typed.whole', { least, most })}
    />
  );
};

/** The text of a field in a form that stores numbers; the number is NaN while the text is not a valid number. */
export function useTypedNumber(
  value: number,
  [toNumber, toText]: [toNumber: (typed: string) => number, toText: (value: number) => string],
  onChange: (value: number) => void,
): { value: string; onChange: (typed: string) => void } {
  const [typed, setTyped] = useState(() => (Number.isNaN(value) ? '' : toText(value)));
  return {
    value: Number.isNaN(value) || toNumber(typed) === value ? typed : toText(value),
    onChange: (next) => {
      setTyped(next);
      onChange(toNumber(next));
    },
  };
}

/** A number field for a form that stores numbers. */
export const KeptNumberField = ({
  bounds,
  value,
  onChange,
  ...rest
}: Omit<Props, 'value' | 'onChange'> & {
  bounds: Bounds;
  value: number;
  onChange: (value: number) => void;
}): ReactElement => {
  const typed = useTypedNumber(value, [(text) => numberOf(text, bounds), String], onChange);
  return <NumberField required {...rest} {...typed} bounds={bounds} />;
};
