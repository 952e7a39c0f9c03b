import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { Button, Choices, Waiting } from '../../../ui';
import { isAllRead } from '../../../ui/typed';
import { FieldError } from '../../../ui/field';
import { AskFirst } from '../../../ui/desk/confirm';
import { DurationInput } from '../../../ui/desk/duration-input';

type Escalation = Schemas['EscalationResponse'];
type Step = Escalation['steps'][number];
type Role = Step['roles'][number];

const ROLES: readonly Role[] = [
  'grid_leader',
  'community_secretary',
  'community_director',
  'supervision_committee',
  'town_officer',
  'district_officer',
];
const MOST_STEPS = 4;
const NEW_STEP: Step = { after: { amount: 1, unit: 'workingDay' }, roles: ['town_officer'] };

/** To whom a missed deadline escalates. */
export function Escalations(): ReactElement {
  const { t } = useTranslation('office');
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'escalations'],
    queryFn: () => api.GET('/api/v1/policies/escalations'),
  });
  return (
    <section className="stack">
      <h2 className="heading">{t('escalations.title')}</h2>
      {data ? (
        <>
          <p className="soft">{t('escalations.lead', { version: data.version })}</p>
          <Form key={data.version} policy={data} />
        </>
      ) : (
        <Waiting error={error} onRetry={refetch} />
      )}
    </section>
  );
}

function Form({ policy }: { policy: Schemas['EscalationsResponse'] }): ReactElement {
  const { t } = useTranslation('office');
  const sets = may(useSession(), 'policy.set');
  const form = useForm({
    values: { escalations: policy.escalations, toDefaults: false },
    asksFirst: true,
    send: ({ escalations, toDefaults }, headers) =>
      api.PUT('/api/v1/policies/escalations', {
        headers,
        body: {
          basedOn: policy.version,
          escalations: toDefaults
            ? null
            : Object.fromEntries(escalations.map(({ deadline, steps }) => [deadline, steps])),
        },
      }),
    invalidates: [['policies']],
    successMessage: t('deadlines.saved'),
  });
  const { escalations, toDefaults } = form.values;
  const set = (deadline: string, steps: Step[]): void =>
    form.set({
      escalations: escalations.map((escalation) =>
        escalation.deadline === deadline ? { ...escalation, steps } : escalation,
      ),
    });
  return (
    <form className="stack" {...form.props}>
      <ul className="stack">
        {escalations.map(({ deadline, title, steps }) => (
          <li key={deadline} className="card stack">
            <p className="strong">{title}</p>
            {steps.length === 0 && <p className="soft">{t('escalations.none')}</p>}
            {steps.map((step, at) => (
              <StepFields
                key={at} // oxlint-disable-line react/no-array-index-key -- a step is its place
                label={`${title} ${t('escalations.step', { n: at + 1 })}`}
                step={step}
                isFixed={!sets}
                onChange={(next) =>
                  set(
                    deadline,
                    next ? steps.map((other, n) => (n === at ? next : other)) : steps.filter((_, n) => n !== at),
                  )
                }
              />
            ))}
            {sets && steps.length < MOST_STEPS && (
              <div className="row">
                <Button variant="bare" icon="plus" onClick={() => set(deadline, [...steps, NEW_STEP])}>
                  {t('escalations.add')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <FieldError message={form.summary} />
      {sets && (
        <div className="actions">
          <Button
            variant="primary"
            disabled={!isAllRead(escalations)}
            isBusy={form.isBusy}
            onClick={() => form.submit({ toDefaults: false })}
          >
            {t('escalations.save')}
          </Button>
          <Button onClick={() => form.submit({ toDefaults: true })}>{t('deadlines.defaults')}</Button>
        </div>
      )}
      <AskFirst form={form} title={toDefaults ? t('deadlines.defaults') : t('escalations.save')}>
        <p>{t('deadlines.sure')}</p>
      </AskFirst>
    </form>
  );
}

function StepFields({
  label,
  step,
  isFixed,
  onChange,
}: {
  label: string;
  step: Step;
  isFixed: boolean;
  /** Without a step it is removed. */
  onChange: (step?: Step) => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { list } = useFormat();
  return (
    <div className="stack-tight">
      <div className="deadline-row">
        <p className="small soft">{t('escalations.after')}</p>
        <DurationInput
          label={label}
          value={step.after}
          isFixed={isFixed}
          onChange={(after) => onChange({ ...step, after })}
        />
      </div>
      {isFixed ? (
        <p>{list(step.roles.map((role) => words(`role.${role}`)))}</p>
      ) : (
        <>
          <Choices
            label={t('escalations.told')}
            values={step.roles}
            onChange={(roles) => onChange({ ...step, roles })}
            options={ROLES.map((value) => ({ value, label: words(`role.${value}`) }))}
          />
          <div className="row">
            <Button variant="bare" onClick={() => onChange()} aria-label={`${t('escalations.remove')} ${label}`}>
              {t('escalations.remove')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
