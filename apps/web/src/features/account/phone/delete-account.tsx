import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, reasonOf, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { Button, Sheet, TextField } from '../../../ui';

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
  const [form, setForm] = useState({ password: '', code: '' });
  const ask = useCommand({
    send: () =>
      api.POST('/api/v1/me/erasure', {
        body: { password: form.password, ...(own.needsCode ? { code: form.code.trim() } : {}) },
      }),
    invalidates: [KEY],
    successMessage: t('erasure.asked'),
    onSuccess: onClose,
    onRefused: () => true,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ask.isPending) ask.mutate();
  };
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
        <form className="stack" onSubmit={submit}>
          <TextField
            label={words('field.password')}
            hint={t('erasure.wait', { days: own.waitDays })}
            error={ask.error ? reasonOf(ask.error) : undefined}
            type="password"
            autoComplete="current-password"
            required
            value={form.password}
            onChange={(password) => setForm({ ...form, password })}
          />
          {own.needsCode && (
            <TextField
              label={t('secondFactor.steps.type')}
              autoComplete="one-time-code"
              required
              maxLength={30}
              value={form.code}
              onChange={(code) => setForm({ ...form, code })}
            />
          )}
          <Button type="submit" variant="primary" isWide isBusy={ask.isPending}>
            {t('erasure.ask')}
          </Button>
        </form>
      )}
    </Sheet>
  );
}
