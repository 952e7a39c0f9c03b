import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../words/use-translation';
import { reasonOf } from '../../app/api';
import { client } from '../../app/query-client';
import { sessionState, signIn, useSession } from '../../app/session';
import { Button, Sheet, TextField } from '../../look/kit';

/** The session has ended in the middle of something: the password once more, over the screen that stays as it is. */
export function SignInAgain(): ReactElement {
  const { t } = useTranslation();
  const person = useSession();
  const navigate = useNavigate();
  const [phone, setPhone] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const now = await signIn({ phone, password });
      // Another person must not go on with this one's screen.
      if (now?.id !== person?.id) {
        client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
        await navigate({ to: '/app' });
      } else await client.invalidateQueries();
    } catch (error) {
      setFault(reasonOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Sheet title={t('expired.title')} onClose={() => sessionState.set('open')}>
      <p className="soft">{t('expired.why')}</p>
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <TextField
          label={t('field.phone')}
          type="tel"
          inputMode="numeric"
          autoComplete="username"
          required
          value={phone}
          onChange={setPhone}
        />
        <TextField
          label={t('field.password')}
          fault={fault}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={setPassword}
        />
        <Button type="submit" look="main" isWide isBusy={isBusy}>
          {t('signIn')}
        </Button>
      </form>
    </Sheet>
  );
}
