import { type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../locales/use-translation';

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
