import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { may, useSession } from '../../../core/session';
import { Facts, Tag, Waiting } from '../../../ui';
import { Delivery } from '../delivery';
import { Asked, Balance, Checks, Past, Signers } from '../facts';
import { Notice } from '../notice';
import { WishesOfSpend } from '../of-wish';
import { SPEND_TONES, spendQuery, type SpendDetail } from '../queries';
import { SpendSteps, useApprove, type Doing } from '../steps';
import { KeptPassages } from '../../wish/findings';
import { Photos } from '../../wish/photos';
import { wishQuery } from '../../wish/queries';
import { workQueueQuery, nextAfter, placeOf } from '../../work/desk/work-queue-query';
import { useKeys } from '../../../ui/desk/keys';
import { Heading } from '../../../frames/desk';

/** Everything that a signer needs on one screen: the need, the request and its documents, what to check, the balance before
 *  and after, who has signed, and the decision. */
export function SpendPage(): ReactElement {
  const { t } = useTranslation('spend');
  const { spendRequestId } = useParams({ from: '/c/spend/$spendRequestId' });
  const { data: request, error, refetch } = useQuery(spendQuery(spendRequestId));
  if (error || !request) return <Waiting error={error} onRetry={refetch} rows={3} />;
  return (
    <>
      <Heading title={request.purpose} lead={request.unitName}>
        <Tag tone={SPEND_TONES[request.status]}>{t(`status.${request.status}`)}</Tag>
        {request.isPaused && <Tag tone="red">{t('paused')}</Tag>}
      </Heading>
      <div className="two">
        <div className="stack">
          <Need request={request} />
          <Asked request={request} />
          <KeptPassages passages={request.keptPassages} />
          <Past request={request} />
        </div>
        <div className="stack">
          <Checks request={request} />
          <Balance request={request} />
          <Signers request={request} />
          <Notice request={request} />
          <Delivery request={request} />
          <Decide request={request} />
        </div>
      </div>
    </>
  );
}

function Need({ request }: { request: SpendDetail }): ReactElement | null {
  const { t } = useTranslation('spend');
  const { t: office } = useTranslation('office');
  const { t: words } = useTranslation();
  const person = useSession();
  // A clerk who only pays does not read wishes; the purpose of the request is enough.
  const reads = may(person, 'wish.read');
  const wishId = request.wishIds[0]!;
  const { data: wish } = useQuery({ ...wishQuery(wishId), enabled: reads });
  if (!wish) return null;
  return (
    <section className="stack">
      <article className="card stack">
        <h2 className="heading">{t('need')}</h2>
        <p className="wish-text prose">{wish.need ?? wish.publicText}</p>
        <Facts
          items={[
            [office('wish.person'), wish.beneficiary?.name],
            [words('field.hardship'), wish.beneficiary?.hardship],
            [
              words('field.amountFen'),
              wish.estimatedFen > 0 && words('wish.cost', { amount: `¥${wish.estimatedFen / 100}` }),
            ],
            [words('wish.code'), wish.code],
          ]}
        />
        <Link to="/c/wishes/$wishId" params={{ wishId }}>
          {t('seeWish')}
        </Link>
      </article>
      <Photos photos={wish.photos} />
      {request.wishIds.length > 1 && <WishesOfSpend request={request} area="c" />}
    </section>
  );
}

function Decide({ request }: { request: SpendDetail }): ReactElement {
  const { t } = useTranslation('spend');
  const navigate = useNavigate();
  const [doing, setDoing] = useState<Doing>();
  const { data: desk } = useQuery(workQueueQuery);
  const next = nextAfter(desk?.items, 'spend.decide', request.id);
  const goOn = (): void => void (next ? navigate(placeOf(next)) : navigate({ to: '/c/desk' }));
  const approve = useApprove(request, goOn);
  const maySign = request.allowedSteps.includes('sign');
  useKeys(maySign ? { a: () => !approve.isPending && approve.mutate(), x: () => setDoing('refusal') } : {});
  return (
    <>
      <SpendSteps request={request} doing={doing} onDo={setDoing} onDecided={goOn} approve={approve} />
      {maySign && <p className="small soft keys-hint">{t('keys')}</p>}
    </>
  );
}
