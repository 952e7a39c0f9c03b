import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { newKey } from '../../../core/api';
import { useSession } from '../../../core/session';
import { useForm } from '../../../core/form';
import { FormView } from '../../../ui/form-view';
import { enqueue } from '../../../core/offline/queue';
import { sendQueue } from '../../../core/offline/sender';
import { JudgementFields, NO_JUDGEMENT, toConfirmation } from '../judgement';
import { Screen } from '../../../frames/phone';
import { gridWishQuery } from './grid-wish-query';

/** The return visit: the resident's judgement of the result. Stored on the phone at once, sent when there is a signal. */
export function VisitPage(): ReactElement {
  const { t } = useTranslation('grid');
  const { wishId } = useParams({ from: '/g/wishes/$wishId/visit' });
  const person = useSession();
  const navigate = useNavigate();
  const { data: wish } = useQuery(gridWishQuery(person?.id, wishId));
  const draft = `visit-${wishId}`;
  const [key] = useState(newKey);
  const form = useForm({
    values: NO_JUDGEMENT,
    draft,
    required: ['solved'],
    send: async (judgement) => {
      if (!person) return;
      const body = toConfirmation(judgement);
      await enqueue(person.id, key, { what: 'confirm', title: wish?.code ?? '', wishId, body }, { draft });
      void sendQueue(person.id);
    },
    successMessage: t('visit.queued'),
    onSuccess: () => void navigate({ to: '/g/today' }),
  });
  return (
    <Screen title={t('visit.title')} hasBack>
      {wish && (
        <article className="card stack-tight">
          <p className="wish-text">{wish.publicText}</p>
          {wish.fulfilment && <p className="note note-good prose">{wish.fulfilment.what}</p>}
        </article>
      )}
      <FormView form={form} submit={t('visit.send')} isReady={form.isReady}>
        <JudgementFields form={form} isVisit />
      </FormView>
    </Screen>
  );
}
