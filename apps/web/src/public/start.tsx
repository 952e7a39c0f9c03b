import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';
import { answer, api, faultsOf, isRefusal, reasonOf } from '../app/api';
import { useCommand } from '../app/command';
import { Button, TextField } from '../ui/kit';
import { plainest, readMobile } from '../ui/typed';
import { PhoneField } from '../ui/typed-fields';

/** Sets a password, the first or a new one, with the activation code from the person's office. */
export function StartPage(): ReactElement {
  const { t } = useTranslation('public');
  const { t: words } = useTranslation();
  const navigate = useNavigate();
  const [form, setForm] = useState({ phone: '', code: '', password: '' });
  const [isShown, setShown] = useState(false);
  const set = useCommand({
    send: () =>
      answer(
        api.POST('/api/v1/passwords', {
          body: { ...form, phone: plainest(readMobile, form.phone), code: form.code.trim() },
        }),
      ),
    says: t('start.done'),
    done: () => void navigate({ to: '/sign-in' }),
    refused: (error) => isRefusal(error, 'START_CODE_WRONG') || Object.keys(faultsOf(error)).length > 0,
  });
  const faults = faultsOf(set.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!set.isPending) set.mutate();
  };
  return (
    <div className="stack site-narrow">
      <div className="stack-tight">
        <h1 className="title">{t('start.title')}</h1>
        <p className="soft">{t('start.lead')}</p>
      </div>
      <form className="card stack" onSubmit={submit}>
        <PhoneField
          label={words('field.phone')}
          hint={t('signIn.phoneHint')}
          fault={faults.phone}
          autoComplete="username"
          required
          value={form.phone}
          onChange={(phone) => setForm({ ...form, phone })}
        />
        <TextField
          label={t('start.code')}
          hint={t('start.codeHint')}
          fault={faults.code}
          autoComplete="one-time-code"
          required
          maxLength={20}
          value={form.code}
          onChange={(next) => setForm({ ...form, code: next })}
        />
        <TextField
          label={t('start.password')}
          hint={t('start.passwordHint')}
          fault={faults.password}
          type={isShown ? 'text' : 'password'}
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={128}
          value={form.password}
          onChange={(password) => setForm({ ...form, password })}
        />
        <label className="check">
          <input type="checkbox" checked={isShown} onChange={(event) => setShown(event.target.checked)} />
          <span>{t('signIn.show')}</span>
        </label>
        {isRefusal(set.error, 'START_CODE_WRONG') && (
          <p className="note note-stop" role="alert">
            {reasonOf(set.error)}
          </p>
        )}
        <Button type="submit" variant="primary" isWide isBusy={set.isPending}>
          {t('start.go')}
        </Button>
      </form>
    </div>
  );
}
