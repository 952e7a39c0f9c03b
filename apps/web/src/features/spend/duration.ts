import type { Schemas } from '../../core/api';
import { useTranslation } from '../../locales/use-translation';

/** “5 个工作日”. */
export function useDuration(): (duration: Schemas['DurationResponse']) => string {
  const { t } = useTranslation('spend');
  return ({ amount, unit }) => t(`unit.${unit}`, { n: amount });
}
