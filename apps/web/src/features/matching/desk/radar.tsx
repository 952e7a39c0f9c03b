import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { Button, Empty, Tag, Waiting } from '../../../ui';
import { SpendRequestForm } from '../../spend/request-form';
import { WishSummary } from '../../wish/wish-summary';
import { Heading } from '../../../frames/desk';
import { UnitField } from '../../people/desk/unit-field';

type Need = Schemas['NeedResponse'];
const POLL_MS = 1_000;
const MOST_TOGETHER = 20;

/** Similar needs of many wishes, with an offer to handle them together. */
export function RadarPage(): ReactElement {
  const { t } = useTranslation('plan');
  const { time } = useFormat();
  const person = useSession();
  const navigate = useNavigate();
  const unitId = useSearch({ from: '/c/radar' }).unit ?? person?.roles[0]?.unitId ?? '';
  const path = { unitId };
  const { data, error, refetch } = useQuery({
    queryKey: ['plans', 'radar', unitId],
    queryFn: () => api.GET('/api/v1/units/{unitId}/need-radar', { params: { path } }),
    enabled: unitId !== '',
    refetchInterval: ({ state }) => (state.data?.isScanning ? POLL_MS : false),
  });
  const scan = useCommand({
    send: (_, headers) => api.POST('/api/v1/units/{unitId}/need-radar/scan', { params: { path }, headers }),
    invalidates: [['plans', 'radar', unitId]],
    successMessage: t('radar.asked'),
  });
  return (
    <>
      <Heading title={t('radar.title')} lead={t('radar.lead')}>
        {may(person, 'plan.make') && (
          <Button icon="search" isBusy={scan.isPending || data?.isScanning} onClick={() => scan.mutate()}>
            {data?.isScanning ? t('radar.scanning') : t('radar.scan')}
          </Button>
        )}
      </Heading>
      <section className="card">
        <UnitField
          label={t('radar.unit')}
          value={unitId || undefined}
          onChange={(unit) => void navigate({ to: '/c/radar', search: { unit }, replace: true })}
        />
        {data?.scannedAt && <p className="small soft">{t('radar.seen', { when: time(data.scannedAt) })}</p>}
      </section>
      {!data && <Waiting error={error} onRetry={refetch} />}
      {data?.needs.length === 0 && (
        <Empty icon="search" title={data.scannedAt ? t('radar.none') : t('radar.never')}>
          <p className="soft">{data.scannedAt ? t('radar.noneHint') : t('radar.neverHint')}</p>
        </Empty>
      )}
      <ul className="stack">
        {(data?.needs ?? []).map((need) => (
          <li key={need.words.join()}>
            <NeedCard need={need} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** The wishes of the unit that has most of them: money of one community cannot be spent in another. */
function largestOf(wishes: Need['wishes']): Need['wishes'] {
  const byUnit = new Map<string, Need['wishes']>();
  for (const wish of wishes) byUnit.set(wish.unitId, [...(byUnit.get(wish.unitId) ?? []), wish]);
  return [...byUnit.values()].sort((a, b) => b.length - a.length)[0]?.slice(0, MOST_TOGETHER) ?? [];
}

function NeedCard({ need: { words, wishes, communities } }: { need: Need }): ReactElement {
  const { t } = useTranslation('plan');
  const { list } = useFormat();
  const asks = may(useSession(), 'spend.request');
  const [isAsking, setAsking] = useState(false);
  const [first, ...others] = largestOf(wishes);
  return (
    <article className="card stack">
      <div className="between">
        <h2 className="heading">{list(words)}</h2>
        <Tag tone="blue">{t('radar.found', { wishes: wishes.length, communities })}</Tag>
      </div>
      <p className="small soft">{t('radar.together')}</p>
      {asks && first && others.length > 0 && (
        <div>
          <Button icon="money" onClick={() => setAsking(true)}>
            {t('radar.ask', { unit: first.unitName, n: others.length + 1 })}
          </Button>
        </div>
      )}
      {isAsking && first && (
        <SpendRequestForm
          wish={first}
          alsoFor={others.map(({ id, code, publicText }) => ({ id, text: `${publicText}（${code}）` }))}
          onClose={() => setAsking(false)}
        />
      )}
      <ul className="stack">
        {wishes.map((wish) => (
          <li key={wish.id}>
            <Link to="/c/wishes/$wishId" params={{ wishId: wish.id }} className="plain-link">
              <WishSummary wish={wish} />
            </Link>
          </li>
        ))}
      </ul>
    </article>
  );
}
