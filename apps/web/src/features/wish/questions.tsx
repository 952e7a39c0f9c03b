import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { api, type Schemas } from '../../core/api';
import { useCommand } from '../../core/command';
import { useForm } from '../../core/form';
import { useFormat } from '../../core/format';
import { useSession } from '../../core/session';
import { Button, Tag, TextAreaField } from '../../ui';
import { FieldError } from '../../ui/field';
import { keptQuery } from '../../core/offline/kept-query';

type Question = Schemas['QuestionItem'];

const LEAST_LETTERS = 3;
const MOST_LETTERS = { question: 300, answer: 500 };

/** Questions of volunteers about an open wish, with what the reader may do: ask, answer or withdraw. Nothing where there is
 *  nothing to read or to do. */
export function Questions({ wishId }: { wishId: string }): ReactElement | null {
  const { t } = useTranslation('wish');
  const person = useSession();
  const { data } = useQuery(
    keptQuery(person?.id, `questions-${wishId}`, ['questions', wishId], () =>
      api.GET('/api/v1/wishes/{wishId}/questions', { params: { path: { wishId } } }),
    ),
  );
  if (!data || (data.items.length === 0 && !data.mayAsk)) return null;
  return (
    <section className="card stack no-print">
      <h2 className="heading">{t(data.mayAsk ? 'question.ask' : 'question.title')}</h2>
      {data.items.length > 0 && (
        <ul className="stack">
          {data.items.map((item) => (
            <li key={item.id} className="stack-tight">
              <OneQuestion wishId={wishId} item={item} />
            </li>
          ))}
        </ul>
      )}
      {data.mayAsk && <Ask wishId={wishId} />}
    </section>
  );
}

function OneQuestion({ wishId, item }: { wishId: string; item: Question }): ReactElement {
  const { t } = useTranslation('wish');
  const { time } = useFormat();
  const may = (step: Question['allowedSteps'][number]): boolean => item.allowedSteps.includes(step);
  const said = (name: string | null, at: string): string => [name, time(at)].filter(Boolean).join(' · ');
  return (
    <>
      <p className="prose">{item.question ?? t('question.erased')}</p>
      <div className="row">
        <Tag tone={item.status === 'open' ? 'amber' : item.status === 'answered' ? 'jade' : 'plain'}>
          {t(`question.status.${item.status}`)}
        </Tag>
        <span className="small soft">{said(item.askedByName, item.askedAt)}</span>
      </div>
      {item.answer && (
        <div className="note stack-tight">
          <p className="prose">{item.answer}</p>
          {item.endedAt && <p className="small soft">{said(item.answeredByName, item.endedAt)}</p>}
        </div>
      )}
      {may('answer') && <Answer wishId={wishId} questionId={item.id} />}
      {may('withdraw') && <Withdraw wishId={wishId} questionId={item.id} />}
    </>
  );
}

function Ask({ wishId }: { wishId: string }): ReactElement {
  return (
    <TextForm
      what="question"
      wishId={wishId}
      draft={`question-${wishId}`}
      send={(question, headers) =>
        api.POST('/api/v1/wishes/{wishId}/questions', { params: { path: { wishId } }, headers, body: { question } })
      }
    />
  );
}

function Answer({ wishId, questionId }: { wishId: string; questionId: string }): ReactElement {
  return (
    <TextForm
      what="answer"
      wishId={wishId}
      draft={`answer-${questionId}`}
      send={(text, headers) =>
        api.POST('/api/v1/wishes/{wishId}/questions/{questionId}/answer', {
          params: { path: { wishId, questionId } },
          headers,
          body: { answer: text },
        })
      }
    />
  );
}

function Withdraw({ wishId, questionId }: { wishId: string; questionId: string }): ReactElement {
  const { t } = useTranslation('wish');
  const withdraw = useCommand({
    send: (_, headers) =>
      api.POST('/api/v1/wishes/{wishId}/questions/{questionId}/withdrawal', {
        params: { path: { wishId, questionId } },
        headers,
      }),
    invalidates: touchedBy(wishId),
    successMessage: t('question.withdrawn'),
  });
  return (
    <Button variant="bare" isBusy={withdraw.isPending} onClick={() => withdraw.mutate()}>
      {t('question.withdraw')}
    </Button>
  );
}

const touchedBy = (wishId: string): string[][] => [['questions', wishId], ['wishes', wishId], ['work-queue']];

/** One text and its button. The text is kept as a draft until it is sent. */
function TextForm({
  what,
  wishId,
  draft,
  send,
}: {
  what: 'question' | 'answer';
  wishId: string;
  draft: string;
  send: (text: string, headers: { 'Idempotency-Key': string }) => Promise<unknown>;
}): ReactElement {
  const { t } = useTranslation('wish');
  const form = useForm({
    values: { text: '' },
    draft,
    errorsAt: { [what]: 'text' },
    send: ({ text }, headers) => send(text.trim(), headers),
    invalidates: touchedBy(wishId),
    successMessage: t(`question.form.${what}.sent`),
  });
  const isReady = form.values.text.trim().length >= (what === 'question' ? LEAST_LETTERS : 1);
  return (
    <form className="stack-tight" {...form.props}>
      <TextAreaField
        label={t(`question.form.${what}.label`)}
        hint={t(`question.form.${what}.hint`)}
        rows={2}
        maxLength={MOST_LETTERS[what]}
        {...form.field('text')}
      />
      <FieldError message={form.summary} />
      <Button type="submit" disabled={!isReady} isBusy={form.isBusy}>
        {t(`question.form.${what}.send`)}
      </Button>
    </form>
  );
}
