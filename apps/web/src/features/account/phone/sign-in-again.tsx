import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { client } from '../../../core/query-client';
import { sessionState, useSession } from '../../../core/session';
import { CodeField, useSignIn } from '../../../core/use-sign-in';
import { TextField } from '../../../ui';
import { FormSheet } from '../../../ui/form-view';
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
  const { form } = signIn;
  return (
    <FormSheet title={t('expired.title')} submit={t('signIn')} form={form} onClose={() => sessionState.set('open')}>
      <p className="soft">{t('expired.why')}</p>
      <PhoneField label={t('field.phone')} autoComplete="username" {...form.field('phone')} />
      <TextField
        label={t('field.password')}
        type="password"
        autoComplete="current-password"
        {...form.field('password')}
      />
      <CodeField {...signIn} />
    </FormSheet>
  );
}
