import './week.css';
import type { ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import type { Schemas } from '../../../core/api';

type WeeklyWindow = Schemas['WeeklyWindowBody'];

const PARTS = [
  { name: 'morning', fromMin: 480, untilMin: 720 },
  { name: 'afternoon', fromMin: 720, untilMin: 1_080 },
  { name: 'evening', fromMin: 1_080, untilMin: 1_260 },
] as const;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Times of the week as text: 周六 上午. */
export function useTimes(): (windows: WeeklyWindow[]) => string {
  const { t } = useTranslation('profile');
  const clock = (min: number): string =>
    `${String(Math.floor(min / 60)).padStart(2, '0')}:${String(min % 60).padStart(2, '0')}`;
  return (windows) =>
    [...windows]
      .sort((a, b) => a.weekday - b.weekday || a.fromMin - b.fromMin)
      .map(({ weekday, fromMin, untilMin }) => {
        const part = PARTS.find((one) => one.fromMin === fromMin && one.untilMin === untilMin);
        const when = part ? t(`part.${part.name}`) : `${clock(fromMin)}–${clock(untilMin)}`;
        return `${t(`weekday.d${weekday as 1}`)} ${when}`;
      })
      .join(' · ');
}

/** The parts of the week in which a person has time. Times that match no whole part are kept unchanged. */
export function Week({
  label,
  hint,
  windows,
  onChange,
}: {
  label: string;
  hint: string;
  windows: WeeklyWindow[];
  onChange: (windows: WeeklyWindow[]) => void;
}): ReactElement {
  const { t } = useTranslation('profile');
  const is =
    (weekday: number, { fromMin, untilMin }: (typeof PARTS)[number]) =>
    (window: WeeklyWindow) =>
      window.weekday === weekday && window.fromMin === fromMin && window.untilMin === untilMin;
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      <p className="field-hint">{hint}</p>
      <table className="week">
        <thead>
          <tr>
            <th scope="col">{t('day')}</th>
            {PARTS.map(({ name }) => (
              <th key={name} scope="col">
                {t(`part.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WEEKDAYS.map((weekday) => (
            <tr key={weekday}>
              <th scope="row">{t(`weekday.d${weekday}`)}</th>
              {PARTS.map((part) => (
                <td key={part.name}>
                  <label className="week-part">
                    <input
                      type="checkbox"
                      aria-label={`${t(`weekday.d${weekday}`)} ${t(`part.${part.name}`)}`}
                      checked={windows.some(is(weekday, part))}
                      onChange={({ target: { checked } }) => {
                        const { fromMin, untilMin } = part;
                        const others = windows.filter((window) => !is(weekday, part)(window));
                        onChange(checked ? [...others, { weekday, fromMin, untilMin }] : others);
                      }}
                    />
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}
