import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from '../../locales/use-translation';
import { useFormat } from '../../core/format';

export interface FundFigures {
  allottedFen: number;
  addedFen: number;
  reservedFen: number;
  committedFen: number;
  paidFen: number;
  leftFen: number;
  availableFen: number;
}

const MAY_BE_NONE: ReadonlySet<string> = new Set(['added', 'committed', 'left']);

/** One bar for a fund: paid, committed, reserved, no longer in the year, and available, as parts of all income. */
export function FundBar({ fund, children }: { fund: FundFigures; children?: ReactNode }): ReactElement {
  const { t } = useTranslation('public');
  const { wan } = useFormat();
  const bar = useRef<HTMLDivElement>(null);
  const { allottedFen, addedFen, reservedFen, committedFen, paidFen, leftFen, availableFen } = fund;
  const cameFen = allottedFen + addedFen;
  useEffect(() => {
    // A script sets the widths, because the content policy forbids inline styles in markup.
    [...(bar.current?.children ?? [])].forEach((part, at) => {
      const fen = [paidFen, committedFen, reservedFen, leftFen, availableFen][at] ?? 0;
      (part as HTMLElement).style.width = cameFen > 0 ? `${(fen / cameFen) * 100}%` : '0';
    });
  }, [cameFen, reservedFen, committedFen, paidFen, leftFen, availableFen]);
  const figures = {
    allotted: wan(cameFen),
    paid: wan(paidFen),
    reserved: wan(reservedFen + committedFen),
    available: wan(availableFen),
  };
  const all = [
    ['allotted', 'is-plain', allottedFen],
    ['added', 'is-plain', addedFen],
    ['paid', 'is-paid', paidFen],
    ['committed', 'is-committed', committedFen],
    ['reserved', 'is-reserved', reservedFen],
    ['left', 'is-left', leftFen],
    ['available', 'is-available', availableFen],
  ] as const;
  // In most years these three are zero; then the legend leaves them out.
  const legend = all.filter(([name, , fen]) => fen > 0 || !MAY_BE_NONE.has(name));
  return (
    <div className="stack-tight">
      <div className="fund-bar" role="img" aria-label={t('money.bar', figures)} ref={bar}>
        <div className="fund-paid" />
        <div className="fund-committed" />
        <div className="fund-reserved" />
        <div className="fund-left" />
        <div className="fund-available" />
      </div>
      <dl className="legend">
        {legend.map(([name, look, fen]) => (
          <div key={name}>
            <dt className={look}>{t(`home.${name}`)}</dt>
            <dd className="figures">{wan(fen)}</dd>
          </div>
        ))}
      </dl>
      {children}
    </div>
  );
}
