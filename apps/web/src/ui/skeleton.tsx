import { type ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';

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
