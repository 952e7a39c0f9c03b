import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from '../../locales/use-translation';
import type { Schemas } from '../../core/api';
import { useFormat } from '../../core/format';
import { Tag, When, type Tone } from '../../ui';
import { useSkills } from '../people/skills';

export type WishCard = Schemas['WishCard'];
export type WishStatus = WishCard['status'];

const TONES: Partial<Record<WishStatus, Tone>> = {
  submitted: 'amber',
  returned: 'amber',
  verified: 'amber',
  open: 'blue',
  claimed: 'blue',
  in_progress: 'blue',
  fulfilled: 'amber',
  closed: 'jade',
  reopened: 'red',
  rejected: 'red',
};

export function StatusTag({ status }: { status: WishStatus }): ReactElement {
  const { t } = useTranslation();
  return <Tag tone={TONES[status] ?? 'plain'}>{t(`status.${status}`)}</Tag>;
}

/** Marks an urgent wish. */
export function UrgentTag({ wish }: { wish: Pick<WishCard, 'urgency'> }): ReactElement | null {
  const { t } = useTranslation();
  if (wish.urgency !== 'urgent') return null;
  return (
    <Tag tone="red" icon="warn">
      {t('urgency.urgent')}
    </Tag>
  );
}

function SkillTag({ code }: { code: string }): ReactElement {
  const { name } = useSkills();
  return <Tag tone="jade">{name(code)}</Tag>;
}

/** A wish in a list: first what it is, then where and what it needs. */
export function WishSummary({
  wish,
  status,
  children,
}: {
  wish: Pick<
    WishCard,
    | 'publicText'
    | 'unitName'
    | 'category'
    | 'kind'
    | 'urgency'
    | 'helpersNeeded'
    | 'placesTaken'
    | 'ageBand'
    | 'openedAt'
  > &
    Partial<Pick<WishCard, 'skill' | 'licence' | 'estimatedFen' | 'dueOn' | 'code'>>;
  status?: WishStatus;
  children?: ReactNode;
}): ReactElement {
  const { t } = useTranslation();
  const { money, day } = useFormat();
  const left = wish.helpersNeeded - wish.placesTaken;
  return (
    <div className="stack-tight">
      <div className="row">
        {status && <StatusTag status={status} />}
        <UrgentTag wish={wish} />
        <Tag>{t(`category.${wish.category}`)}</Tag>
        {wish.licence && (
          <Tag tone="amber" icon="shield">
            {t(`licence.${wish.licence}`)}
          </Tag>
        )}
        {wish.skill && <SkillTag code={wish.skill} />}
      </div>
      <p className="wish-text">{wish.publicText}</p>
      <p className="small soft wish-line">
        <span>{wish.unitName}</span>
        {wish.ageBand && <span>{t('ageBand', { band: wish.ageBand })}</span>}
        {wish.helpersNeeded > 1 && left > 0 && <span>{t('wish.placesLeft', { count: left })}</span>}
        {wish.estimatedFen !== undefined && (
          <span>{wish.estimatedFen > 0 ? t('wish.cost', { amount: money(wish.estimatedFen) }) : t('wish.free')}</span>
        )}
        {wish.dueOn && <span>{t('wish.due', { day: day(wish.dueOn) })}</span>}
        {wish.openedAt && <When at={wish.openedAt} />}
      </p>
      {children}
    </div>
  );
}
