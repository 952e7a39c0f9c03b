import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { HOME_OF, areasOf } from '../../../core/session';
import { CodeField, useSignIn } from '../../../core/use-sign-in';
import { Icon } from '../../../ui/icons';
import { Button, TextField } from '../../../ui';
import { CheckField } from '../../../ui/check-field';
import { FieldError } from '../../../ui/field';
import { PhoneField } from '../../../ui/typed-fields';

/** Signs in and continues to the requested page. */
export function SignInPage(): ReactElement {
  const { t } = useTranslation('public');
  const { t: words } = useTranslation();
  const { next } = useSearch({ from: '/open/sign-in' });
  const navigate = useNavigate();
  const router = useRouter();
  const [isShown, setShown] = useState(false);
  const signIn = useSignIn(async (person) => {
    // Only paths of our own site: a link must not redirect elsewhere (open redirect).
    if (next?.startsWith('/') && !next.startsWith('//')) router.history.push(next);
    else await navigate({ to: HOME_OF[areasOf(person)[0] ?? 'resident'] });
  });
  const { form } = signIn;
  return (
    <div className="stack site-narrow">
      <div className="stack-tight">
        <h1 className="title">{t('signIn.title')}</h1>
        <p className="soft">{t('signIn.lead')}</p>
      </div>
      <form className="card stack" {...form.props}>
        <PhoneField
          label={words('field.phone')}
          hint={t('signIn.phoneHint')}
          autoComplete="username"
          {...form.field('phone')}
        />
        <TextField
          label={words('field.password')}
          type={isShown ? 'text' : 'password'}
          autoComplete="current-password"
          maxLength={128}
          {...form.field('password')}
        />
        <CheckField label={t('signIn.show')} value={isShown} onChange={setShown} />
        <CodeField {...signIn} />
        <FieldError message={form.summary} />
        <Button type="submit" variant="primary" isWide isBusy={form.isBusy}>
          {words('signIn')}
        </Button>
        <p className="small soft sign-in-help">
          <Icon name="shield" /> <Link to="/start">{t('signIn.forgot')}</Link>
        </p>
      </form>
    </div>
  );
}
