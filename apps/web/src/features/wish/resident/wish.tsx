import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { Button, ErrorNotice, Skeleton } from '../../../ui';
import { useDraft } from '../../../core/offline/draft';
import { JudgementFields, isJudged, toConfirmation, type Judgement } from '../judgement';
import { WishHistory } from '../history';
import { Photos } from '../photos';
import { wishQuery } from '../queries';
import { ResendSheet, WishReasonSheet } from '../../../ui/reason-sheet';
import { Screen } from '../../../frames/phone';

type Wish = Schemas['WishDetail'];

/** A resident's own wish: its status in large letters, possible replies, and who viewed the contact details. */
export function OwnWishPage(): ReactElement {
  const { t } = useTranslation('resident');
  const { t: words } = useTranslation();
  const { day } = useFormat();
  const { wishId } = useParams({ from: '/r/wishes/$wishId' });
  const { data: wish, error, refetch } = useQuery(wishQuery(wishId));
  const [doing, setDoing] = useState<'reopen' | 'cancel' | 'resend'>();
  if (error)
    return (
      <Screen title={t('own.title')} hasBack>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </Screen>
    );
  if (!wish)
    return (
      <Screen title={t('own.title')} hasBack>
        <Skeleton rows={2} />
      </Screen>
    );
  const touches = [['wishes'], ['own']];
  const can = (step: Wish['allowedSteps'][number]): boolean => wish.allowedSteps.includes(step);
  return (
    <Screen title={t('own.title')} hasBack>
      <section className="card stack-tight">
        <p className="title">{t('wish.now', { status: words(`status.${wish.status}`) })}</p>
        <p>{t(`wish.hint.${wish.status}`)}</p>
        <hr className="sep" />
        <p className="wish-text prose">{wish.need ?? wish.publicText}</p>
        <p className="small soft figures">{`${wish.unitName} · ${wish.code}`}</p>
      </section>
      {wish.fulfilment && (
        <section className="note note-good stack-tight">
          <h2 className="heading">{t('wish.done')}</h2>
          <p className="prose">{wish.fulfilment.what}</p>
          <p className="small">{day(wish.fulfilment.doneOn)}</p>
        </section>
      )}
      <Photos photos={wish.photos} />
      {can('confirm') && <Judge wish={wish} />}
      {wish.confirmation && (
        <p className="note">{`${t('wish.mine')}：${words(`solved.${wish.confirmation.solved}`)}${wish.confirmation.rating ? ` · ${wish.confirmation.rating}/5` : ''}`}</p>
      )}
      <div className="stack-tight">
        {can('submit') && (
          <Button variant="primary" isWide icon="edit" onClick={() => setDoing('resend')}>
            {t('wish.resend')}
          </Button>
        )}
        {can('reopen') && (
          <Button isWide onClick={() => setDoing('reopen')}>
            {t('wish.reopen')}
          </Button>
        )}
        {can('cancel') && (
          <Button variant="bare" isWide onClick={() => setDoing('cancel')}>
            {t('wish.cancel')}
          </Button>
        )}
      </div>
      <WishHistory wishId={wishId} viewed={t('wish.views')} unseen={t('wish.noViews')} />
      {doing === 'reopen' && (
        <WishReasonSheet
          wishId={wish.id}
          step="reopening"
          title={t('wish.reopen')}
          hint={t('wish.reopenHint')}
          says={t('wish.reopened')}
          touches={touches}
          onClose={() => setDoing(undefined)}
        />
      )}
      {doing === 'cancel' && (
        <WishReasonSheet
          wishId={wish.id}
          step="cancellation"
          title={t('wish.cancel')}
          says={t('wish.cancelled')}
          touches={touches}
          onClose={() => setDoing(undefined)}
        />
      )}
      {doing === 'resend' && (
        <ResendSheet
          wish={wish}
          title={t('wish.resend')}
          says={t('wish.resent')}
          touches={touches}
          onClose={() => setDoing(undefined)}
        />
      )}
    </Screen>
  );
}

function Judge({ wish }: { wish: Wish }): ReactElement {
  const { t } = useTranslation('resident');
  const draft = useDraft<Judgement>(`judge-${wish.id}`, { comment: '' });
  const send = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/wishes/{wishId}/confirmation', {
        params: { path: { wishId: wish.id } },
        headers,
        body: toConfirmation(draft.value),
      }),
    invalidates: [['wishes'], ['own']],
    successMessage: t('wish.thanks'),
    onSuccess: draft.clear,
  });
  return (
    <section className="card stack">
      <h2 className="heading">{t('wish.judge')}</h2>
      <JudgementFields value={draft.value} onChange={draft.set} />
      <Button
        variant="primary"
        isWide
        disabled={!isJudged(draft.value)}
        isBusy={send.isPending}
        onClick={() => send.mutate()}
      >
        {t('wish.send')}
      </Button>
    </section>
  );
}
