import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../words/use-translation';
import { answer, api, type Schemas } from '../app/api';
import { useFormat } from '../app/format';
import { ButtonLink, Skeleton } from '../look/kit';

type Rescue_ = Schemas['RescueAnswer'];

/** What could save a wish that nobody takes: people to invite, a wider ring, the fund, another way. */
export function Rescue({ wishId }: { wishId: string }): ReactElement {
  const { t } = useTranslation('plan');
  const { money } = useFormat();
  const { data } = useQuery({
    queryKey: ['wishes', wishId, 'rescue'],
    queryFn: () => answer(api.GET('/api/v1/wishes/{wishId}/rescue', { params: { path: { wishId } } })),
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
          <p>{data.wider ? t(`rescue.wider.${data.wider.ring}`, { n: data.wider.inDays }) : t('rescue.widest')}</p>
          {data.availableFen !== null && <p>{t('rescue.fund', { amount: money(data.availableFen) })}</p>}
          <p className="small soft">{t('rescue.else')}</p>
        </>
      ) : (
        <Skeleton rows={2} />
      )}
    </section>
  );
}

function usePeople(): (rescue: Rescue_) => string {
  const { t } = useTranslation('plan');
  return ({ suitable, lookedAt, hindered }) => {
    if (suitable > 0) return t('rescue.suitable', { n: suitable, of: lookedAt });
    if (lookedAt === 0) return t('rescue.empty');
    const why = hindered.map(({ hindrance, volunteers }) => t(`hindered.${hindrance}`, { count: volunteers }));
    return t('rescue.nobody', { of: lookedAt, why: why.join('，') });
  };
}
