import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const AGAIN_MS = 5_000;

/** A part of a screen that is downloaded when it is needed. Without a signal its place stays as it is, and it is asked for
 *  again every few seconds: the screen around it goes on, with what was typed there. */
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
