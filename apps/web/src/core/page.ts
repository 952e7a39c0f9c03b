import { lazyRouteComponent } from '@tanstack/react-router';
import { loadWords, type Namespace } from '../locales';

/** A screen that is loaded when a person opens it, together with its words. */
export const page = <M extends Record<string, unknown>>(
  load: () => Promise<M>,
  name: keyof M & string,
  ...words: Namespace[]
) => ({
  component: lazyRouteComponent(load as () => Promise<Record<string, never>>, name),
  loader: async (): Promise<void> => loadWords(...words),
});

/** The query parameters that an address may have; all others are dropped. */
export const search = <K extends string>(...names: K[]) => ({
  validateSearch: (said: Record<string, unknown>): { [P in K]?: string } => {
    const known: { [P in K]?: string } = {};
    for (const name of names) if (typeof said[name] === 'string' && said[name]) known[name] = said[name];
    return known;
  },
});
