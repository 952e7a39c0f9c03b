import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { Button, Sheet } from '..';

/** Asks for confirmation before a step with an immediate effect. */
export function Confirm({
  title,
  children,
  isBusy,
  onYes,
  onClose,
}: {
  title: string;
  children?: ReactNode;
  isBusy?: boolean;
  onYes: () => void;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const { t: office } = useTranslation('office');
  return (
    <Sheet title={title} onClose={onClose}>
      {children}
      <div className="actions">
        <Button variant="primary" isBusy={isBusy} onClick={onYes}>
          {office('sure')}
        </Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </Sheet>
  );
}
