import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import type { Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { areasOf, may, useSession } from '../../../core/session';
import { Button, ButtonLink, Tag, Waiting } from '../../../ui';
import { SpendOfWish } from '../../spend/of-wish';
import { SpendRequestForm } from '../../spend/request-form';
import { AskDataRequest } from '../../people/data-request';
import { KeptPassages } from '../findings';
import { ContactSheet } from '../contact-sheet';
import { WishHistory } from '../history';
import { Photos } from '../photos';
import { Questions } from '../questions';
import { untilPhotosReady, wishQuery } from '../queries';
import { WishStepSheet } from '../steps';
import { Fulfilment, WishFacts } from '../facts';
import { StatusTag, UrgentTag } from '../wish-summary';
import { useShowDataRequest } from '../../people/desk/data-requests';
import { workQueueQuery, nextAfter, placeOf } from '../../work/desk/work-queue-query';
import { useKeys } from '../../../ui/desk/keys';
import { Rescue } from '../../matching/desk/rescue';
import { Review } from './review-wish';
import { ServiceEntries } from '../../people/desk/service-entries';
import { Heading } from '../../../frames/desk';
import { Merge, Reassign, Transfer } from './wish-steps';

type Wish = Schemas['WishDetail'];
type Doing = 'return' | 'reject' | 'transfer' | 'merge' | 'cancel' | 'reopen' | 'contact' | 'spend';

/** A wish in the console: the original text beside the public text, and every allowed step. */
export function WishPage(): ReactElement {
  const { t: words } = useTranslation();
  const { wishId } = useParams({ from: '/c/wishes/$wishId' });
  const {
    data: wish,
    error,
    refetch,
  } = useQuery({
    ...wishQuery(wishId),
    refetchInterval: ({ state }) => untilPhotosReady(state.data?.photos),
  });
  if (error || !wish) return <Waiting error={error} onRetry={refetch} rows={3} />;
  return (
    <>
      <Heading title={wish.code} lead={`${wish.unitName} · ${words(`category.${wish.category}`)}`}>
        <StatusTag status={wish.status} />
      </Heading>
      <Steps wish={wish} />
    </>
  );
}

function Steps({ wish }: { wish: Wish }): ReactElement {
  const { t } = useTranslation('office');
  const navigate = useNavigate();
  const person = useSession();
  const [doing, setDoing] = useState<Doing>();
  const { data: desk } = useQuery(workQueueQuery);
  const can = (step: Wish['allowedSteps'][number]): boolean => wish.allowedSteps.includes(step);
  const isReview = can('publish');
  const next = nextAfter(desk?.items, 'wish.publish', wish.id);
  const goOn = (): void => void (next ? navigate(placeOf(next)) : navigate({ to: '/c/desk' }));
  const path = { wishId: wish.id };
  const close = (): void => setDoing(undefined);
  const showRequest = useShowDataRequest();
  const after = (): void => {
    close();
    if (isReview) goOn();
  };
  const keys = { r: 'return', x: 'reject', t: 'transfer' } as const;
  useKeys(
    isReview
      ? Object.fromEntries(Object.entries(keys).map(([key, step]) => [key, () => can(step) && setDoing(step)]))
      : {},
  );
  const buttons = (
    <>
      {can('return') && <Button onClick={() => setDoing('return')}>{t('wish.return')}</Button>}
      {can('reject') && <Button onClick={() => setDoing('reject')}>{t('wish.reject')}</Button>}
      {can('transfer') && <Button onClick={() => setDoing('transfer')}>{t('wish.transfer')}</Button>}
      {can('merge') && <Button onClick={() => setDoing('merge')}>{t('wish.merge')}</Button>}
      {can('requestSpend') && (
        <Button icon="money" onClick={() => setDoing('spend')}>
          {t('wish.ask')}
        </Button>
      )}
      {can('reopen') && <Button onClick={() => setDoing('reopen')}>{t('wish.reopen')}</Button>}
      {can('cancel') && (
        <Button variant="bare" onClick={() => setDoing('cancel')}>
          {t('wish.cancel')}
        </Button>
      )}
      {can('viewContact') && (
        <Button variant="bare" icon="phone" onClick={() => setDoing('contact')}>
          {t('wish.contact')}
        </Button>
      )}
      {!wish.erasedAt && may(person, 'dataRequest.open') && <AskDataRequest wishId={wish.id} onOpened={showRequest} />}
    </>
  );
  return (
    <>
      <div className={isReview ? 'two' : 'two wide-left'}>
        <div className="stack">
          <Told wish={wish} />
          <Photos photos={wish.photos} />
          <KeptPassages passages={wish.keptPassages} />
          {!isReview && <Progress wish={wish} />}
        </div>
        <div className="stack">
          {isReview ? (
            <Review wish={wish} onDone={goOn}>
              {buttons}
            </Review>
          ) : (
            <>
              {can('widen') && <Rescue wishId={wish.id} />}
              <div className="actions">{buttons}</div>
              <Questions wishId={wish.id} />
              <WishHistory wishId={wish.id} viewed={t('wish.views')} unseen={t('wish.noViews')} />
            </>
          )}
        </div>
      </div>
      {isReview && <WishHistory wishId={wish.id} viewed={t('wish.views')} unseen={t('wish.noViews')} />}
      <WishStepSheet
        wish={wish}
        step={doing}
        words={{
          return: { title: t('wish.return'), says: t('wish.done') },
          reject: { title: t('wish.reject'), says: t('wish.done') },
          cancel: { title: t('wish.cancel'), says: t('wish.done') },
          reopen: { title: t('wish.reopen'), says: t('wish.done') },
        }}
        touches={[['wishes'], ['work-queue']]}
        onClose={doing === 'return' || doing === 'reject' ? after : close}
      />
      {doing === 'transfer' && <Transfer wish={wish} onClose={close} onDone={after} />}
      {doing === 'merge' && <Merge wish={wish} onClose={close} />}
      {doing === 'contact' && <ContactSheet wishId={wish.id} onClose={close} />}
      {doing === 'spend' && <SpendRequestForm wish={wish} onClose={close} />}
      {can('confirm') && areasOf(person).includes('grid') && (
        <ButtonLink to="/g/wishes/$wishId/visit" params={path}>
          {t('wish.visit')}
        </ButtonLink>
      )}
    </>
  );
}

function Told({ wish }: { wish: Wish }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { time } = useFormat();
  return (
    <article className="card stack">
      <div className="between">
        <h2 className="heading">{t('wish.told')}</h2>
        <div className="row">
          <UrgentTag wish={wish} />
          <Tag>{words(`kind.${wish.kind}`)}</Tag>
        </div>
      </div>
      <p className="wish-text prose">{wish.need ?? wish.publicText}</p>
      <hr className="sep" />
      <WishFacts
        wish={wish}
        person={t('wish.person')}
        more={[[t('wish.source'), `${t(`wish.sources.${wish.source}`)} · ${time(wish.createdAt)}`]]}
      />
    </article>
  );
}

/** Who claimed the wish, what was done, what it cost. */
function Progress({ wish }: { wish: Wish }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { day } = useFormat();
  const person = useSession();
  const [reassigning, setReassigning] = useState<string>();
  const { fulfilment, confirmation, claims } = wish;
  return (
    <>
      <section className="card stack">
        <h2 className="heading">{t('wish.claims')}</h2>
        {claims.length === 0 ? (
          <p className="soft">{t('wish.noClaims')}</p>
        ) : (
          <ul className="stack-tight">
            {claims.map((claim) => (
              <li key={claim.id} className="between">
                <div>
                  <p>{claim.volunteerName}</p>
                  <p className="small soft">{`${words(`claimStatus.${claim.status}`)} · ${t('wish.promised', { day: day(claim.promisedAt) })}`}</p>
                </div>
                {claim.allowedSteps.includes('reassign') && (
                  <Button onClick={() => setReassigning(claim.id)}>{t('wish.reassign')}</Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
      {fulfilment && (
        <section className="card">
          <Fulfilment title={t('wish.fulfilment')} fulfilment={fulfilment} />
        </section>
      )}
      {confirmation && may(person, 'service.reverse') && <ServiceEntries wishId={wish.id} />}
      {confirmation && (
        <section className="card stack-tight">
          <h2 className="heading">{t('wish.confirmation')}</h2>
          <p>{`${words(`solved.${confirmation.solved}`)}${confirmation.rating ? ` · ${confirmation.rating}/5` : ''} · ${t(`wish.via.${confirmation.via}`)}`}</p>
        </section>
      )}
      <SpendOfWish wishId={wish.id} area="c" />
      {reassigning && <Reassign wish={wish} claimId={reassigning} onClose={() => setReassigning(undefined)} />}
    </>
  );
}
