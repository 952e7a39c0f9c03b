import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { Tag } from '../../../ui';
import { Delivery } from '../delivery';
import { Asked, Past, Signers } from '../facts';
import { Notice } from '../notice';
import { WishesOfSpend } from '../of-wish';
import { SPEND_TONES, spendQuery, type SpendDetail } from '../queries';
import { SpendSteps, useApprove, type Doing } from '../steps';
import { Screen, WaitingScreen } from '../../../frames/phone';

/** A spend request for grid staff: its progress and their steps – complete it, order it, accept the delivery. */
export function GridSpendPage(): ReactElement {
  const { t } = useTranslation('spend');
  const { spendRequestId } = useParams({ from: '/g/spend/$spendRequestId' });
  const { data: request, error, refetch } = useQuery(spendQuery(spendRequestId));
  if (!request) return <WaitingScreen title={t('title')} error={error} onRetry={refetch} />;
  return (
    <Screen
      title={request.purpose}
      hasBack
      actions={<Tag tone={SPEND_TONES[request.status]}>{t(`status.${request.status}`)}</Tag>}
    >
      <Steps request={request} />
      <Asked request={request} />
      <Signers request={request} />
      <Notice request={request} />
      <Delivery request={request} />
      <Past request={request} />
      <WishesOfSpend request={request} area="g" />
    </Screen>
  );
}

function Steps({ request }: { request: SpendDetail }): ReactElement {
  const [doing, setDoing] = useState<Doing>();
  const approve = useApprove(request);
  return <SpendSteps request={request} doing={doing} onDo={setDoing} approve={approve} />;
}
