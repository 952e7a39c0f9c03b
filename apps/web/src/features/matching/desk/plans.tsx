import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { may, unitsWith, useSession } from '../../../core/session';
import { Button, ButtonLink, Empty, Tag, When, type Tone } from '../../../ui';
import { EndlessList } from '../../../ui/endless-list';
import { Heading } from '../../../frames/desk';
import { UnitField } from '../../people/desk/unit-field';

type Plan = Schemas['PlanResponse'];
export const PLAN_TONES: Record<Plan['status'], Tone> = {
  waiting: 'blue',
  computing: 'blue',
  ready: 'amber',
  sending: 'blue',
  sent: 'jade',
  cancelled: 'plain',
  failed: 'red',
};

export function PlansPage(): ReactElement {
  const { t } = useTranslation('plan');
  const person = useSession();
  const navigate = useNavigate();
  const [unitId, setUnitId] = useState(unitsWith(person, 'plan.make')[0]);
  const make = useCommand<string, Schemas['PlanAskedResponse']>({
    send: (unit, headers) => api.POST('/api/v1/match-plans', { headers, body: { unitId: unit } }),
    invalidates: [['plans']],
    successMessage: t('made'),
    onSuccess: ({ id }) => void navigate({ to: '/c/plans/$planId', params: { planId: id } }),
  });
  return (
    <>
      <Heading title={t('title')} lead={t('lead')}>
        <ButtonLink to="/c/radar" icon="search">
          {t('toRadar')}
        </ButtonLink>
        {may(person, 'policy.read') && (
          <ButtonLink to="/c/match-rules" icon="gear">
            {t('toRules')}
          </ButtonLink>
        )}
      </Heading>
      {may(person, 'plan.make') && (
        <section className="card stack">
          <UnitField label={t('unit')} value={unitId} onChange={setUnitId} />
          <div className="actions">
            <Button
              variant="primary"
              icon="hands"
              isBusy={make.isPending}
              disabled={!unitId}
              onClick={() => unitId && make.mutate(unitId)}
            >
              {t('make')}
            </Button>
          </div>
        </section>
      )}
      <EndlessList
        queryKey={['plans', 'list']}
        load={(cursor) => api.GET('/api/v1/match-plans', { params: { query: { limit: 20, cursor } } })}
        empty={
          <Empty icon="hands" title={t('empty')}>
            <p className="soft">{t('emptyHint')}</p>
          </Empty>
        }
      >
        {(plan) => (
          <Link to="/c/plans/$planId" params={{ planId: plan.id }} className="card stack-tight">
            <div className="between">
              <p className="strong">{plan.unitName}</p>
              <Tag tone={PLAN_TONES[plan.status]}>{t(`status.${plan.status}`)}</Tag>
            </div>
            <p className="small">{t('found', plan)}</p>
            {plan.sentAt && <p className="small">{t('answers', plan.invitations)}</p>}
            <p className="small soft">
              <When at={plan.askedAt} /> · {t('by', { name: plan.askedByName })}
            </p>
          </Link>
        )}
      </EndlessList>
    </>
  );
}
