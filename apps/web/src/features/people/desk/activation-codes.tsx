import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { Button } from '../../../ui';
import { Confirm } from '../../../ui/desk/confirm';
import { download } from '../../../core/download';
import { importRoutes } from '../../import/desk/import-routes';

/** Issues activation codes for imported people who have not opened their accounts. */
export function ActivationCodes({ form, id }: { form: 'roster' | 'staff'; id: string }): ReactElement {
  const { t } = useTranslation('imports');
  const [isAsking, setAsking] = useState(false);
  const get = async (): Promise<void> => {
    setAsking(false);
    await download(`${importRoutes(form).all}/${id}/activation-codes`, 'activation-codes.xlsx', 'POST');
  };
  return (
    <>
      <Button icon="download" onClick={() => setAsking(true)}>
        {t('codes.get')}
      </Button>
      {isAsking && (
        <Confirm title={t('codes.get')} onYes={() => void get()} onClose={() => setAsking(false)}>
          <p>{t(`codes.${form}`)}</p>
        </Confirm>
      )}
    </>
  );
}
