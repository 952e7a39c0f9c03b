import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { newKey } from '../../../core/api';
import { useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Button } from '../../../ui';
import { useDraft } from '../../../core/offline/draft';
import { enqueue } from '../../../core/offline/queue';
import { sendQueue } from '../../../core/offline/sender';
import { JudgementFields, isJudged, toConfirmation, type Judgement } from '../judgement';
import { Screen } from '../../../frames/phone';
import { gridWishQuery } from './grid-wish-query';

/** The return visit: the resident's judgement of the result. Stored on the phone at once, sent when there is a signal. */
export function VisitPage(): ReactElement {
  const { t } = useTranslation('grid');
  const { wishId } = useParams({ from: '/g/wishes/$wishId/visit' });
  const person = useSession();
  const navigate = useNavigate();
  const { data: wish } = useQuery(gridWishQuery(person?.id, wishId));
  const drawer = `visit-${wishId}`;
  const draft = useDraft<Judgement>(drawer, { comment: '' });
  const [key] = useState(newKey);
  const send = async (): Promise<void> => {
    if (!person || !isJudged(draft.value)) return;
    const body = toConfirmation(draft.value);
    await enqueue(person.id, key, { what: 'confirm', title: wish?.code ?? '', wishId, body }, { draft: drawer });
    draft.clear();
    showToast(t('visit.queued'));
    void sendQueue(person.id);
    await navigate({ to: '/g/today' });
  };
  return (
    <Screen title={t('visit.title')} hasBack>
      {wish && (
        <article className="card stack-tight">
          <p className="wish-text">{wish.publicText}</p>
          {wish.fulfilment && <p className="note note-good prose">{wish.fulfilment.what}</p>}
        </article>
      )}
      <JudgementFields value={draft.value} onChange={draft.set} isVisit />
      <Button variant="primary" isWide disabled={!isJudged(draft.value)} onClick={() => void send()}>
        {t('visit.send')}
      </Button>
    </Screen>
  );
}
