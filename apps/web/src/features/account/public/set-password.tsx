import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, isRefusal, reasonOf, hasFieldErrors } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { Button, TextField } from '../../../ui';
import { plainest, readMobile } from '../../../ui/typed';
import { PhoneField } from '../../../ui/typed-fields';

/** Sets a password, the first or a new one, with the activation code from the person's office. */
export function SetPasswordPage(): ReactElement {
  const { t } = useTranslation('public');
  const { t: words } = useTranslation();
  const navigate = useNavigate();
  const [form, setForm] = useState({ phone: '', code: '', password: '' });
  const [isShown, setShown] = useState(false);
  const set = useCommand({
    send: () =>
      api.POST('/api/v1/passwords', {
        body: { ...form, phone: plainest(readMobile, form.phone), code: form.code.trim() },
      }),
    successMessage: t('start.done'),
    onSuccess: () => void navigate({ to: '/sign-in' }),
    onRefused: (error) => isRefusal(error, 'ACTIVATION_CODE_WRONG') || hasFieldErrors(error),
  });
  const errors = errorsByField(set.error);
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
          error={errors.phone}
          autoComplete="username"
          required
          value={form.phone}
          onChange={(phone) => setForm({ ...form, phone })}
        />
        <TextField
          label={t('start.code')}
          hint={t('start.codeHint')}
          error={errors.code}
          autoComplete="one-time-code"
          required
          maxLength={20}
          value={form.code}
          onChange={(next) => setForm({ ...form, code: next })}
        />
        <TextField
          label={t('start.password')}
          hint={t('start.passwordHint')}
          error={errors.password}
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
        {isRefusal(set.error, 'ACTIVATION_CODE_WRONG') && (
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
