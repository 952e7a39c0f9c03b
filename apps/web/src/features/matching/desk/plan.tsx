import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { Button, Choice, Empty, Progress, Sheet, Tag, type Tone, Waiting } from '../../../ui';
import { CheckField } from '../../../ui/check-field';
import { EndlessList } from '../../../ui/endless-list';
import { useSkills } from '../../people/skills';
import { WishSummary } from '../../wish/wish-summary';
import { Confirm } from '../../../ui/desk/confirm';
import { PLAN_TONES } from './plans';
import { Heading } from '../../../frames/desk';

type Plan = Schemas['PlanResponse'];
type Planned = Schemas['PlannedWishResponse'];
type Pair = Planned['pairs'][number];
type Only = 'all' | 'filled' | 'short';

const POLL_MS = 1_000;
const INVITATION_TONES: Record<NonNullable<Pair['invitation']>, Tone> = {
  open: 'amber',
  accepted: 'jade',
  declined: 'plain',
  lapsed: 'plain',
  withdrawn: 'plain',
};

/** One plan: its progress, who is assigned to which wish and why, and the results of the invitations. */
export function PlanPage(): ReactElement {
  const { t } = useTranslation('plan');
  const { planId } = useParams({ from: '/c/plans/$planId' });
  const { data, error, refetch } = useQuery({
    queryKey: ['plans', planId],
    queryFn: () => api.GET('/api/v1/match-plans/{planId}', { params: { path: { planId } } }),
    refetchInterval: ({ state }) => (state.data?.isUnderWay ? POLL_MS : false),
  });
  if (!data) return <Waiting error={error} onRetry={refetch} rows={3} />;
  return (
    <>
      <Heading title={data.unitName} lead={data.isComputed ? t('found', data) : undefined}>
        <Tag tone={PLAN_TONES[data.status]}>{t(`status.${data.status}`)}</Tag>
      </Heading>
      {(data.status === 'waiting' || data.status === 'computing') && (
        <Progress label={t('computing')} done={data.done} total={Math.max(data.total, 1)} />
      )}
      {data.sentAt && <p className="note">{t('answers', data.invitations)}</p>}
      {data.allowedSteps.length > 0 && <Acts plan={data} />}
      {data.isComputed && <Wishes plan={data} />}
    </>
  );
}

function Acts({ plan }: { plan: Plan }): ReactElement {
  const { t } = useTranslation('plan');
  const [asking, setAsking] = useState(false);
  const path = { planId: plan.id };
  const send = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/match-plans/{planId}/sending', {
        params: { path },
        headers,
        body: { basedOn: plan.version },
      }),
    invalidates: [['plans']],
    successMessage: t('sent'),
    onSuccess: () => setAsking(false),
  });
  const cancel = useCommand({
    send: (_, headers) => api.POST('/api/v1/match-plans/{planId}/cancellation', { params: { path }, headers }),
    invalidates: [['plans']],
    successMessage: t('cancelled'),
  });
  return (
    <div className="actions">
      {plan.allowedSteps.includes('send') && (
        <Button variant="primary" icon="hands" disabled={plan.filled === 0} onClick={() => setAsking(true)}>
          {`${t('send')}（${plan.filled}）`}
        </Button>
      )}
      {plan.allowedSteps.includes('cancel') && (
        <Button isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('cancel')}
        </Button>
      )}
      {asking && (
        <Confirm title={t('send')} isBusy={send.isPending} onYes={() => send.mutate()} onClose={() => setAsking(false)}>
          <p>{t('sendHint', { count: plan.filled })}</p>
        </Confirm>
      )}
    </div>
  );
}

function Wishes({ plan }: { plan: Plan }): ReactElement {
  const { t } = useTranslation('plan');
  const navigate = useNavigate();
  const only = (useSearch({ from: '/c/plans/$planId' }).only ?? 'all') as Only;
  const path = { planId: plan.id };
  const [changing, setChanging] = useState<Planned>();
  return (
    <>
      <Choice<Only>
        label={t('only.label')}
        hideLabel
        value={only}
        onChange={(next) =>
          void navigate({ to: '/c/plans/$planId', params: path, search: { only: next }, replace: true })
        }
        options={(['all', 'filled', 'short'] as const).map((value) => ({ value, label: t(`only.${value}`) }))}
      />
      <EndlessList
        queryKey={['plans', plan.id, 'wishes', only]}
        load={async (cursor) => {
          const page = await api.GET('/api/v1/match-plans/{planId}/wishes', {
            params: { path, query: { limit: 20, cursor, only } },
          });
          return { ...page, items: page.items.map((item) => ({ ...item, id: item.wish.id })) };
        }}
        empty={
          <Empty icon="wish" title={t('none')}>
            <p className="soft">{t('noneHint')}</p>
          </Empty>
        }
      >
        {(planned) => (
          <article className="card stack plan-wish">
            <WishSummary wish={planned.wish} />
            <div className="stack-tight">
              <Pairs planned={planned} />
              {plan.allowedSteps.includes('edit') && planned.pairs.length + planned.others.length > 0 && (
                <div className="row">
                  <Button variant="bare" icon="people" onClick={() => setChanging(planned)} aria-haspopup="dialog">
                    {t('change')}
                  </Button>
                </div>
              )}
            </div>
          </article>
        )}
      </EndlessList>
      {changing && <Change plan={plan} planned={changing} onClose={() => setChanging(undefined)} />}
    </>
  );
}

function Pairs({ planned: { pairs, others, places, shortage, blocked } }: { planned: Planned }): ReactElement {
  const { t } = useTranslation('plan');
  const why = useWhy();
  const missing = places - pairs.length;
  return (
    <>
      {pairs.map((pair) => (
        <div key={pair.id} className="stack-tight">
          <div className="row">
            <span className="strong">{pair.name}</span>
            {pair.invitation && (
              <Tag tone={INVITATION_TONES[pair.invitation]}>{t(`invitation.${pair.invitation}`)}</Tag>
            )}
            {pair.isChosenByHand && <Tag>{t('byHand')}</Tag>}
          </div>
          <p className="small">{why(pair.reasons).join(' · ')}</p>
          {pair.betterElsewhere > 0 && (
            <p className="small soft">{t('betterElsewhere', { count: pair.betterElsewhere })}</p>
          )}
        </div>
      ))}
      {missing > 0 && (
        <div className="note note-warn stack-tight">
          <p>
            {[
              t('missing', { count: missing }),
              shortage === 'no_candidate' && t('noCandidate'),
              shortage === 'needed_elsewhere' && t('neededElsewhere'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {blocked.length > 0 && (
            <p className="small">
              {blocked.map(({ blocker, volunteers }) => t(`blocked.${blocker}`, { count: volunteers })).join(' · ')}
            </p>
          )}
        </div>
      )}
      {others[0] && <p className="small soft">{t('next', { name: others[0].name })}</p>}
    </>
  );
}

/** Why a volunteer matches a wish, in words for other people. */
function useWhy(): (reasons: Pair['reasons']) => string[] {
  const { t } = useTranslation('plan');
  const { t: words } = useTranslation();
  const skills = useSkills();
  return (reasons) =>
    reasons.map((reason) => {
      switch (reason.signal) {
        case 'skill':
          return t('why.skill', { what: skills.name(reason.fact) });
        case 'relatedSkill':
          return t('why.relatedSkill', { what: skills.categoryName(reason.fact) });
        case 'licence':
          return t('why.licence', { what: words(`licence.${reason.fact}`) });
        case 'distance':
          return t(`why.distance.${reason.fact}`);
        case 'waiting':
          return t('why.waiting', { n: reason.fact });
        case 'language':
          return t('why.language', { what: words(`language.${reason.fact}`) });
        default:
          return t(`why.${reason.signal}`);
      }
    });
}

/** Changes the volunteers for a wish: the current ones and other candidates, the best first. */
function Change({ plan, planned, onClose }: { plan: Plan; planned: Planned; onClose: () => void }): ReactElement {
  const { t } = useTranslation('plan');
  const people = [...planned.pairs, ...planned.others];
  const [chosen, setChosen] = useState(planned.pairs.map(({ id }) => id));
  const keep = useCommand({
    send: (_, headers) =>
      api.PUT('/api/v1/match-plans/{planId}/wishes/{wishId}', {
        params: { path: { planId: plan.id, wishId: planned.wish.id } },
        headers,
        body: { basedOn: plan.version, volunteerIds: chosen },
      }),
    invalidates: [['plans']],
    successMessage: t('changed'),
    onSuccess: onClose,
  });
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <Sheet title={t('changeTitle')} onClose={onClose}>
      <p className="soft">{t('changeHint', { count: planned.places })}</p>
      <ul className="stack-tight">
        {people.map(({ id, name }) => (
          <li key={id}>
            <CheckField
              label={name}
              disabled={!chosen.includes(id) && chosen.length >= planned.places}
              value={chosen.includes(id)}
              onChange={() => toggle(id)}
            />
          </li>
        ))}
      </ul>
      <Button variant="primary" isWide isBusy={keep.isPending} onClick={() => keep.mutate()}>
        {t('keep')}
      </Button>
    </Sheet>
  );
}
