import { type ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';
import { reasonOf } from '../core/api';
import { Icon } from './icons';
import { Button } from './button';

export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="empty" role="alert">
      <Icon name="warn" />
      <p className="prose">{reasonOf(error)}</p>
      {onRetry && <Button onClick={onRetry}>{t('retry')}</Button>}
    </div>
  );
}
