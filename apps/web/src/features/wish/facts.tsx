import type { ReactElement, ReactNode } from 'react';
import type { Schemas } from '../../core/api';
import { useFormat } from '../../core/format';
import { Facts } from '../../ui';
import { useTranslation } from '../../locales/use-translation';

type Wish = Schemas['WishDetail'];

/** What staff know about a wish besides its text. `person`: the label of the resident. */
export function WishFacts({
  wish,
  person,
  more = [],
}: {
  wish: Wish;
  person: string;
  more?: [string, ReactNode][];
}): ReactElement {
  const { t } = useTranslation();
  const { money, day } = useFormat();
  const { beneficiary } = wish;
  return (
    <Facts
      items={[
        [person, beneficiary && [beneficiary.name, beneficiary.phone].filter(Boolean).join(' · ')],
        [t('field.age'), beneficiary?.age],
        [t('field.hardship'), beneficiary?.hardship],
        [t('field.unitId'), wish.unitName],
        [t('field.amountFen'), wish.estimatedFen > 0 ? money(wish.estimatedFen) : t('wish.free')],
        [t('field.dueOn'), wish.dueOn && day(wish.dueOn)],
        ...more,
      ]}
    />
  );
}

/** What was done for a wish, and when. */
export function Fulfilment({
  title,
  fulfilment,
}: {
  title: string;
  fulfilment: NonNullable<Wish['fulfilment']>;
}): ReactElement {
  const { day, number } = useFormat();
  return (
    <div className="stack-tight">
      <h2 className="heading">{title}</h2>
      <p className="prose">{fulfilment.what}</p>
      <p className="small soft">{`${day(fulfilment.doneOn)} · ${number(fulfilment.hours)} h`}</p>
      {fulfilment.evidence && <p className="small">{fulfilment.evidence}</p>}
    </div>
  );
}
