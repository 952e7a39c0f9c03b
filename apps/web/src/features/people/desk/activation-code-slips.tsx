import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { useFormat } from '../../../core/format';
import { showToast } from '../../../core/toast';
import { Button } from '../../../ui';

export interface Slip {
  name: string;
  code: string;
  validUntil: string;
}

/** New activation codes to hand to each person: shown once, to print or to copy. */
export function ActivationCodeSlips({ slips }: { slips: Slip[] }): ReactElement {
  const { t } = useTranslation('roster');
  const { day } = useFormat();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(slips.map(({ name, code }) => `${name} ${code}`).join('\n'));
    showToast(t('code.copied'));
  };
  return (
    <>
      <p>{t('code.given')}</p>
      <ul className="stack">
        {slips.map(({ name, code, validUntil }) => (
          <li key={code} className="note">
            <p>{name}</p>
            <p className="title figures" data-code>
              {code}
            </p>
            <p className="small soft">{t('code.until', { day: day(validUntil) })}</p>
          </li>
        ))}
      </ul>
      <p>{t('code.how')}</p>
      <div className="actions no-print">
        <Button onClick={() => window.print()}>{t('code.print')}</Button>
        {'clipboard' in navigator && <Button onClick={() => void copy()}>{t('code.copy')}</Button>}
      </div>
    </>
  );
}
