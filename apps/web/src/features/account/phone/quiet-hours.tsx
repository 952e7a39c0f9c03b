import type { ReactElement } from 'react';
import type { Schemas } from '../../../core/api';
import { TextField } from '../../../ui';
import { CheckField } from '../../../ui/check-field';

type Hours = Schemas['QuietHoursBody'];
const FIRST: Hours = { fromMinutes: 1_290, untilMinutes: 480 };

const toTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const toMinutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The hours without notifications, or none. */
export function QuietHours({
  label,
  none,
  from,
  until,
  isFixed,
  value,
  onChange,
}: {
  label: string;
  none: string;
  from: string;
  until: string;
  isFixed?: boolean;
  value: Hours | null;
  onChange: (hours: Hours | null) => void;
}): ReactElement {
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      <CheckField
        label={none}
        disabled={isFixed}
        value={value === null}
        onChange={(isOn) => onChange(isOn ? null : FIRST)}
      />
      {value && (
        <div className="form-row">
          <TextField
            label={from}
            type="time"
            disabled={isFixed}
            value={toTime(value.fromMinutes)}
            onChange={(text) => onChange({ ...value, fromMinutes: toMinutes(text) })}
          />
          <TextField
            label={until}
            type="time"
            disabled={isFixed}
            value={toTime(value.untilMinutes)}
            onChange={(text) => onChange({ ...value, untilMinutes: toMinutes(text) })}
          />
        </div>
      )}
    </fieldset>
  );
}
