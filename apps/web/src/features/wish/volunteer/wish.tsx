import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useDeferredValue, useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { ApiRefusal, api, isRefusal, type Schemas } from '../../../core/api';
import { useForm } from '../../../core/form';
import { useFormat, shanghaiDay } from '../../../core/format';
import { Button, ButtonLink, Choice, Facts, Sheet, Tag, TextField } from '../../../ui';
import { FormSheet } from '../../../ui/form-view';
import { Photos } from '../photos';
import { Questions } from '../questions';
import { wishQuery } from '../queries';
import { useSkills } from '../../people/skills';
import { StatusTag, WishSummary, UrgentTag } from '../wish-summary';
import { Screen, WaitingScreen } from '../../../frames/phone';
import { WishMatch } from '../../matching/volunteer/wish-match';
import { useTimes } from '../../people/volunteer/week';

type Rule = keyof typeof import('../../../locales/zh/volunteer').default.wish.rule;

const DAYS = { d1: 1, d3: 3, d7: 7, d14: 14 } as const;
type Promise_ = keyof typeof DAYS | 'other';

/** A wish for volunteers: masked, with what it needs and one main button. */
export function VolunteerWishPage(): ReactElement {
  const { t } = useTranslation('volunteer');
  const { t: words } = useTranslation();
  const { money, day } = useFormat();
  const times = useTimes();
  const skills = useSkills();
  const { wishId } = useParams({ from: '/v/wishes/$wishId' });
  const { data, error, refetch } = useQuery(wishQuery(wishId));
  const wish = useDeferredValue(data);
  const [isClaiming, setClaiming] = useState(false);
  const [refusal, setRefusal] = useState<ApiRefusal>();
  if (error || !wish) return <WaitingScreen title={t('wish.takes')} error={error} onRetry={refetch} />;
  const mine = wish.claims.find(
    ({ isMine, status, allowedSteps }) => isMine && (allowedSteps.length > 0 || status === 'fulfilled'),
  );
  const isClaimable = wish.allowedSteps.includes('claim');
  const left = wish.helpersNeeded - wish.placesTaken;
  return (
    <Screen title={wish.code} hasBack actions={<StatusTag status={wish.status} />}>
      <div className="card stack">
        <div className="row">
          <UrgentTag wish={wish} />
          <Tag>{words(`category.${wish.category}`)}</Tag>
          <Tag>{words(`kind.${wish.kind}`)}</Tag>
        </div>
        <p className="wish-text prose">{wish.publicText}</p>
        <hr className="sep" />
        <Facts
          items={[
            [
              t('wish.whose'),
              [wish.unitName, wish.ageBand && words('ageBand', { band: wish.ageBand })].filter(Boolean).join(' · '),
            ],
            [
              t('wish.takes'),
              <div key="takes" className="stack-tight">
                <span>{wish.skill ? t('wish.asked', { what: skills.name(wish.skill) }) : t('wish.noSkill')}</span>
                {wish.licence && <span>{t('wish.licence', { what: words(`licence.${wish.licence}`) })}</span>}
                <span>
                  {words('wish.helpers', { count: wish.helpersNeeded })}
                  {wish.helpersNeeded > 1 && left > 0 && ` · ${words('wish.placesLeft', { count: left })}`}
                </span>
              </div>,
            ],
            [
              words('field.amountFen'),
              wish.estimatedFen > 0 ? words('wish.cost', { amount: money(wish.estimatedFen) }) : words('wish.free'),
            ],
            [words('field.dueOn'), wish.dueOn && day(wish.dueOn)],
            [t('wish.suitsAt'), wish.windows.length > 0 && times(wish.windows)],
            [t('wish.speaks'), wish.language && words(`language.${wish.language}`)],
          ]}
        />
      </div>
      {isClaimable && <WishMatch wishId={wish.id} />}
      <Photos photos={wish.photos} />
      <Questions wishId={wish.id} />
      <div className="bottom-actions">
        {mine ? (
          <ButtonLink to="/v/claims" variant="primary" icon="next">
            {t('wish.mine')}
          </ButtonLink>
        ) : isClaimable ? (
          <Button variant="primary" icon="hands" onClick={() => setClaiming(true)} aria-haspopup="dialog">
            {t('wish.claim')}
          </Button>
        ) : (
          <ButtonLink to="/v/feed">{`${t('wish.gone')} · ${t('wish.others')}`}</ButtonLink>
        )}
      </div>
      {isClaiming && (
        <ClaimSheet
          wish={wish}
          onClose={() => setClaiming(false)}
          onRefused={(why) => {
            setClaiming(false);
            setRefusal(why);
          }}
        />
      )}
      {refusal && <Refused wish={wish} refusal={refusal} onClose={() => setRefusal(undefined)} />}
    </Screen>
  );
}

/** The promised date: one tap for the usual dates, a calendar for others. */
function ClaimSheet({
  wish,
  onClose,
  onRefused,
}: {
  wish: Schemas['WishDetail'];
  onClose: () => void;
  onRefused: (refusal: ApiRefusal) => void;
}): ReactElement {
  const { t } = useTranslation('volunteer');
  const form = useForm({
    values: { choice: 'd7' as Promise_, picked: shanghaiDay(21) },
    errorsAt: { promisedAt: 'picked' },
    send: ({ choice, picked }, headers) => {
      const day = choice === 'other' ? picked : shanghaiDay(DAYS[choice]);
      return api.POST('/api/v1/wishes/{wishId}/claims', {
        params: { path: { wishId: wish.id } },
        headers,
        body: { promisedAt: new Date(`${day}T18:00:00+08:00`).toISOString() },
      });
    },
    invalidates: [['wishes', wish.id], ['feed'], ['claims']],
    successMessage: t('wish.claimed'),
    onSuccess: onClose,
    onRefused: (error) => {
      if (!isRefusal(error, 'WISH_NOT_OPEN') && !isRefusal(error, 'CLAIM_NOT_ALLOWED')) return false;
      onRefused(error as ApiRefusal);
      return true;
    },
  });
  const { choice, picked } = form.values;
  return (
    <FormSheet
      title={t('wish.claimTitle')}
      submit={t('wish.promise')}
      form={form}
      isReady={choice !== 'other' || picked !== ''}
      onClose={onClose}
    >
      <Choice
        label={t('wish.when')}
        {...form.field('choice')}
        options={(['d1', 'd3', 'd7', 'd14', 'other'] as const).map((value) => ({
          value,
          label: t(`wish.days.${value}`),
        }))}
      />
      {choice === 'other' && (
        <TextField label={t('wish.days.other')} type="date" min={shanghaiDay(0)} {...form.field('picked')} />
      )}
      <p className="field-hint">{t('wish.whenHint')}</p>
    </FormSheet>
  );
}

/** Explains why a claim failed: another volunteer was faster (then it offers similar wishes), or a rule forbids it. */
function Refused({
  wish,
  refusal,
  onClose,
}: {
  wish: Schemas['WishDetail'];
  refusal: ApiRefusal;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('volunteer');
  const wasFaster = isRefusal(refusal, 'WISH_NOT_OPEN');
  const { data: others } = useQuery({
    queryKey: ['feed', 'like', wish.category],
    queryFn: async () => {
      const near = (category?: typeof wish.category): Promise<Schemas['FeedPage']> =>
        api.GET('/api/v1/open-wishes', { params: { query: { limit: 4, category } } });
      const alike = (await near(wish.category)).items;
      return (alike.length > 0 ? alike : (await near()).items).filter(({ id }) => id !== wish.id).slice(0, 3);
    },
    enabled: wasFaster,
  });
  const reasons = (refusal.problem.reasons as { rule: Rule }[] | undefined) ?? [];
  return (
    <Sheet title={wasFaster ? t('wish.faster') : t('wish.notAllowed')} onClose={onClose}>
      {wasFaster ? (
        <>
          <p>{t('wish.fasterHint')}</p>
          <ul className="stack">
            {(others ?? []).map((other) => (
              <li key={other.id}>
                <Link to="/v/wishes/$wishId" params={{ wishId: other.id }} className="card" onClick={onClose}>
                  <WishSummary wish={other} />
                </Link>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <ul className="stack-tight">
          {reasons.map(({ rule }) => (
            <li key={rule} className="note note-warn">
              {t(`wish.rule.${rule}`)}
            </li>
          ))}
        </ul>
      )}
      <ButtonLink to="/v/feed" isWide>
        {t('wish.others')}
      </ButtonLink>
    </Sheet>
  );
}
