import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { Button, ButtonLink, Skeleton } from '../../../ui';
import { numberOf } from '../../../ui/typed';
import { NumberField } from '../../../ui/typed-fields';

type Rescue_ = Schemas['RescueResponse'];

/** Options for a wish that no one claims: people to invite, a larger visibility radius, the fund, another channel. */
export function Rescue({ wishId }: { wishId: string }): ReactElement {
  const { t } = useTranslation('plan');
  const { money } = useFormat();
  const { data } = useQuery({
    queryKey: ['wishes', wishId, 'rescue'],
    queryFn: () => api.GET('/api/v1/wishes/{wishId}/rescue', { params: { path: { wishId } } }),
  });
  const people = usePeople();
  return (
    <section className="card stack">
      <h2 className="heading">{t('rescue.title')}</h2>
      {data ? (
        <>
          <p>{data.daysOpen > 0 ? t('rescue.waits', { n: data.daysOpen }) : t('rescue.fresh')}</p>
          <p>{people(data)}</p>
          {data.invited > 0 && <p>{t('rescue.invited', { n: data.invited })}</p>}
          {data.suitable > 0 && (
            <div className="row">
              <ButtonLink to="/c/plans" icon="hands">
                {t('rescue.invite')}
              </ButtonLink>
            </div>
          )}
          <p>{data.wider ? t(`rescue.wider.${data.wider.area}`, { n: data.wider.inDays }) : t('rescue.widest')}</p>
          <Acts wishId={wishId} rescue={data} />
          {data.availableFen !== null && <p>{t('rescue.fund', { amount: money(data.availableFen) })}</p>}
          <p className="small soft">{t('rescue.else')}</p>
        </>
      ) : (
        <Skeleton rows={2} />
      )}
    </section>
  );
}

/** The number of helpers in a team. */
const TEAM = { least: 2, most: 20 };

function Acts({ wishId, rescue }: { wishId: string; rescue: Rescue_ }): ReactElement {
  const { t } = useTranslation('plan');
  const path = { wishId };
  const touches = [['wishes'], ['work-queue']];
  const widen = useCommand<NonNullable<Rescue_['wider']>['area']>({
    send: (to, headers) => api.POST('/api/v1/wishes/{wishId}/widening', { params: { path }, headers, body: { to } }),
    invalidates: touches,
    successMessage: t('rescue.widened'),
  });
  const team = useForm({
    values: { helpers: '' },
    errorsAt: { helpersNeeded: 'helpers' },
    send: ({ helpers }, headers) =>
      api.POST('/api/v1/wishes/{wishId}/team', {
        params: { path },
        headers,
        body: { helpersNeeded: numberOf(helpers, TEAM) },
      }),
    invalidates: touches,
    successMessage: t('rescue.teamed'),
    onSuccess: () => team.clear(),
  });
  const { wider, helpersNeeded } = rescue;
  return (
    <>
      {wider && (
        <div className="row">
          <Button isBusy={widen.isPending} onClick={() => widen.mutate(wider.area)}>
            {t(`rescue.widenNow.${wider.area}`)}
          </Button>
        </div>
      )}
      <form className="row" {...team.props}>
        <NumberField label={t('rescue.team', { n: helpersNeeded })} bounds={TEAM} {...team.field('helpers')} />
        <Button type="submit" disabled={team.values.helpers === ''} isBusy={team.isBusy}>
          {t('rescue.teamGo')}
        </Button>
      </form>
    </>
  );
}

function usePeople(): (rescue: Rescue_) => string {
  const { t } = useTranslation('plan');
  return ({ suitable, lookedAt, blocked }) => {
    if (suitable > 0) return t('rescue.suitable', { n: suitable, of: lookedAt });
    if (lookedAt === 0) return t('rescue.empty');
    const why = blocked.map(({ blocker, volunteers }) => t(`blocked.${blocker}`, { count: volunteers }));
    return t('rescue.noneSuitable', { of: lookedAt, why: why.join('，') });
  };
}
