import i18next, { type TFunction, type i18n } from 'i18next';
import { useMemo, useSyncExternalStore } from 'react';
import { observable } from '../core/observable';
import type { Namespace } from '.';

/** Counts what the words went through: another language, a file of words that has come. */
const revision = observable(0);
const changed = (): void => revision.set(revision.get() + 1);
i18next.on('languageChanged', changed);
i18next.on('loaded', changed);

/** The words of one namespace, which the screen's route has loaded; renders again when the language changes. */
export function useTranslation<N extends Namespace = 'common'>(namespace?: N): { t: TFunction<N>; i18n: i18n } {
  const seen = useSyncExternalStore(revision.subscribe, revision.get);
  // `seen`: the same function would go on speaking the old language.
  // oxlint-disable-next-line react/exhaustive-deps
  const t = useMemo(() => i18next.getFixedT(null, namespace ?? ('common' as N)), [namespace, seen]);
  return { t: t as TFunction<N>, i18n: i18next };
}
