import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { useFormat } from '../../../core/format';
import { Choice, Empty, Money, Tag, Waiting } from '../../../ui';
import { workQueueQuery, placeOf, type WorkQueueItem } from './work-queue-query';
import { Heading } from '../../../frames/desk';

/** The person's work queue, oldest deadline first. */
export function WorkQueuePage(): ReactElement {
  const { t } = useTranslation('office');
  const { data, error, refetch } = useQuery(workQueueQuery);
  const [kind, setKind] = useState('all');
  const kinds = useMemo(() => [...new Set((data?.items ?? []).map((item) => item.kind))], [data]);
  const items = (data?.items ?? []).filter((item) => kind === 'all' || item.kind === kind);
  return (
    <>
      <Heading title={t('desk.title')} lead={t('desk.lead')} />
      {!data ? (
        <Waiting error={error} onRetry={refetch} />
      ) : data.items.length === 0 ? (
        <Empty icon="check" title={t('desk.empty')}>
          <p className="soft">{t('desk.emptyHint')}</p>
        </Empty>
      ) : (
        <>
          {kinds.length > 1 && (
            <Choice
              label={t('desk.title')}
              hideLabel
              value={kind}
              onChange={setKind}
              options={[
                { value: 'all', label: `${t('desk.all')} ${data.items.length}` },
                ...kinds.map((value) => {
                  const ofKind = data.items.filter((item) => item.kind === value);
                  return { value, label: `${ofKind[0]?.title ?? value} ${ofKind.length}` };
                }),
              ]}
            />
          )}
          <p className="small soft keys-hint">{t('desk.keys')}</p>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the links inside take the keys */}
          <ul className="stack" onKeyDown={moveFocus}>
            {items.map((item) => (
              <li key={`${item.kind}-${item.subjectId}`}>
                <Row item={item} />
              </li>
            ))}
          </ul>
          {data.isCut && <p className="small soft">{t('desk.cut')}</p>}
        </>
      )}
    </>
  );
}

/** The up and down arrow keys move between items. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('a.card')];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  event.preventDefault();
  links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
}

function Row({ item }: { item: WorkQueueItem }): ReactElement {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation();
  const { ago } = useFormat();
  return (
    <Link {...placeOf(item)} className="card desk-item">
      <div className="row">
        <Tag tone="amber">{item.title}</Tag>
        {item.urgency === 'urgent' && (
          <Tag tone="red" icon="warn">
            {words('urgency.urgent')}
          </Tag>
        )}
      </div>
      <div>
        <p>{item.publicText}</p>
        <p className="small soft figures">{`${item.unitName} · ${item.code}`}</p>
      </div>
      <div className="stack-tight desk-right">
        {item.amountFen !== null && (
          <p className="strong">
            <Money fen={item.amountFen} />
          </p>
        )}
        {item.dueAt && (
          <Tag tone={item.isOverdue ? 'red' : 'plain'} icon="clock">
            {item.isOverdue ? t('desk.overdue', { ago: ago(item.dueAt) }) : t('desk.due', { ago: ago(item.dueAt) })}
          </Tag>
        )}
      </div>
    </Link>
  );
}
