import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { api, type Schemas } from '../../../core/api';
import { oneOf } from '../../../core/one-of';
import { useCommand } from '../../../core/command';
import { useFormat } from '../../../core/format';
import { may, useSession } from '../../../core/session';
import { Button, Money, Sheet, Wide } from '../../../ui';
import { yuanToFen } from '../../../ui/typed';
import { YuanField } from '../../../ui/typed-fields';
import { CATEGORIES } from '../../wish/codes';

type Breakdown = Schemas['FundBreakdownResponse'];
type Line = Breakdown['categories'][number];

/** The planned and the actual division of the year's money. */
export function FundPlan({
  breakdown,
  fundFen,
  isCommunity,
}: {
  breakdown: Breakdown;
  /** The whole fund of the year. */
  fundFen: number;
  isCommunity: boolean;
}): ReactElement | null {
  const { t } = useTranslation('office');
  const person = useSession();
  const [isPlanning, setPlanning] = useState(false);
  const nameOf = useCategoryName();
  const plans = isCommunity && may(person, 'fund.plan');
  const { categories, planVersion } = breakdown;
  if (categories.length === 0 && !plans) return null;
  return (
    <section className="card stack">
      <div className="between heading-row">
        <div className="grow">
          <h2 className="heading">{t('fund.plan')}</h2>
          <p className="small soft">{t('fund.planLead')}</p>
        </div>
        {plans && (
          <Button icon="edit" onClick={() => setPlanning(true)}>
            {t(planVersion > 0 ? 'fund.planChange' : 'fund.planSet')}
          </Button>
        )}
      </div>
      {categories.length > 0 && (
        <Wide>
          <table className="table">
            <thead>
              <tr>
                <th>{t('fund.category')}</th>
                <th className="right">{t('fund.planned')}</th>
                <th className="right">{t('fund.approved')}</th>
                <th className="right">{t('overview.paid')}</th>
                <th className="right">{t('fund.planRest')}</th>
              </tr>
            </thead>
            <tbody>
              {categories.map((line) => (
                <tr key={line.category}>
                  <td>{`${nameOf(line.category)}${line.requests > 0 ? ` · ${t('fund.requests', { n: line.requests })}` : ''}`}</td>
                  {[line.plannedFen, line.approvedFen, line.paidFen].map((fen, at) => (
                    // oxlint-disable-next-line react/no-array-index-key -- the columns never move
                    <td key={at} className="right">
                      <Money fen={fen} />
                    </td>
                  ))}
                  <td className="right">{line.plannedFen > 0 && <Money fen={line.plannedFen - line.approvedFen} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
      )}
      {isPlanning && <PlanForm breakdown={breakdown} fundFen={fundFen} onClose={() => setPlanning(false)} />}
    </section>
  );
}

function useCategoryName(): (category: string) => string {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  return (category) => {
    const known = oneOf(CATEGORIES, category);
    return known ? words(`category.${known}`) : t('fund.otherCategory');
  };
}

function PlanForm({
  breakdown,
  fundFen,
  onClose,
}: {
  breakdown: Breakdown;
  fundFen: number;
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { money } = useFormat();
  const nameOf = useCategoryName();
  const { unitId, year, planVersion } = breakdown;
  const [yuan, setYuan] = useState(() => startOf(breakdown.categories));
  const lines = Object.entries(yuan)
    .map(([category, typed]) => ({ category, plannedFen: yuanToFen(typed, 0) }))
    .filter(({ plannedFen }) => plannedFen !== 0);
  const sum = lines.reduce((total, { plannedFen }) => total + (plannedFen || 0), 0);
  const save = useCommand({
    send: (_, headers) =>
      api.PUT('/api/v1/units/{unitId}/fund/plan', {
        params: { path: { unitId } },
        headers,
        body: { year, basedOn: planVersion, lines },
      }),
    invalidates: [['funds']],
    successMessage: t('fund.planSaved'),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <Sheet title={`${t('fund.plan')} · ${t('fund.year', { year })}`} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {Object.keys(yuan).map((category) => (
          <YuanField
            key={category}
            label={nameOf(category)}
            value={yuan[category] ?? ''}
            onChange={(typed) => setYuan({ ...yuan, [category]: typed })}
          />
        ))}
        <p className={sum > fundFen ? 'note note-warn' : 'soft'}>
          {`${t('fund.planSum', { sum: money(sum), fund: money(fundFen) })}${sum > fundFen ? ` ${t('fund.planOver')}` : ''}`}
        </p>
        <Button type="submit" variant="primary" isWide isBusy={save.isPending}>
          {words('save')}
        </Button>
      </form>
    </Sheet>
  );
}

/** Every category with its planned amount, in yuan as text for the form. */
const startOf = (lines: Line[]): Record<string, string> =>
  Object.fromEntries(
    [...new Set([...CATEGORIES, ...lines.map(({ category }) => category)])].map((category) => {
      const planned = lines.find((line) => line.category === category)?.plannedFen ?? 0;
      return [category, planned > 0 ? String(planned / 100) : ''];
    }),
  );
