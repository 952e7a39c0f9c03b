import { useEffect, useRef, type ReactElement } from 'react';

/** A progress bar; screen readers read it too. */
export function Progress({ label, done, total }: { label: string; done: number; total: number }): ReactElement {
  const percent = total > 0 ? Math.min(100, Math.round((done / total) * 100)) : 0;
  const fill = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fill.current) fill.current.style.width = `${percent}%`;
  }, [percent]);
  return (
    <div className="stack-tight">
      <div className="between small">
        <span>{label}</span>
        <span className="figures">{percent}%</span>
      </div>
      <div
        className="bar"
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div ref={fill} />
      </div>
    </div>
  );
}
