import { type ReactElement, type ReactNode } from 'react';
import { Icon, type IconName } from './icons';

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
