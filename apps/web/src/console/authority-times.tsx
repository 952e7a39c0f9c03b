import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, faultsOf, withKey, type Schemas } from '../app/api';
import { useCommand } from '../app/command';
import { holds, useSession } from '../app/session';
import { Button, TextField } from '../look/kit';

type Rules = Schemas['AuthorityRulesAnswer'];

/** How long rights over money rest after a recovery, and how long people count as depending on who made their accounts. */
export function AuthorityTimes(): ReactElement | null {
  const { data } = useQuery({
    queryKey: ['policies', 'authority'],
    queryFn: () => answer(api.GET('/api/v1/policies/authority')),
  });
  return data ? <Form rules={data} /> : null;
}

function Form({ rules }: { rules: Rules }): ReactElement {
  const { t } = useTranslation('office');
  const sets = holds(useSession(), 'district_officer');
  const kept = { hours: String(rules.recoveryWaitHours), days: String(rules.independenceDays) };
  const [form, setForm] = useState(kept);
  useEffect(() => setForm({ hours: String(rules.recoveryWaitHours), days: String(rules.independenceDays) }), [rules]);
  const save = useCommand<void, Rules>({
    send: (_, key) =>
      answer(
        api.PUT('/api/v1/policies/authority', {
          headers: withKey(key),
          body: {
            basedOn: rules.version,
            recoveryWaitHours: Number(form.hours),
            independenceDays: Number(form.days),
          },
        }),
      ),
    touches: [['policies']],
    says: t('authority.saved'),
    refused: (error) => Object.keys(faultsOf(error)).length > 0,
  });
  const faults = faultsOf(save.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  const isChanged = form.hours !== kept.hours || form.days !== kept.days;
  return (
    <section className="card stack">
      <h2 className="heading">{t('authority.title')}</h2>
      <p className="soft">{t('authority.lead', { version: rules.version })}</p>
      <form className="stack" onSubmit={submit}>
        <TextField
          label={t('authority.wait')}
          hint={t('authority.waitHint')}
          fault={faults.recoveryWaitHours}
          type="number"
          min={1}
          max={168}
          required
          disabled={!sets}
          value={form.hours}
          onChange={(hours) => setForm({ ...form, hours })}
        />
        <TextField
          label={t('authority.days')}
          hint={t('authority.daysHint')}
          fault={faults.independenceDays}
          type="number"
          min={1}
          max={90}
          required
          disabled={!sets}
          value={form.days}
          onChange={(days) => setForm({ ...form, days })}
        />
        {sets && (
          <div className="actions">
            <Button type="submit" look="main" disabled={!isChanged} isBusy={save.isPending}>
              {t('authority.save')}
            </Button>
            <p className="small soft">{t('authority.sure')}</p>
          </div>
        )}
      </form>
    </section>
  );
}
