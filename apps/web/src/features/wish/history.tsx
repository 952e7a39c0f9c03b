import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useFormat } from '../../core/format';
import { useTranslation } from '../../locales/use-translation';
import { wishEventsQuery, wishViewsQuery } from './queries';
import { Timeline } from './timeline';

/** The events of a wish, and who viewed its contact details. `viewed` is that list's heading, `unseen` its empty text. */
export function WishHistory({
  wishId,
  viewed,
  unseen,
}: {
  wishId: string;
  viewed: string;
  unseen: string;
}): ReactElement {
  const { t } = useTranslation();
  const { time } = useFormat();
  const { data: events = [] } = useQuery(wishEventsQuery(wishId));
  const { data: views = [] } = useQuery(wishViewsQuery(wishId));
  return (
    <>
      <section className="card stack">
        <h2 className="heading">{t('wish.timeline')}</h2>
        <Timeline
          events={events.map((event) => ({
            ...event,
            note: typeof event.data.reason === 'string' ? event.data.reason : undefined,
          }))}
        />
      </section>
      <section className="card stack">
        <h2 className="heading">{viewed}</h2>
        {views.length === 0 ? (
          <p className="soft">{unseen}</p>
        ) : (
          <ul className="stack-tight">
            {views.map((view) => (
              <li key={`${view.viewerId}-${view.viewedAt}`} className="between">
                <span>{`${view.viewerName} · ${view.reason}`}</span>
                <span className="small soft figures">{time(view.viewedAt)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
