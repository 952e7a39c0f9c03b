import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api } from '../../core/api';
import { useForm } from '../../core/form';
import { useFormat } from '../../core/format';
import { Button, Tag, TextAreaField } from '../../ui';
import { FormSheet } from '../../ui/form-view';
import { useDuration } from './duration';
import { touchedBy, type SpendDetail } from './queries';

/** How long the public notice lasts, who objected, and the answers. */
export function Notice({ request }: { request: SpendDetail }): ReactElement | null {
  const { t } = useTranslation('spend');
  const { time } = useFormat();
  const durationOf = useDuration();
  const [answering, setAnswering] = useState<string>();
  const { noticeUntil, noticeLeft, noticeFrom } = request;
  if (!noticeFrom && request.pauses.length === 0) return null;
  const isOver = !noticeLeft && (!noticeUntil || new Date(noticeUntil) <= new Date());
  const says = noticeLeft
    ? t('notice.stopped', { length: durationOf(noticeLeft) })
    : isOver || !noticeUntil
      ? t('notice.over')
      : t(request.isUrgent ? 'notice.after' : 'notice.until', { time: time(noticeUntil) });
  return (
    <section className="card stack">
      {noticeFrom && (
        <>
          <h2 className="heading">{t('notice.title')}</h2>
          <p>{says}</p>
          <h3 className="strong">{t('notice.objection')}</h3>
          {request.objections.length === 0 && <p className="soft">{t('notice.noObjection')}</p>}
          <ul className="stack">
            {request.objections.map((objection) => (
              <li key={objection.id} className="stack-tight">
                <div className="between">
                  <p className="prose">{objection.text || t('notice.hidden')}</p>
                  <Tag tone={objection.answeredAt ? 'plain' : 'amber'}>
                    {objection.answeredAt
                      ? t(objection.isUpheld ? 'notice.upheld' : 'notice.dismissed')
                      : t('notice.waits')}
                  </Tag>
                </div>
                <p className="small soft figures">{time(objection.raisedAt)}</p>
                {objection.answer && <p className="prose">{objection.answer}</p>}
                {objection.allowedSteps.includes('answer') && (
                  <div>
                    <Button variant="primary" onClick={() => setAnswering(objection.id)}>
                      {t('notice.answer')}
                    </Button>
                  </div>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {request.pauses.map((pause) => (
        <div key={pause.pausedAt} className={pause.liftedAt ? 'note' : 'note note-stop'}>
          <p>{t('pause.by', { name: pause.pausedByName, reason: pause.reason })}</p>
          {pause.liftedAt && (
            <p>{t('pause.liftedBy', { time: time(pause.liftedAt), reason: pause.liftReason ?? '' })}</p>
          )}
        </div>
      ))}
      {answering && <Answer request={request} objectionId={answering} onClose={() => setAnswering(undefined)} />}
    </section>
  );
}

function Answer({
  request,
  objectionId,
  onClose,
}: {
  request: SpendDetail;
  objectionId: string;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('spend');
  const form = useForm({
    values: { text: '', isUpheld: false },
    required: ['text'],
    errorsAt: { answer: 'text' },
    send: ({ text, isUpheld }, headers) =>
      api.POST('/api/v1/spend-objections/{objectionId}/answer', {
        params: { path: { objectionId } },
        headers,
        body: { answer: text.trim(), isUpheld },
      }),
    invalidates: touchedBy(request),
    successMessage: t('notice.answered'),
    onSuccess: onClose,
  });
  return (
    <FormSheet
      title={t('notice.answer')}
      submit={t('notice.dismiss')}
      form={form}
      isReady={form.isReady}
      onClose={onClose}
    >
      <TextAreaField label={t('notice.answerText')} maxLength={500} {...form.field('text')} />
      <Button isWide disabled={!form.isReady || form.isBusy} onClick={() => form.submit({ isUpheld: true })}>
        {t('notice.uphold')}
      </Button>
    </FormSheet>
  );
}
