import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { HOME_OF, areasOf } from '../../../core/session';
import { CodeField, useSignIn } from '../../../core/use-sign-in';
import { Icon } from '../../../ui/icons';
import { Button, TextField } from '../../../ui';
import { readMobile } from '../../../ui/typed';
import { PhoneField } from '../../../ui/typed-fields';

/** Signs in and continues to the requested page. */
export function SignInPage(): ReactElement {
  const { t } = useTranslation('public');
  const { t: words } = useTranslation();
  const { next } = useSearch({ from: '/open/sign-in' });
  const navigate = useNavigate();
  const router = useRouter();
  const [isShown, setShown] = useState(false);
  const [isTried, setTried] = useState(false);
  const signIn = useSignIn(async (person) => {
    // Only paths of our own site: a link must not redirect elsewhere (open redirect).
    if (next?.startsWith('/') && !next.startsWith('//')) router.history.push(next);
    else await navigate({ to: HOME_OF[areasOf(person)[0] ?? 'resident'] });
  });
  const { phone, password } = signIn.form;
  const isPhone = readMobile(phone) !== undefined;
  const submit = (event: FormEvent): void => {
    setTried(true);
    if (isPhone && password) signIn.submit(event);
    else event.preventDefault();
  };
  return (
    <div className="stack site-narrow">
      <div className="stack-tight">
        <h1 className="title">{t('signIn.title')}</h1>
        <p className="soft">{t('signIn.lead')}</p>
      </div>
      <form className="card stack" onSubmit={submit} noValidate>
        <PhoneField
          label={words('field.phone')}
          hint={t('signIn.phoneHint')}
          error={isTried && !isPhone ? words('typed.phone') : undefined}
          autoComplete="username"
          value={phone}
          onChange={(next) => signIn.set({ phone: next })}
        />
        <TextField
          label={words('field.password')}
          error={isTried && !password ? words('required') : undefined}
          type={isShown ? 'text' : 'password'}
          autoComplete="current-password"
          maxLength={128}
          value={password}
          onChange={(next) => signIn.set({ password: next })}
        />
        <label className="check">
          <input type="checkbox" checked={isShown} onChange={(e) => setShown(e.target.checked)} />
          <span>{t('signIn.show')}</span>
        </label>
        <CodeField {...signIn} />
        {signIn.error && (
          <p className="note note-stop" role="alert">
            {signIn.error}
          </p>
        )}
        <Button type="submit" variant="primary" isWide isBusy={signIn.isBusy}>
          {words('signIn')}
        </Button>
        <p className="small soft sign-in-help">
          <Icon name="shield" /> <Link to="/start">{t('signIn.forgot')}</Link>
        </p>
      </form>
    </div>
  );
}
