import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api } from '../../../core/api';
import { useForm } from '../../../core/form';
import { Button, TextField } from '../../../ui';
import { CheckField } from '../../../ui/check-field';
import { FieldError } from '../../../ui/field';
import { plainest, readMobile } from '../../../ui/typed';
import { PhoneField } from '../../../ui/typed-fields';

/** Sets a password, the first or a new one, with the activation code from the person's office. */
export function SetPasswordPage(): ReactElement {
  const { t } = useTranslation('public');
  const { t: words } = useTranslation();
  const navigate = useNavigate();
  const [isShown, setShown] = useState(false);
  const form = useForm({
    values: { phone: '', code: '', password: '' },
    required: ['phone', 'code', 'password'],
    errorsAt: { ACTIVATION_CODE_WRONG: 'root' },
    send: ({ phone, code, password }) =>
      api.POST('/api/v1/passwords', { body: { phone: plainest(readMobile, phone), code: code.trim(), password } }),
    successMessage: t('start.done'),
    onSuccess: () => void navigate({ to: '/sign-in' }),
  });
  return (
    <div className="stack site-narrow">
      <div className="stack-tight">
        <h1 className="title">{t('start.title')}</h1>
        <p className="soft">{t('start.lead')}</p>
      </div>
      <form className="card stack" {...form.props}>
        <PhoneField
          label={words('field.phone')}
          hint={t('signIn.phoneHint')}
          autoComplete="username"
          {...form.field('phone')}
        />
        <TextField
          label={t('start.code')}
          hint={t('start.codeHint')}
          autoComplete="one-time-code"
          maxLength={20}
          {...form.field('code')}
        />
        <TextField
          label={t('start.password')}
          hint={t('start.passwordHint')}
          type={isShown ? 'text' : 'password'}
          autoComplete="new-password"
          minLength={8}
          maxLength={128}
          {...form.field('password')}
        />
        <CheckField label={t('signIn.show')} value={isShown} onChange={setShown} />
        <FieldError message={form.summary} />
        <Button type="submit" variant="primary" isWide isBusy={form.isBusy}>
          {t('start.go')}
        </Button>
      </form>
    </div>
  );
}
