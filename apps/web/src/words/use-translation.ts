import i18next, { type TFunction, type i18n } from 'i18next';
import { useMemo, useSyncExternalStore } from 'react';
import type { Namespace } from '.';

let revision = 0;
const listeners = new Set<() => void>();
const changed = (): void => {
  revision += 1;
  for (const listener of listeners) listener();
};
i18next.on('languageChanged', changed);
i18next.on('loaded', changed);

const store = {
  get: (): number => revision,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** The words of one namespace, which the screen's route has loaded; drawn anew when the language changes. */
export function useTranslation<N extends Namespace = 'common'>(namespace?: N): { t: TFunction<N>; i18n: i18n } {
  const seen = useSyncExternalStore(store.subscribe, store.get);
  // `seen`: the same function would go on speaking the old language.
  // oxlint-disable-next-line react/exhaustive-deps
  const t = useMemo(() => i18next.getFixedT(null, namespace ?? ('common' as N)), [namespace, seen]);
  return { t: t as TFunction<N>, i18n: i18next };
}
