import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';
import { TextField } from '../ui';
import { plainest, readMobile } from '../ui/typed';
import { isRefusal, reasonOf } from './api';
import { signIn, type Person } from './session';

interface SignInForm {
  form: { phone: string; password: string; code: string };
  set: (change: Partial<SignInForm['form']>) => void;
  error: string | undefined;
  isBusy: boolean;
  /** The password was right; now the second factor is required. */
  asksCode: boolean;
  submit: (event: FormEvent) => void;
}

/** Signing in, in one or two steps. `done` continues; it receives null if the session did not persist. */
export function useSignIn(done: (person: Person | null) => Promise<unknown>): SignInForm {
  const [form, setForm] = useState({ phone: '', password: '', code: '' });
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [asksCode, setAsksCode] = useState(false);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await done(
        await signIn({ ...form, phone: plainest(readMobile, form.phone), code: form.code.trim() || undefined }),
      );
    } catch (error) {
      if (isRefusal(error, 'SECOND_FACTOR_REQUIRED')) setAsksCode(true);
      else setError(reasonOf(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    form,
    set: (change) => setForm({ ...form, ...change }),
    error,
    isBusy,
    asksCode,
    submit: (event) => {
      event.preventDefault();
      if (!isBusy) void submit();
    },
  };
}

/** The six digits or a recovery code, requested after the right password. */
export function CodeField({ form, set, asksCode }: SignInForm): ReactElement | null {
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
        required
        maxLength={30}
        value={form.code}
        onChange={(code) => set({ code })}
      />
    </div>
  );
}
