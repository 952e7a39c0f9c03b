import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { newKey, type Schemas } from '../../../core/api';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Button, ButtonLink, Tag } from '../../../ui';
import { enqueue } from '../../../core/offline/queue';
import { sendQueue } from '../../../core/offline/sender';
import { SpendOfWish } from '../../spend/of-wish';
import { SpendRequestForm } from '../../spend/request-form';
import { AskDataRequest } from '../../people/data-request';
import { ContactSheet } from '../contact-sheet';
import { WishHistory } from '../history';
import { Photos } from '../photos';
import { Questions } from '../questions';
import { untilPhotosReady } from '../queries';
import { WishStepSheet } from '../steps';
import { Fulfilment, WishFacts } from '../facts';
import { StatusTag, UrgentTag } from '../wish-summary';
import { Screen, WaitingScreen } from '../../../frames/phone';
import { gridWishQuery } from './grid-wish-query';

type Wish = Schemas['WishDetail'];
type Doing = 'return' | 'cancel' | 'spend' | 'contact' | 'reopen' | 'resend';

/** A wish for the grid worker: the resident (masked), the need, and what to do on the visit. */
export function GridWishPage(): ReactElement {
  const { t } = useTranslation('grid');
  const { wishId } = useParams({ from: '/g/wishes/$wishId' });
  const person = useSession();
  const navigate = useNavigate();
  const {
    data: wish,
    error,
    refetch,
  } = useQuery({
    ...gridWishQuery(person?.id, wishId),
    refetchInterval: ({ state }) => untilPhotosReady(state.data?.photos),
  });
  if (!wish) return <WaitingScreen title={t('wishes.title')} error={error} onRetry={refetch} />;
  return (
    <Screen title={wish.code} hasBack actions={<StatusTag status={wish.status} />}>
      <Told wish={wish} />
      <Actions wish={wish} />
      <Questions wishId={wish.id} />
      <Photos photos={wish.photos} />
      <Done wish={wish} />
      <SpendOfWish wishId={wish.id} area="g" />
      {!wish.erasedAt && may(person, 'dataRequest.open') && (
        <AskDataRequest
          wishId={wish.id}
          onOpened={(requestId) => void navigate({ to: '/g/data-requests/$requestId', params: { requestId } })}
        />
      )}
      <WishHistory wishId={wish.id} viewed={t('wish.views')} unseen={t('wish.noViews')} />
    </Screen>
  );
}

function Told({ wish }: { wish: Wish }): ReactElement {
  const { t } = useTranslation('grid');
  const { t: words } = useTranslation();
  const { ago } = useFormat();
  return (
    <article className="card stack">
      <div className="row">
        <UrgentTag wish={wish} />
        <Tag>{words(`category.${wish.category}`)}</Tag>
        <Tag>{words(`kind.${wish.kind}`)}</Tag>
        {wish.nextDueAt && (
          <Tag tone={new Date(wish.nextDueAt) < new Date() ? 'red' : 'plain'} icon="clock">
            {ago(wish.nextDueAt)}
          </Tag>
        )}
      </div>
      <div className="stack-tight">
        <p className="small soft">{t('wish.need')}</p>
        <p className="wish-text prose">{wish.need}</p>
      </div>
      {wish.need !== wish.publicText && (
        <div className="stack-tight">
          <p className="small soft">{t('wish.publicText')}</p>
          <p className="prose">{wish.publicText}</p>
        </div>
      )}
      <hr className="sep" />
      <WishFacts wish={wish} person={t('wish.person')} />
    </article>
  );
}

function Actions({ wish }: { wish: Wish }): ReactElement {
  const { t } = useTranslation('grid');
  const person = useSession();
  const [doing, setDoing] = useState<Doing>();
  // A copy on the device that an earlier release wrote names no steps.
  const can = (step: Wish['allowedSteps'][number]): boolean => wish.allowedSteps?.includes(step) ?? false;
  const [key] = useState(newKey);
  const [isQueued, setQueued] = useState(false);
  const close = (): void => setDoing(undefined);
  const verify = async (): Promise<void> => {
    if (!person) return;
    setQueued(true);
    await enqueue(person.id, key, { what: 'verify', title: wish.code, wishId: wish.id });
    showToast(t('queue.savedHint'));
    await sendQueue(person.id);
  };
  return (
    <div className="stack-tight no-print">
      {(can('verify') || can('return')) && (
        <div className="row">
          {can('verify') && (
            <Button variant="primary" icon="check" disabled={isQueued} onClick={() => void verify()}>
              {t('wish.verify')}
            </Button>
          )}
          {can('return') && <Button onClick={() => setDoing('return')}>{t('wish.return')}</Button>}
        </div>
      )}
      {can('submit') && (
        <Button variant="primary" icon="edit" onClick={() => setDoing('resend')}>
          {t('wish.resend')}
        </Button>
      )}
      {can('confirm') && (
        <ButtonLink to="/g/wishes/$wishId/visit" params={{ wishId: wish.id }} variant="primary" icon="home" isWide>
          {t('wish.visit')}
        </ButtonLink>
      )}
      <div className="row">
        {can('viewContact') && (
          <Button icon="phone" onClick={() => setDoing('contact')}>
            {t('wish.contact')}
          </Button>
        )}
        <ButtonLink to="/g/wishes/$wishId/card" params={{ wishId: wish.id }} icon="print">
          {t('wish.card')}
        </ButtonLink>
        {can('requestSpend') && (
          <Button icon="money" onClick={() => setDoing('spend')}>
            {t('wish.spend')}
          </Button>
        )}
        {can('reopen') && <Button onClick={() => setDoing('reopen')}>{t('wish.reopen')}</Button>}
        {can('cancel') && (
          <Button variant="bare" onClick={() => setDoing('cancel')}>
            {t('wish.cancel')}
          </Button>
        )}
      </div>
      <WishStepSheet
        wish={wish}
        step={doing}
        words={{
          return: { title: t('wish.return'), hint: t('wish.returnHint') },
          cancel: { title: t('wish.cancel'), hint: t('wish.cancelHint'), says: t('wish.cancelled') },
          reopen: { title: t('wish.reopen'), hint: t('wish.reopenHint'), says: t('wish.reopened') },
          resend: { title: t('wish.resend'), says: t('wish.resent') },
        }}
        touches={[['wishes'], ['work-queue']]}
        onClose={close}
      />
      {doing === 'spend' && <SpendRequestForm wish={wish} onClose={close} />}
      {doing === 'contact' && <ContactSheet wishId={wish.id} onClose={close} />}
    </div>
  );
}

function Done({ wish }: { wish: Wish }): ReactElement | null {
  const { t } = useTranslation('grid');
  const { t: words } = useTranslation();
  const { day } = useFormat();
  const { fulfilment, claims } = wish;
  if (!fulfilment && claims.length === 0) return null;
  return (
    <section className="card stack">
      <ul className="stack-tight">
        {claims.map((claim) => (
          <li key={claim.id} className="between">
            <span>{`${t('wish.volunteer')}：${claim.volunteerName ?? ''}`}</span>
            <span className="small soft">{`${words(`claimStatus.${claim.status}`)} · ${day(claim.promisedAt)}`}</span>
          </li>
        ))}
      </ul>
      {fulfilment && <Fulfilment title={t('wish.done')} fulfilment={fulfilment} />}
    </section>
  );
}
