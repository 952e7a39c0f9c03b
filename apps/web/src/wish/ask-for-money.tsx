import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { Button, Field, Sheet } from '../look/kit';

/** Staff ask the fund to pay for a wish. */
export function AskForMoney({
  wish,
  onClose,
}: {
  wish: Pick<Schemas['WishDetail'], 'id' | 'estimatedFen'>;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    purpose: '',
    payee: '',
    yuan: wish.estimatedFen > 0 ? String(wish.estimatedFen / 100) : '',
  });
  const amountFen = Math.round(Number(form.yuan) * 100);
  const ask = useCommand({
    send: (_, key) =>
      answer(
        api.POST('/api/v1/wishes/{wishId}/spend-requests', {
          params: { path: { wishId: wish.id } },
          headers: withKey(key),
          body: { purpose: form.purpose.trim(), payee: form.payee.trim(), amountFen },
        }),
      ),
    touches: [['wishes', wish.id], ['spend'], ['desk']],
    says: t('spend.asked'),
    done: onClose,
  });
  return (
    <Sheet title={t('spend.ask')} onClose={onClose}>
      <p className="soft">{t('spend.hands')}</p>
      <Field label={t('field.purpose')}>
        {(ids) => (
          <input
            className="input"
            {...ids}
            maxLength={200}
            value={form.purpose}
            onChange={(e) => setForm({ ...form, purpose: e.target.value })}
          />
        )}
      </Field>
      <Field label={t('field.payee')}>
        {(ids) => (
          <input
            className="input"
            {...ids}
            maxLength={80}
            value={form.payee}
            onChange={(e) => setForm({ ...form, payee: e.target.value })}
          />
        )}
      </Field>
      <Field label={t('spend.amount')}>
        {(ids) => (
          <input
            className="input"
            {...ids}
            inputMode="decimal"
            value={form.yuan}
            onChange={(e) => setForm({ ...form, yuan: e.target.value.replace(/[^\d.]/g, '') })}
          />
        )}
      </Field>
      <Button
        look="main"
        isWide
        disabled={!form.purpose.trim() || !form.payee.trim() || !(amountFen > 0)}
        isBusy={ask.isPending}
        onClick={() => ask.mutate()}
      >
        {t('spend.ask')}
      </Button>
    </Sheet>
  );
}
