import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { useSession } from '../../../core/session';
import { ButtonLink, Choice, Empty, Tag, Waiting } from '../../../ui';
import { keptQuery } from '../../../core/offline/kept-query';
import { useOnline, Screen } from '../../../frames/phone';
import { gridWishQuery } from './grid-wish-query';

type Item = Schemas['WorkQueueItem'];
type Grouping = 'building' | 'deadline';
/** How many wishes are loaded ahead, so that they open without a signal. */
const AHEAD = 20;

/** Today's work, grouped by building, so that one walk covers it. */
export function TodayPage(): ReactElement {
  const { t } = useTranslation('grid');
  const person = useSession();
  const [grouping, setGrouping] = useState<Grouping>('building');
  const { data, error, refetch } = useQuery(
    keptQuery(person?.id, 'work-queue', ['work-queue'], () => api.GET('/api/v1/work-queue')),
  );
  useReadyForNoSignal(data?.items);
  const groups =
    grouping === 'building' ? byBuilding(data?.items ?? [], t('today.noBuilding')) : [['', data?.items ?? []] as const];
  return (
    <Screen title={t('today.title')}>
      <ButtonLink to="/g/new" variant="primary" icon="plus" isWide>
        {t('today.newWish')}
      </ButtonLink>
      {!data ? (
        <Waiting error={error} onRetry={refetch} />
      ) : data.items.length === 0 ? (
        <Empty icon="check" title={t('today.empty')}>
          <p className="soft">{t('today.emptyHint')}</p>
        </Empty>
      ) : (
        <>
          <Choice<Grouping>
            label={t('today.group')}
            hideLabel
            value={grouping}
            onChange={setGrouping}
            options={[
              { value: 'building', label: t('today.byBuilding') },
              { value: 'deadline', label: t('today.byDeadline') },
            ]}
          />
          {groups.map(([building, items]) => (
            <section key={building} className="stack-tight">
              {building && <h2 className="heading">{building}</h2>}
              <ul className="stack">
                {items.map((item) => (
                  <li key={`${item.kind}-${item.subjectId}`}>
                    <DeskCard item={item} />
                  </li>
                ))}
              </ul>
            </section>
          ))}
          {data.isCut && <p className="small soft">{t('today.cut')}</p>}
        </>
      )}
      <ButtonLink to="/g/wishes" isWide>
        {t('today.allWishes')}
      </ButtonLink>
    </Screen>
  );
}

function DeskCard({ item }: { item: Item }): ReactElement {
  const { t } = useTranslation('grid');
  const { t: words } = useTranslation();
  const { ago } = useFormat();
  return (
    <Link {...placeOf(item)} className="card stack-tight">
      <div className="row">
        <Tag tone={item.kind === 'wish.visit' ? 'jade' : 'amber'}>{item.title}</Tag>
        {item.urgency === 'urgent' && (
          <Tag tone="red" icon="warn">
            {words('urgency.urgent')}
          </Tag>
        )}
        {item.dueAt && (
          <Tag tone={item.isOverdue ? 'red' : 'plain'} icon="clock">
            {item.isOverdue ? t('today.overdue', { ago: ago(item.dueAt) }) : t('today.due', { ago: ago(item.dueAt) })}
          </Tag>
        )}
      </div>
      <p className="wish-text">{item.publicText}</p>
      <p className="small soft figures">{`${item.unitName} · ${item.code}`}</p>
    </Link>
  );
}

/** The page for an item of work. */
const placeOf = (item: Item) =>
  item.dataRequestId
    ? ({ to: '/g/data-requests/$requestId', params: { requestId: item.dataRequestId } } as const)
    : item.spendRequestId
      ? ({ to: '/g/spend/$spendRequestId', params: { spendRequestId: item.spendRequestId } } as const)
      : ({ to: '/g/wishes/$wishId', params: { wishId: item.wishId } } as const);

/** Groups by building; the building with the oldest deadline comes first. */
function byBuilding(items: Item[], none: string): (readonly [string, Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = item.building ?? none;
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return [...groups];
}

/** Loads the screens and the wishes of the day while there is a signal, so that they open without one. */
function useReadyForNoSignal(items: Item[] | undefined): void {
  const router = useRouter();
  const client = useQueryClient();
  const person = useSession();
  const isOnline = useOnline();
  const ids = (items ?? [])
    .slice(0, AHEAD)
    .map(({ wishId }) => wishId)
    .join(' ');
  useEffect(() => {
    if (!isOnline || !person) return undefined;
    let isGone = false;
    const fetchAhead = async (): Promise<void> => {
      for (const to of ['/g/new', '/g/queue', '/g/wishes', '/g/me', '/g/inbox'] as const)
        await router.preloadRoute({ to });
      const wishIds = ids ? ids.split(' ') : [];
      if (wishIds[0]) {
        await router.preloadRoute({ to: '/g/wishes/$wishId', params: { wishId: wishIds[0] } });
        await router.preloadRoute({ to: '/g/wishes/$wishId/visit', params: { wishId: wishIds[0] } });
      }
      for (const wishId of wishIds) {
        if (isGone) return;
        await client.prefetchQuery({ ...gridWishQuery(person.id, wishId), staleTime: 10 * 60_000 });
      }
      await import('../../../core/service-worker').then(({ keepLoadedAssets }) => keepLoadedAssets());
    };
    const timer = setTimeout(() => void fetchAhead().catch(() => undefined), 1_500);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [ids, isOnline, person, router, client]);
}
