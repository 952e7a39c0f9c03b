import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { useSession } from '../../../core/session';
import { showToast } from '../../../core/toast';
import { Button, Empty, Skeleton, Tag } from '../../../ui';
import { useQueue } from '../../../core/offline/live-queue';
import { discard, type QueuedItem } from '../../../core/offline/queue';
import { sendQueue } from '../../../core/offline/sender';
import { wishQuery } from '../queries';
import { StatusTag } from '../wish-summary';
import { Screen, useOnline } from '../../../frames/phone';

/** Commands that wait for a signal, in order; refused ones beside the current state; those just sent. */
export function UnsentPage(): ReactElement {
  const { t } = useTranslation('grid');
  const person = useSession();
  const isOnline = useOnline();
  const queue = useQueue();
  const waiting = queue?.items.filter(({ state }) => state === 'waiting') ?? [];
  const refused = queue?.items.filter(({ state }) => state === 'refused') ?? [];
  if (!queue)
    return (
      <Screen title={t('queue.title')}>
        <Skeleton rows={2} />
      </Screen>
    );
  return (
    <Screen title={t('queue.title')}>
      {refused.map((item) => (
        <Refused key={item.key} item={item} />
      ))}
      {waiting.length > 0 && (
        <section className="stack">
          <div className="between">
            <h2 className="heading" role="status">
              {t('queue.waiting', { count: waiting.length })}
            </h2>
            <Button isBusy={false} disabled={!isOnline} onClick={() => person && void sendQueue(person.id)}>
              {t('queue.sendNow')}
            </Button>
          </div>
          <ol className="stack">
            {waiting.map((item) => (
              <li key={item.key} className="card stack-tight">
                <div className="between">
                  <Tag tone="amber" icon={isOnline ? 'clock' : 'offline'}>
                    {isOnline ? t('queue.sending') : t('queue.waits')}
                  </Tag>
                  <span className="small soft">{t(`queue.what.${item.command.what}`)}</span>
                </div>
                <p>{item.command.title}</p>
              </li>
            ))}
          </ol>
        </section>
      )}
      {queue.items.length === 0 && (
        <Empty icon="check" title={t('queue.empty')}>
          <p className="soft">{t('queue.emptyHint')}</p>
        </Empty>
      )}
      {queue.sent.length > 0 && (
        <section className="stack-tight">
          <h2 className="heading">{t('queue.sentTitle')}</h2>
          <ul className="stack-tight">
            {queue.sent.map(({ key, code, wishId }) => (
              <li key={key} className="card">
                <Link to="/g/wishes/$wishId" params={{ wishId }} className="figures">
                  {code}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Screen>
  );
}

function Refused({ item }: { item: QueuedItem }): ReactElement {
  const { t } = useTranslation('grid');
  const { t: words } = useTranslation();
  const person = useSession();
  const navigate = useNavigate();
  const [isSure, setSure] = useState(false);
  const { command, refusal } = item;
  const wishId = command.what === 'wish' ? undefined : command.wishId;
  const { data: present } = useQuery({ ...wishQuery(wishId ?? ''), enabled: wishId !== undefined });
  const drop = async (): Promise<void> => {
    if (person) await discard(person.id, item);
    showToast(t('queue.gone'));
  };
  return (
    <section className="card stack" aria-label={t('queue.refused')}>
      <p className="note note-stop heading">{t('queue.refused')}</p>
      <div className="side-by-side">
        <div className="stack-tight">
          <p className="small soft">{t('queue.mine')}</p>
          <p className="strong">{t(`queue.what.${command.what}`)}</p>
          <p>{command.title}</p>
          {command.what === 'confirm' && (
            <p>{`${words(`solved.${command.body.solved}`)}${command.body.rating ? ` · ${command.body.rating}/5` : ''}`}</p>
          )}
          {command.what === 'confirm' && command.body.comment && <p className="prose">{command.body.comment}</p>}
        </div>
        <div className="stack-tight">
          <p className="small soft">{t('queue.theirs')}</p>
          {present && <StatusTag status={present.status} />}
          <p className="prose">{refusal?.title}</p>
          {present?.confirmation && (
            <p>{`${words(`solved.${present.confirmation.solved}`)}${present.confirmation.rating ? ` · ${present.confirmation.rating}/5` : ''}`}</p>
          )}
          {wishId && (
            <Link to="/g/wishes/$wishId" params={{ wishId }}>
              {words('more')}
            </Link>
          )}
        </div>
      </div>
      <div className="row">
        {command.what === 'wish' && (
          <Button
            variant="primary"
            icon="edit"
            onClick={() => {
              const { body } = command;
              void (person ? discard(person.id, item) : Promise.resolve()).then(() =>
                navigate({ to: '/g/new', state: { mend: body } as never }),
              );
            }}
          >
            {t('queue.mend')}
          </Button>
        )}
        {isSure ? (
          <Button onClick={() => void drop()}>{t('queue.discardSure')}</Button>
        ) : (
          <Button variant="bare" onClick={() => setSure(true)}>
            {t('queue.discard')}
          </Button>
        )}
      </div>
    </section>
  );
}
