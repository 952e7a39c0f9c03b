import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { may, useSession } from '../../../core/session';
import { Button, Waiting } from '../../../ui';
import { isAllRead } from '../../../ui/typed';
import { QuietHours } from '../../account/phone/quiet-hours';
import { AuthorityTimes } from './authority-times';
import { FieldError } from '../../../ui/field';
import { AskFirst } from '../../../ui/desk/confirm';
import { DurationInput, type Duration } from '../../../ui/desk/duration-input';
import { Holidays } from './holidays';
import { Escalations } from './escalations';
import { Heading } from '../../../frames/desk';

type Answer = Schemas['DeadlinesResponse'];
/** The lengths of all deadlines. A new version takes effect for new deadlines; running ones keep theirs. */
export function DeadlinesPage(): ReactElement {
  const { t } = useTranslation('office');
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'deadlines'],
    queryFn: () => api.GET('/api/v1/policies/deadlines'),
  });
  return (
    <>
      <Heading title={t('deadlines.title')} lead={data && t('deadlines.lead', { version: data.version })} />
      {data ? <Form key={data.version} answer={data} /> : <Waiting error={error} onRetry={refetch} />}
      <Holidays />
      <Escalations />
      <AuthorityTimes />
    </>
  );
}

function Form({ answer: policy }: { answer: Answer }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const person = useSession();
  const sets = may(person, 'policy.set');
  const form = useForm({
    values: {
      deadlines: policy.deadlines as Record<string, Duration>,
      quietHours: policy.quietHours,
      toDefaults: false,
    },
    asksFirst: true,
    send: ({ deadlines, quietHours, toDefaults }, headers) =>
      api.PUT('/api/v1/policies/deadlines', {
        headers,
        body: {
          basedOn: policy.version,
          deadlines: toDefaults ? null : deadlines,
          quietHours: toDefaults ? null : quietHours,
        },
      }),
    invalidates: [['policies']],
    successMessage: t('deadlines.saved'),
  });
  const { deadlines, toDefaults } = form.values;
  return (
    <form className="stack" {...form.props}>
      <ul className="stack">
        {Object.entries(deadlines).map(([name, length]) => (
          <li key={name} className="card deadline-row">
            <p className="strong">{policy.titles[name]}</p>
            <DurationInput
              label={policy.titles[name] ?? ''}
              value={length}
              isFixed={!sets}
              onChange={(duration) => form.set({ deadlines: { ...deadlines, [name]: duration } })}
            />
          </li>
        ))}
      </ul>
      <section className="card stack">
        <QuietHours
          label={t('deadlines.quiet')}
          none={t('deadlines.none')}
          from={t('deadlines.from')}
          until={t('deadlines.until')}
          isFixed={!sets}
          {...form.field('quietHours')}
        />
      </section>
      <FieldError message={form.summary} />
      {sets && (
        <div className="actions">
          <Button
            variant="primary"
            disabled={!isAllRead(deadlines)}
            isBusy={form.isBusy}
            onClick={() => form.submit({ toDefaults: false })}
          >
            {t('deadlines.save')}
          </Button>
          <Button onClick={() => form.submit({ toDefaults: true })}>{t('deadlines.defaults')}</Button>
        </div>
      )}
      <AskFirst form={form} title={toDefaults ? t('deadlines.defaults') : t('deadlines.save')}>
        <p>{t('deadlines.sure')}</p>
      </AskFirst>
      <span className="hidden">{words('saved')}</span>
    </form>
  );
}
