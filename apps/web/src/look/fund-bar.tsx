import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../words/use-translation';
import { useFormat } from '../app/format';

export interface FundFigures {
  allottedFen: number;
  reservedFen: number;
  paidFen: number;
  availableFen: number;
}

/** One bar for a fund: what was paid, what is promised, what is left of what was allotted. */
export function FundBar({ fund, children }: { fund: FundFigures; children?: ReactNode }): ReactElement {
  const { t } = useTranslation('public');
  const { wan } = useFormat();
  const bar = useRef<HTMLDivElement>(null);
  const { allottedFen, reservedFen, paidFen, availableFen } = fund;
  useEffect(() => {
    // Widths are set by script, not in markup: the content policy forbids inline styles.
    [...(bar.current?.children ?? [])].forEach((part, at) => {
      const fen = [paidFen, reservedFen, availableFen][at] ?? 0;
      (part as HTMLElement).style.width = allottedFen > 0 ? `${(fen / allottedFen) * 100}%` : '0';
    });
  }, [allottedFen, reservedFen, paidFen, availableFen]);
  const figures = {
    allotted: wan(allottedFen),
    paid: wan(paidFen),
    reserved: wan(reservedFen),
    available: wan(availableFen),
  };
  return (
    <div className="stack-tight">
      <div className="fund-bar" role="img" aria-label={t('money.bar', figures)} ref={bar}>
        <div className="fund-paid" />
        <div className="fund-reserved" />
        <div className="fund-available" />
      </div>
      <dl className="legend">
        <div>
          <dt className="is-plain">{t('home.allotted')}</dt>
          <dd className="figures">{figures.allotted}</dd>
        </div>
        <div>
          <dt className="is-paid">{t('home.paid')}</dt>
          <dd className="figures">{figures.paid}</dd>
        </div>
        <div>
          <dt className="is-reserved">{t('home.reserved')}</dt>
          <dd className="figures">{figures.reserved}</dd>
        </div>
        <div>
          <dt className="is-available">{t('home.available')}</dt>
          <dd className="figures">{figures.available}</dd>
        </div>
      </dl>
      {children}
    </div>
  );
}
