import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { client } from '../../../core/query-client';
import { sessionState, useSession } from '../../../core/session';
import { CodeField, useSignIn } from '../../../core/use-sign-in';
import { Button, Sheet, TextField } from '../../../ui';
import { PhoneField } from '../../../ui/typed-fields';

/** Asks for the password again when the session has expired; the screen below stays as it is. */
export function SignInAgain(): ReactElement {
  const { t } = useTranslation();
  const person = useSession();
  const navigate = useNavigate();
  const signIn = useSignIn(async (now) => {
    // A different person must not continue with this person's screen.
    if (now?.id !== person?.id) {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      await navigate({ to: '/app' });
    } else await client.invalidateQueries();
  });
  return (
    <Sheet title={t('expired.title')} onClose={() => sessionState.set('open')}>
      <p className="soft">{t('expired.why')}</p>
      <form className="stack" onSubmit={signIn.submit}>
        <PhoneField
          label={t('field.phone')}
          autoComplete="username"
          required
          value={signIn.form.phone}
          onChange={(phone) => signIn.set({ phone })}
        />
        <TextField
          label={t('field.password')}
          type="password"
          autoComplete="current-password"
          required
          value={signIn.form.password}
          onChange={(password) => signIn.set({ password })}
        />
        <CodeField {...signIn} />
        {signIn.error && (
          <p className="note note-stop" role="alert">
            {signIn.error}
          </p>
        )}
        <Button type="submit" variant="primary" isWide isBusy={signIn.isBusy}>
          {t('signIn')}
        </Button>
      </form>
    </Sheet>
  );
}
