import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const AGAIN_MS = 5_000;

/** A part of a screen that loads on demand. Without a signal the fallback stays and the part is requested again every
 *  few seconds; the rest of the screen keeps working and keeps what was typed. */
export function laterPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> {
  const ask = (): Promise<{ default: ComponentType<P> }> =>
    load().then(
      (part) => ({ default: part }),
      () => new Promise((resume) => setTimeout(resume, AGAIN_MS)).then(ask),
    );
  return lazy(ask);
}
