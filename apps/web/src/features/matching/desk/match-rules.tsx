import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, errorsByField, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { may, useSession } from '../../../core/session';
import { Button, ErrorNotice, Skeleton } from '../../../ui';
import { isAllRead } from '../../../ui/typed';
import { KeptNumberField } from '../../../ui/typed-fields';
import { Confirm } from '../../../ui/desk/confirm';
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
const AREAS: readonly Area[] = ['community', 'town', 'district'];

/** The weights of a match, and after how many days a wish is shown farther away. */
export function MatchRulesPage(): ReactElement {
  const { t } = useTranslation('plan');
  const { data, error, refetch } = useQuery({
    queryKey: ['policies', 'matching'],
    queryFn: () => api.GET('/api/v1/policies/matching'),
  });
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Heading title={t('rules.title')} lead={data && t('rules.lead', { version: data.version })} />
      {data ? <Form rules={data} /> : <Skeleton rows={3} />}
    </>
  );
}

function Form({ rules }: { rules: Rules }): ReactElement {
  const { t } = useTranslation('plan');
  const sets = may(useSession(), 'policy.set');
  const [{ weights, visibility }, set] = useState(rules);
  const [isAsking, setAsking] = useState(false);
  useEffect(() => set(rules), [rules]);
  const save = useCommand({
    send: (_, headers) =>
      api.PUT('/api/v1/policies/matching', {
        headers,
        body: { basedOn: rules.version, weights: { ...weights }, visibility: { ...visibility } },
      }),
    invalidates: [['policies'], ['feed']],
    successMessage: t('rules.saved'),
    onSuccess: () => setAsking(false),
    onRefused: () => {
      setAsking(false);
      return false;
    },
  });
  const errors = errorsByField(save.error);
  const number = (
    field: string,
    label: string,
    value: number,
    change: (to: number) => Partial<Rules>,
  ): ReactElement => (
    <KeptNumberField
      key={field}
      label={label}
      bounds={field.startsWith('visibility.') ? DAYS : POINTS}
      error={errors[field]}
      disabled={!sets}
      value={value}
      onChange={(to) => set({ ...rules, weights, visibility, ...change(to) })}
    />
  );
  const weight = (name: Weight): string => t(`rules.weights.${name}`);
  return (
    <div className="stack">
      <section className="card stack">
        <h2 className="heading">{t('rules.visibility')}</h2>
        <p className="soft">{t('rules.ringsLead')}</p>
        <div className="form-row">
          {AREAS.map((area) =>
            number(`visibility.${area}`, t(`rules.shown.${area}`), visibility[area], (to) => ({
              visibility: { ...visibility, [area]: to },
            })),
          )}
        </div>
      </section>
      <section className="card stack">
        <h2 className="heading">{t('rules.points')}</h2>
        <p className="soft">{t('rules.pointsLead')}</p>
        <div className="form-row">
          {FLAT.map((name) =>
            number(`weights.${name}`, weight(name), weights[name], (to) => ({ weights: { ...weights, [name]: to } })),
          )}
        </div>
        <div className="form-row">
          {PLACES.map((place) =>
            number(`weights.distance.${place}`, t(`why.distance.${place}`), weights.distance[place], (to) => ({
              weights: { ...weights, distance: { ...weights.distance, [place]: to } },
            })),
          )}
        </div>
        <div className="form-row">
          {(['perDay', 'mostDays'] as const).map((name) =>
            number(`weights.waiting.${name}`, weight(name), weights.waiting[name], (to) => ({
              weights: { ...weights, waiting: { ...weights.waiting, [name]: to } },
            })),
          )}
        </div>
      </section>
      {sets && (
        <div className="actions">
          <Button variant="primary" disabled={!isAllRead({ weights, visibility })} onClick={() => setAsking(true)}>
            {t('rules.save')}
          </Button>
          <Button onClick={() => set(rules)}>{t('rules.back')}</Button>
        </div>
      )}
      {isAsking && (
        <Confirm
          title={t('rules.save')}
          isBusy={save.isPending}
          onYes={() => save.mutate()}
          onClose={() => setAsking(false)}
        >
          <p>{t('rules.sure')}</p>
        </Confirm>
      )}
    </div>
  );
}
