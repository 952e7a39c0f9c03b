import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { Fault, Skeleton, Tag } from '../../ui/kit';
import { Delivery } from '../../spend/delivery';
import { Asked, Past, Signers } from '../../spend/facts';
import { Notice } from '../../spend/notice';
import { WishesOfSpend } from '../../spend/of-wish';
import { SPEND_TONES, spendQuery } from '../../spend/queries';
import { SpendSteps, type Doing } from '../../spend/steps';
import { Screen } from '../shell';

/** A spend request for grid staff: its progress and their steps – complete it, order it, accept the delivery. */
export function GridSpendPage(): ReactElement {
  const { t } = useTranslation('spend');
  const { spendRequestId } = useParams({ from: '/g/spend/$spendRequestId' });
  const { data: request, error, refetch } = useQuery(spendQuery(spendRequestId));
  const [doing, setDoing] = useState<Doing>();
  if (!request)
    return (
      <Screen title={t('title')} hasBack>
        {error ? <Fault error={error} onRetry={() => void refetch()} /> : <Skeleton rows={2} />}
      </Screen>
    );
  return (
    <Screen
      title={request.purpose}
      hasBack
      actions={<Tag tone={SPEND_TONES[request.status]}>{t(`status.${request.status}`)}</Tag>}
    >
      <SpendSteps request={request} doing={doing} onDo={setDoing} />
      <Asked request={request} />
      <Signers request={request} />
      <Notice request={request} />
      <Delivery request={request} />
      <Past request={request} />
      <WishesOfSpend request={request} area="g" />
    </Screen>
  );
}
