import { useQuery } from '@tanstack/react-query';
import { api, type Schemas } from '../../core/api';
import { useSession } from '../../core/session';
import { keptQuery } from '../../core/offline/kept-query';
import { useTranslation } from '../../locales/use-translation';

export type Skills = Schemas['SkillsResponse'];
const HALF_HOUR_MS = 30 * 60_000;

/** A name in the reader's language. */
export function useCalled(): (one: { zh: string; en: string }) => string {
  const { i18n } = useTranslation();
  return (one) => (i18n.language === 'en' ? one.en : one.zh);
}

/** The district's list of skills in the reader's language; cached on the device. */
export function useSkills() {
  const called = useCalled();
  const personId = useSession()?.id;
  const { data } = useQuery({
    ...keptQuery<Skills>(personId, 'skills', ['skills'], () => api.GET('/api/v1/skills')),
    staleTime: HALF_HOUR_MS,
  });
  const categories = data?.categories ?? [];
  const all = categories.flatMap(({ skills }) => skills);
  const nameIn = (list: typeof all | typeof categories, code: string): string => {
    const one = (list as { code: string; zh: string; en: string }[]).find((other) => other.code === code);
    return one ? called(one) : data ? code : '…';
  };
  return {
    categories,
    called,
    name: (code: string): string => nameIn(all, data?.merged[code] ?? code),
    categoryName: (code: string): string => nameIn(categories, code),
    /** Skills that can still be chosen. */
    options: all.filter(({ isRetired }) => !isRetired).map((one) => ({ value: one.code, label: called(one) })),
  };
}
