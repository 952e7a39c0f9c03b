import { useQuery } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { Button, Sheet, TextField } from '../../../ui';
import { FormView } from '../../../ui/form-view';

type Own = Schemas['OwnErasureResponse'];
const KEY = ['own-erasure'];

/** Deletes the account: what blocks it, what is deleted and what is kept, and the time to reconsider. */
export function DeleteAccount(): ReactElement {
  const { t } = useTranslation('account');
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({ queryKey: KEY, queryFn: () => api.GET('/api/v1/me/erasure') });
  const { time } = useFormat();
  const withdraw = useCommand({
    send: () => api.DELETE('/api/v1/me/erasure'),
    invalidates: [KEY],
    successMessage: t('erasure.withdrawn'),
  });
  return (
    <>
      {data?.waiting && (
        <section className="note note-warn stack-tight">
          <p>{t('erasure.waiting', { time: time(data.waiting.dueAt) })}</p>
          <Button isBusy={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {t('erasure.withdraw')}
          </Button>
        </section>
      )}
      {data && !data.waiting && (
        <Button variant="bare" isWide aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {t('erasure.title')}
        </Button>
      )}
      {isOpen && data && !data.waiting && <Ask own={data} onClose={() => setOpen(false)} />}
    </>
  );
}

function Ask({ own, onClose }: { own: Own; onClose: () => void }): ReactElement {
  const { t } = useTranslation('account');
  const { t: words } = useTranslation();
  const { clauses, time } = useFormat();
  const form = useForm({
    values: { password: '', code: '' },
    required: own.needsCode ? ['password', 'code'] : ['password'],
    errorsAt: { '*': 'password' },
    send: ({ password, code }) =>
      api.POST('/api/v1/me/erasure', { body: { password, ...(own.needsCode ? { code: code.trim() } : {}) } }),
    invalidates: [KEY],
    successMessage: t('erasure.asked'),
    onSuccess: onClose,
  });
  const isFree = own.obstacles.length === 0;
  return (
    <Sheet title={t('erasure.title')} onClose={onClose}>
      <p>{t('erasure.gone')}</p>
      <p>{t('erasure.stays')}</p>
      {own.refused && (
        <p className="note">
          {t('erasure.refused', {
            time: time(own.refused.at),
            what: clauses(own.refused.obstacles.map(({ text }) => text)),
          })}
        </p>
      )}
      {!isFree && (
        <div className="note note-warn">
          <p>{t('erasure.first')}</p>
          <ul>
            {own.obstacles.map(({ code, text }) => (
              <li key={code}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      {isFree && (
        <FormView form={form} submit={t('erasure.ask')}>
          <TextField
            label={words('field.password')}
            hint={t('erasure.wait', { days: own.waitDays })}
            type="password"
            autoComplete="current-password"
            {...form.field('password')}
          />
          {own.needsCode && (
            <TextField
              label={t('secondFactor.steps.type')}
              autoComplete="one-time-code"
              maxLength={30}
              {...form.field('code')}
            />
          )}
        </FormView>
      )}
    </Sheet>
  );
}
