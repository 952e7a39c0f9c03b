import { Link, type LinkProps } from '@tanstack/react-router';
import { type ButtonHTMLAttributes, type ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';
import { Icon, type IconName } from './icons';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
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
