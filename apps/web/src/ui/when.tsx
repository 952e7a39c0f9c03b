import { type ReactElement } from 'react';
import { useFormat } from '../core/format';

/** A point in time: shown relative to now, with the exact time as a tooltip. */
export function When({ at }: { at: string }): ReactElement {
  const { ago, time } = useFormat();
  return (
    <time dateTime={at} title={time(at)}>
      {ago(at)}
    </time>
  );
}
