import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, type Schemas, hasFieldErrors } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { may, useSession } from '../../../core/session';
import { Button } from '../../../ui';
import { numberOf } from '../../../ui/typed';
import { NumberField } from '../../../ui/typed-fields';

type Rules = Schemas['AuthorityRulesResponse'];

const HOURS = { least: 1, most: 168 };
const DAYS = { least: 1, most: 90 };
const TIMES = [
  { name: 'recoveryWaitHours', label: 'authority.wait', hint: 'authority.waitHint', bounds: HOURS },
  { name: 'independenceDays', label: 'authority.days', hint: 'authority.daysHint', bounds: DAYS },
] as const;
const textsOf = ({ recoveryWaitHours, independenceDays }: Rules) => ({
  recoveryWaitHours: String(recoveryWaitHours),
  independenceDays: String(independenceDays),
});

/** How long rights over money are suspended after a recovery, and how long people depend on their account's creator. */
export function AuthorityTimes(): ReactElement | null {
  const { data } = useQuery({
    queryKey: ['policies', 'authority'],
    queryFn: () => api.GET('/api/v1/policies/authority'),
  });
  return data ? <Form rules={data} /> : null;
}

function Form({ rules }: { rules: Rules }): ReactElement {
  const { t } = useTranslation('office');
  const sets = may(useSession(), 'policy.set');
  const kept = textsOf(rules);
  const [form, setForm] = useState(kept);
  useEffect(() => setForm(textsOf(rules)), [rules]);
  const save = useCommand<void, Rules>({
    send: (_, headers) =>
      api.PUT('/api/v1/policies/authority', {
        headers,
        body: {
          basedOn: rules.version,
          recoveryWaitHours: numberOf(form.recoveryWaitHours, HOURS),
          independenceDays: numberOf(form.independenceDays, DAYS),
        },
      }),
    invalidates: [['policies']],
    successMessage: t('authority.saved'),
    onRefused: (error) => hasFieldErrors(error),
  });
  const errors = errorsByField(save.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  const isChanged = TIMES.some(({ name }) => form[name] !== kept[name]);
  return (
    <section className="card stack">
      <h2 className="heading">{t('authority.title')}</h2>
      <p className="soft">{t('authority.lead', { version: rules.version })}</p>
      <form className="stack" onSubmit={submit}>
        {TIMES.map(({ name, label, hint, bounds }) => (
          <NumberField
            key={name}
            label={t(label)}
            hint={t(hint)}
            error={errors[name]}
            bounds={bounds}
            required
            disabled={!sets}
            value={form[name]}
            onChange={(value) => setForm({ ...form, [name]: value })}
          />
        ))}
        {sets && (
          <div className="actions">
            <Button type="submit" variant="primary" disabled={!isChanged} isBusy={save.isPending}>
              {t('authority.save')}
            </Button>
            <p className="small soft">{t('authority.sure')}</p>
          </div>
        )}
      </form>
    </section>
  );
}
