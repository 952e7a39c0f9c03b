import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';
import { TextField } from '../ui';
import { plainest, readMobile } from '../ui/typed';
import { isRefusal } from './api';
import { useForm, type Form } from './form';
import { signIn, type Person } from './session';

interface SignIn {
  form: Form<{ phone: string; password: string; code: string }>;
  /** The password was right; now the second factor is required. */
  asksCode: boolean;
}

/** Signing in, in one or two steps. `done` continues; it receives null if the session did not persist. */
export function useSignIn(done: (person: Person | null) => Promise<unknown>): SignIn {
  const { t } = useTranslation();
  const [asksCode, setAsksCode] = useState(false);
  const form = useForm({
    values: { phone: '', password: '', code: '' },
    required: asksCode ? ['password', 'code'] : ['password'],
    check: ({ phone }) => ({ phone: !readMobile(phone) && t('typed.phone') }),
    errorsAt: { '*': 'root' },
    send: async ({ phone, password, code }) =>
      done(await signIn({ phone: plainest(readMobile, phone), password, code: code.trim() || undefined })),
    onRefused: (error) => {
      const asks = isRefusal(error, 'SECOND_FACTOR_REQUIRED');
      if (asks) setAsksCode(true);
      return asks;
    },
  });
  return { form, asksCode };
}

/** The six digits or a recovery code, requested after the right password. */
export function CodeField({ form, asksCode }: SignIn): ReactElement | null {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asksCode) place.current?.querySelector('input')?.focus();
  }, [asksCode]);
  if (!asksCode) return null;
  return (
    <div ref={place}>
      <TextField
        label={t('secondFactor.code')}
        hint={t('secondFactor.hint')}
        autoComplete="one-time-code"
        maxLength={30}
        {...form.field('code')}
      />
    </div>
  );
}
