import type { ComponentProps, ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api } from '../../core/api';
import { useCommand } from '../../core/command';
import { Button } from '../../ui';
import { ReasonSheet } from '../../ui/reason-sheet';
import { Accept, Contract, Pay } from './delivery';
import { touchedBy, type SpendDetail } from './queries';
import { SpendRequestForm } from './request-form';

type Reasoned = 'return' | 'refusal' | 'withdrawal' | 'release' | 'pause' | 'resumption';
export type Doing = Reasoned | 'pay' | 'accept' | 'contract' | 'revise';

/** The steps that the reader may take on a request. The parent holds `doing`, because it handles keyboard shortcuts. */
export function SpendSteps({
  request,
  doing,
  onDo,
  onDecided,
  approve,
}: {
  request: SpendDetail;
  doing: Doing | undefined;
  onDo: (doing: Doing | undefined) => void;
  /** Called after a signature or a refusal: goes on to the next request. */
  onDecided?: () => void;
  approve: { isPending: boolean; mutate: () => void };
}): ReactElement {
  const { t } = useTranslation('spend');
  const can = (step: SpendDetail['allowedSteps'][number]): boolean => request.allowedSteps.includes(step);
  const close = (): void => onDo(undefined);
  return (
    <>
      {request.turn?.behalfOfName && <p className="note">{t('standIn', { name: request.turn.behalfOfName })}</p>}
      {request.barredSteps.map((step) => (
        <p key={step} className="note note-warn">
          {t(`barred.${step}`)}
        </p>
      ))}
      <div className="actions is-main">
        {can('sign') && (
          <Button variant="primary" icon="check" isBusy={approve.isPending} onClick={() => approve.mutate()}>
            {t('approve')}
          </Button>
        )}
        {can('return') && <Button onClick={() => onDo('return')}>{t('return')}</Button>}
        {can('refuse') && <Button onClick={() => onDo('refusal')}>{t('refuse')}</Button>}
        {can('revise') && (
          <Button variant="primary" icon="edit" onClick={() => onDo('revise')}>
            {t('revise')}
          </Button>
        )}
        {can('accept') && (
          <Button variant="primary" icon="check" onClick={() => onDo('accept')}>
            {t('acceptance.do')}
          </Button>
        )}
        {can('pay') && (
          <Button variant="primary" icon="money" onClick={() => onDo('pay')}>
            {t('pay.do')}
          </Button>
        )}
        {can('commit') && <Button onClick={() => onDo('contract')}>{t('contract.do')}</Button>}
        {can('release') && <Button onClick={() => onDo('release')}>{t('release')}</Button>}
        {can('withdraw') && <Button onClick={() => onDo('withdrawal')}>{t('withdraw')}</Button>}
        {can('resume') && <Button onClick={() => onDo('resumption')}>{t('pause.lift')}</Button>}
        {can('pause') && <Button onClick={() => onDo('pause')}>{t('pause.do')}</Button>}
      </div>
      {doing === 'pay' && <Pay request={request} onClose={close} />}
      {doing === 'accept' && <Accept request={request} onClose={close} />}
      {doing === 'contract' && <Contract request={request} onClose={close} />}
      {doing === 'revise' && (
        <SpendRequestForm
          wish={{ id: request.wishIds[0]!, unitId: request.unitId, estimatedFen: 0 }}
          request={request}
          onClose={close}
        />
      )}
      <Reasons request={request} doing={doing} onClose={close} onDecided={onDecided} />
    </>
  );
}

/** The steps that need only a reason. */
function Reasons({
  request,
  doing,
  onClose,
  onDecided,
}: {
  request: SpendDetail;
  doing: Doing | undefined;
  onClose: () => void;
  onDecided?: () => void;
}): ReactElement | null {
  const { t } = useTranslation('spend');
  const steps: Record<Reasoned, Pick<ComponentProps<typeof ReasonSheet>, 'title' | 'says'> & { decides?: boolean }> = {
    return: { title: t('return'), says: t('returned'), decides: true },
    refusal: { title: t('refuse'), says: t('refused'), decides: true },
    withdrawal: { title: t('withdraw'), says: t('withdrawn') },
    release: { title: t('release'), says: t('releasedSaid') },
    pause: { title: t('pause.do'), says: t('pause.done') },
    resumption: { title: t('pause.lift'), says: t('pause.lifted') },
  };
  if (!doing || !(doing in steps)) return null;
  const { title, says, decides } = steps[doing as Reasoned];
  return (
    <ReasonSheet
      title={title}
      draft={`${doing}-${request.id}`}
      says={says}
      touches={touchedBy(request)}
      send={(reason, headers) => {
        // All of these have the same body and the same response.
        const path =
          `/api/v1/spend-requests/{spendRequestId}/${doing}` as '/api/v1/spend-requests/{spendRequestId}/refusal';
        return api.POST(path, { params: { path: { spendRequestId: request.id } }, headers, body: { reason } });
      }}
      onClose={() => {
        onClose();
        if (decides) onDecided?.();
      }}
    />
  );
}

/** Signs the request when it is the reader's turn. */
export function useApprove(request: SpendDetail, done?: () => void) {
  const { t } = useTranslation('spend');
  return useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/spend-requests/{spendRequestId}/approval', {
        params: { path: { spendRequestId: request.id } },
        headers,
      }),
    invalidates: touchedBy(request),
    successMessage: request.signers.at(-1)?.role === request.nextRole ? t('approved') : t('signed'),
    onSuccess: done,
  });
}
