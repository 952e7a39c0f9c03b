import { Suspense, useEffect, useRef, useState, type ComponentProps, type ReactElement } from 'react';
import { laterPart } from '../core/later-part';

const Chart = laterPart(() => import('./chart').then((part) => part.Chart));

/** A chart that loads when it comes near the viewport; until then its space stays reserved. */
export function LazyChart(props: ComponentProps<typeof Chart>): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(!('IntersectionObserver' in window));
  useEffect(() => {
    const element = place.current;
    if (!element || isNear) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { rootMargin: '200px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [isNear]);
  const empty = <div ref={place} className="chart bone" />;
  return isNear ? (
    <Suspense fallback={empty}>
      <Chart {...props} />
    </Suspense>
  ) : (
    empty
  );
}
