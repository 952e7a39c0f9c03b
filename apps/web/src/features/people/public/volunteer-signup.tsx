import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { ButtonLink } from '../../../ui';

export function VolunteerSignupPage(): ReactElement {
  const { t } = useTranslation('public');
  return (
    <div className="stack site-narrow">
      <div className="stack-tight">
        <h1 className="title">{t('join.title')}</h1>
        <p className="soft">{t('join.lead')}</p>
      </div>
      <section className="card">
        <ol className="numbered">
          {(t('join.steps', { returnObjects: true }) as unknown as string[]).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      <p className="note note-good">{t('join.noPoints')}</p>
      <p className="note">{t('join.insured')}</p>
      <div className="row">
        <ButtonLink to="/wall" variant="primary" icon="wish">
          {t('home.seeWall')}
        </ButtonLink>
        <ButtonLink to="/sign-in">{t('join.already')}</ButtonLink>
      </div>
    </div>
  );
}
