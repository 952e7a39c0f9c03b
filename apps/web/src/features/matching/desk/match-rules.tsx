import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { may, useSession } from '../../../core/session';
import { Button, Waiting } from '../../../ui';
import { isAllRead } from '../../../ui/typed';
import { KeptNumberField } from '../../../ui/typed-fields';
import { FieldError } from '../../../ui/field';
import { AskFirst } from '../../../ui/desk/confirm';
import { Heading } from '../../../frames/desk';

type Rules = Schemas['MatchRulesResponse'];
type Weight = keyof typeof import('../../../locales/zh/plan').default.rules.weights;
type Area = 'community' | 'town' | 'district';

const FLAT = [
  'base',
  'skill',
  'relatedSkill',
  'licence',
  'urgent',
  'language',
  'liked',
  'disliked',
  'time',
  'load',
] as const;
const PLACES = ['grid', 'community', 'town', 'district'] as const;
const POINTS = { least: -5_000, most: 5_000 };
const DAYS = { least: 0, most: 365 };
type NumberPath =
  | `visibility.${Area}`
  | `weights.${(typeof FLAT)[number]}`
  | `weights.distance.${(typeof PLACES)[number]}`
  | `weights.waiting.${'perDay' | 'mostDays'}`;
const AREAS: readonly Area[] = ['community', 'town', 'district'];

/** The weights of a match, and after how many days a wish is shown farther away. */
export function MatchRulesPage(): ReactElement {
  const { t } = useTranslation('plan');
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'matching'],
    queryFn: () => api.GET('/api/v1/policies/matching'),
  });
  return (
    <>
      <Heading title={t('rules.title')} lead={data && t('rules.lead', { version: data.version })} />
      {data ? <Form key={data.version} rules={data} /> : <Waiting error={error} onRetry={refetch} rows={3} />}
    </>
  );
}

function Form({ rules }: { rules: Rules }): ReactElement {
  const { t } = useTranslation('plan');
  const sets = may(useSession(), 'policy.set');
  const { weights, visibility } = rules;
  const form = useForm({
    values: { weights, visibility },
    asksFirst: true,
    send: (body, headers) =>
      api.PUT('/api/v1/policies/matching', { headers, body: { basedOn: rules.version, ...body } }),
    invalidates: [['policies'], ['feed']],
    successMessage: t('rules.saved'),
  });
  const number = (name: NumberPath, label: string): ReactElement => (
    <KeptNumberField
      key={name}
      label={label}
      bounds={name.startsWith('visibility.') ? DAYS : POINTS}
      disabled={!sets}
      {...form.field(name)}
    />
  );
  const weight = (name: Weight): string => t(`rules.weights.${name}`);
  return (
    <form className="stack" {...form.props}>
      <section className="card stack">
        <h2 className="heading">{t('rules.visibility')}</h2>
        <p className="soft">{t('rules.ringsLead')}</p>
        <div className="form-row">{AREAS.map((area) => number(`visibility.${area}`, t(`rules.shown.${area}`)))}</div>
      </section>
      <section className="card stack">
        <h2 className="heading">{t('rules.points')}</h2>
        <p className="soft">{t('rules.pointsLead')}</p>
        <div className="form-row">{FLAT.map((name) => number(`weights.${name}`, weight(name)))}</div>
        <div className="form-row">
          {PLACES.map((place) => number(`weights.distance.${place}`, t(`why.distance.${place}`)))}
        </div>
        <div className="form-row">
          {(['perDay', 'mostDays'] as const).map((name) => number(`weights.waiting.${name}`, weight(name)))}
        </div>
      </section>
      <FieldError message={form.summary} />
      {sets && (
        <div className="actions">
          <Button type="submit" variant="primary" disabled={!isAllRead(form.values)} isBusy={form.isBusy}>
            {t('rules.save')}
          </Button>
          <Button onClick={form.clear}>{t('rules.back')}</Button>
        </div>
      )}
      <AskFirst form={form} title={t('rules.save')}>
        <p>{t('rules.sure')}</p>
      </AskFirst>
    </form>
  );
}
