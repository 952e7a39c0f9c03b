import type { ReactElement } from 'react';
import { KeptNumberField } from '../typed-fields';
import { useTranslation } from '../../locales/use-translation';

export type TimeUnit = keyof typeof import('../../locales/zh/office').default.deadlines.units;
export interface Duration {
  amount: number;
  unit: TimeUnit;
}
const AMOUNT = { least: 1, most: 1_000 };
const UNITS: readonly TimeUnit[] = ['workingDay', 'workingHour', 'day', 'hour', 'minute', 'second'];

/** A duration: an amount and its unit. */
export function DurationInput({
  label,
  value,
  isFixed,
  onChange,
}: {
  label: string;
  value: Duration;
  isFixed: boolean;
  onChange: (duration: Duration) => void;
}): ReactElement {
  const { t } = useTranslation('office');
  return (
    <>
      <KeptNumberField
        label={`${label} ${t('deadlines.amount')}`}
        hideLabel
        bounds={AMOUNT}
        disabled={isFixed}
        value={value.amount}
        onChange={(amount) => onChange({ ...value, amount })}
      />
      <select
        className="input"
        aria-label={`${label} ${t('deadlines.unit')}`}
        disabled={isFixed}
        value={value.unit}
        onChange={(e) => onChange({ ...value, unit: e.target.value as TimeUnit })}
      >
        {UNITS.map((unit) => (
          <option key={unit} value={unit}>
            {t(`deadlines.units.${unit}`)}
          </option>
        ))}
      </select>
    </>
  );
}
