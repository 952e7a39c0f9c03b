import { lazyRouteComponent } from '@tanstack/react-router';
import { loadWords, type Namespace } from '../words';

/** A screen that is downloaded when somebody goes there, together with its words. */
export const page = <M extends Record<string, unknown>>(
  load: () => Promise<M>,
  name: keyof M & string,
  ...words: Namespace[]
) => ({
  component: lazyRouteComponent(load as () => Promise<Record<string, never>>, name),
  loader: async (): Promise<void> => loadWords(...words),
});

/** What an address may say behind its question mark; everything else there is dropped. */
export const search = <K extends string>(...names: K[]) => ({
  validateSearch: (said: Record<string, unknown>): { [P in K]?: string } => {
    const known: { [P in K]?: string } = {};
    for (const name of names) if (typeof said[name] === 'string' && said[name]) known[name] = said[name];
    return known;
  },
});
