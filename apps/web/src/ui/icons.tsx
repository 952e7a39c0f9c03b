import type { ReactElement, SVGProps } from 'react';
import sprite from './icons.svg?url';

/** Our own icons: 24 × 24, one stroke, in one file beside the scripts. They are decorative: their meaning is in the text
 *  beside them or in a label. */
export type IconName =
  | 'wish'
  | 'hands'
  | 'bell'
  | 'person'
  | 'people'
  | 'home'
  | 'list'
  | 'plus'
  | 'back'
  | 'next'
  | 'close'
  | 'check'
  | 'phone'
  | 'place'
  | 'clock'
  | 'money'
  | 'camera'
  | 'voice'
  | 'filter'
  | 'queue'
  | 'offline'
  | 'print'
  | 'share'
  | 'search'
  | 'desk'
  | 'chart'
  | 'upload'
  | 'download'
  | 'shield'
  | 'gear'
  | 'leave'
  | 'star'
  | 'edit'
  | 'warn'
  | 'menu'
  | 'text';

export function Icon({ name, ...rest }: SVGProps<SVGSVGElement> & { name: IconName }): ReactElement {
  return (
    <svg
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      <use href={`${sprite}#${name}`} />
    </svg>
  );
}

/** The logo: a wish card with a heart, hanging from its eyelet. */
export function Logo({ size = 32 }: { size?: number }): ReactElement {
  return (
    <svg viewBox="0 0 64 64" width={size} height={size} aria-hidden="true">
      <rect width="64" height="64" rx="15" fill="#b8322a" />
      <path d="M18 13h28a4 4 0 0 1 4 4v30.500L41.6 54 32 47.6 22.4 54 14 47.500V17a4 4 0 0 1 4-4Z" fill="#fdf6ea" />
      <path
        d="M32 39.500c-7.6-4.7-10.7-8.4-10.7-12.500a5.7 5.7 0 0 1 10.7-3 5.7 5.7 0 0 1 10.7 3c0 4.1-3.1 7.8-10.7 12.500Z"
        fill="#b8322a"
      />
      <circle cx="32" cy="13" r="3.2" fill="#b8322a" stroke="#fdf6ea" strokeWidth="2" />
    </svg>
  );
}
