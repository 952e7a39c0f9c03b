import type { ReactElement } from 'react';
import type { Schemas } from '../../core/api';
import { useFormat } from '../../core/format';
import { useTranslation } from '../../locales/use-translation';

/** The events of a wish, newest first. */
export function Timeline({ events }: { events: { name: string; occurredAt: string; note?: string }[] }): ReactElement {
  const { t, i18n } = useTranslation('events');
  const { time } = useFormat();
  return (
    <ol className="timeline">
      {[...events].reverse().map(({ name, occurredAt, note }, at) => (
        <li key={`${occurredAt}-${name}-${at}`}>
          <p>{i18n.exists(`events:${name}`) ? t(name as Schemas['EventName']) : name}</p>
          {note && <p className="small soft prose">{note}</p>}
          <p className="small soft figures">{time(occurredAt)}</p>
        </li>
      ))}
    </ol>
  );
}
