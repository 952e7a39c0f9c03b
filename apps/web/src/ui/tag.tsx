import { type ReactElement, type ReactNode } from 'react';
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
