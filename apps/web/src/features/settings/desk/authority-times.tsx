import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { may, useSession } from '../../../core/session';
import { Button } from '../../../ui';
import { FieldError } from '../../../ui/field';
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
  return data ? <Form key={data.version} rules={data} /> : null;
}

function Form({ rules }: { rules: Rules }): ReactElement {
  const { t } = useTranslation('office');
  const sets = may(useSession(), 'policy.set');
  const kept = textsOf(rules);
  const form = useForm({
    values: kept,
    required: ['recoveryWaitHours', 'independenceDays'],
    send: ({ recoveryWaitHours, independenceDays }, headers) =>
      api.PUT('/api/v1/policies/authority', {
        headers,
        body: {
          basedOn: rules.version,
          recoveryWaitHours: numberOf(recoveryWaitHours, HOURS),
          independenceDays: numberOf(independenceDays, DAYS),
        },
      }),
    invalidates: [['policies']],
    successMessage: t('authority.saved'),
  });
  const isChanged = TIMES.some(({ name }) => form.values[name] !== kept[name]);
  return (
    <form className="card stack" {...form.props}>
      <h2 className="heading">{t('authority.title')}</h2>
      <p className="soft">{t('authority.lead', { version: rules.version })}</p>
      {TIMES.map(({ name, label, hint, bounds }) => (
        <NumberField
          key={name}
          label={t(label)}
          hint={t(hint)}
          bounds={bounds}
          disabled={!sets}
          {...form.field(name)}
        />
      ))}
      <FieldError message={form.summary} />
      {sets && (
        <div className="actions">
          <Button type="submit" variant="primary" disabled={!isChanged} isBusy={form.isBusy}>
            {t('authority.save')}
          </Button>
          <p className="small soft">{t('authority.sure')}</p>
        </div>
      )}
    </form>
  );
}
