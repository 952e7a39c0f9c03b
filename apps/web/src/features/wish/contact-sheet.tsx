import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api, type Schemas } from '../../core/api';
import { useCommand } from '../../core/command';
import { Button, Choice, Facts, Sheet } from '../../ui';

const CONTACT_REASONS = ['verify', 'visit', 'help'] as const;
type ContactReason = (typeof CONTACT_REASONS)[number];

/** Shows name, telephone and address, for a reason that the resident can read. */
export function ContactSheet({ wishId, onClose }: { wishId: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation('wish');
  const { t: words } = useTranslation();
  const [reason, setReason] = useState<ContactReason>('verify');
  const reveal = useCommand<void, Schemas['ContactResponse']>({
    send: () =>
      api.POST('/api/v1/wishes/{wishId}/contact-views', {
        params: { path: { wishId } },
        body: { reason: t(`contact.reasons.${reason}`) },
      }),
    invalidates: [['wishes', wishId, 'views']],
  });
  const contact = reveal.data;
  return (
    <Sheet title={t('contact.show')} onClose={onClose}>
      {contact ? (
        <div className="note note-good">
          <Facts
            items={[
              [words('field.name'), contact.name],
              [words('field.phone'), contact.phone && <a href={`tel:${contact.phone}`}>{contact.phone}</a>],
              [words('field.address'), contact.address],
            ]}
          />
        </div>
      ) : (
        <>
          <Choice
            label={t('contact.why')}
            value={reason}
            onChange={setReason}
            options={CONTACT_REASONS.map((value) => ({ value, label: t(`contact.reasons.${value}`) }))}
          />
          <p className="field-hint">{t('contact.hint')}</p>
          <Button variant="primary" isWide isBusy={reveal.isPending} onClick={() => reveal.mutate()}>
            {t('contact.show')}
          </Button>
        </>
      )}
    </Sheet>
  );
}
