import type { ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import type { Schemas } from '../../core/api';
import type { Form } from '../../core/form';
import { Choice, TextAreaField } from '../../ui';

interface Judgement {
  solved: '' | 'yes' | 'partly' | 'no';
  rating: '' | '1' | '2' | '3' | '4' | '5';
  comment: string;
}

export const NO_JUDGEMENT: Judgement = { solved: '', rating: '', comment: '' };
export const toConfirmation = ({ solved, rating, comment }: Judgement): Schemas['ConfirmBody'] => ({
  solved: solved || 'partly',
  ...(rating ? { rating: Number(rating) } : {}),
  ...(comment.trim() ? { comment: comment.trim() } : {}),
});

const STARS = ['1', '2', '3', '4', '5'] as const;

/** Solved or not, a rating from one to five, a comment: entered by the resident or recorded on a visit. */
export function JudgementFields({
  form: { values, field },
  isVisit,
}: {
  form: Form<Judgement>;
  isVisit?: boolean;
}): ReactElement {
  const { t } = useTranslation('resident');
  const { t: words } = useTranslation();
  return (
    <>
      <Choice
        label={t('judge.solved')}
        {...field('solved')}
        options={(['yes', 'partly', 'no'] as const).map((code) => ({ value: code, label: words(`solved.${code}`) }))}
      />
      {values.solved === 'no' && <p className="note note-warn">{t('judge.willReopen')}</p>}
      <Choice
        label={`${t('judge.rating')}${words('optional')}`}
        {...field('rating')}
        options={STARS.map((star) => ({ value: star, label: `${star} ${t(`judge.star.${star}`)}` }))}
      />
      {isVisit && <p className="field-hint">{t('judge.visitHint')}</p>}
      <TextAreaField label={`${t('judge.comment')}${words('optional')}`} maxLength={500} {...field('comment')} />
    </>
  );
}
