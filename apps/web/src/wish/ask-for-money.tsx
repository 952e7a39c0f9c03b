import { useState, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { Button, Sheet, TextField, YuanField } from '../look/kit';
import { yuanToFen } from '../app/format';

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
  const amountFen = yuanToFen(form.yuan);
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
      <TextField
        label={t('field.purpose')}
        maxLength={200}
        value={form.purpose}
        onChange={(purpose) => setForm({ ...form, purpose })}
      />
      <TextField
        label={t('field.payee')}
        maxLength={80}
        value={form.payee}
        onChange={(payee) => setForm({ ...form, payee })}
      />
      <YuanField label={t('spend.amount')} value={form.yuan} onChange={(yuan) => setForm({ ...form, yuan })} />
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
