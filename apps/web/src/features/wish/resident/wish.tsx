import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { useFormat } from '../../../core/format';
import { Button } from '../../../ui';
import { FormView } from '../../../ui/form-view';
import { JudgementFields, NO_JUDGEMENT, toConfirmation } from '../judgement';
import { WishHistory } from '../history';
import { Photos } from '../photos';
import { wishQuery } from '../queries';
import { WishStepSheet } from '../steps';
import { Screen, WaitingScreen } from '../../../frames/phone';

type Wish = Schemas['WishDetail'];

/** A resident's own wish: its status in large letters, possible replies, and who viewed the contact details. */
export function OwnWishPage(): ReactElement {
  const { t } = useTranslation('resident');
  const { t: words } = useTranslation();
  const { day } = useFormat();
  const { wishId } = useParams({ from: '/r/wishes/$wishId' });
  const { data: wish, error, refetch } = useQuery(wishQuery(wishId));
  const [doing, setDoing] = useState<'reopen' | 'cancel' | 'resend'>();
  if (error || !wish) return <WaitingScreen title={t('own.title')} error={error} onRetry={refetch} />;
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
      <WishStepSheet
        wish={wish}
        step={doing}
        words={{
          reopen: { title: t('wish.reopen'), hint: t('wish.reopenHint'), says: t('wish.reopened') },
          cancel: { title: t('wish.cancel'), says: t('wish.cancelled') },
          resend: { title: t('wish.resend'), says: t('wish.resent') },
        }}
        touches={[['wishes'], ['own']]}
        onClose={() => setDoing(undefined)}
      />
    </Screen>
  );
}

function Judge({ wish }: { wish: Wish }): ReactElement {
  const { t } = useTranslation('resident');
  const form = useForm({
    values: NO_JUDGEMENT,
    draft: `judge-${wish.id}`,
    required: ['solved'],
    send: (judgement, headers) =>
      api.POST('/api/v1/wishes/{wishId}/confirmation', {
        params: { path: { wishId: wish.id } },
        headers,
        body: toConfirmation(judgement),
      }),
    invalidates: [['wishes'], ['own']],
    successMessage: t('wish.thanks'),
  });
  return (
    <section className="card stack">
      <h2 className="heading">{t('wish.judge')}</h2>
      <FormView form={form} submit={t('wish.send')} isReady={form.isReady}>
        <JudgementFields form={form} />
      </FormView>
    </section>
  );
}
