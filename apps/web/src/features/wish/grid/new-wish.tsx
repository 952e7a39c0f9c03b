import { Link, useRouterState } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { Icon } from '../../../ui/icons';
import { Button, ButtonLink } from '../../../ui';
import { useQueue } from '../../../core/offline/live-queue';
import { fromBody } from '../form/wish-form-state';
import { WishEditor } from '../form/wish-form';
import { Screen } from '../../../frames/phone';
import type { Schemas } from '../../../core/api';

/** A new wish on a visit. It is stored on the phone at once; a message follows when it was sent. */
export function NewWishPage(): ReactElement {
  const { t } = useTranslation('grid');
  const mended = useRouterState({
    select: ({ location }) => (location.state as { mend?: Schemas['SubmitWishBody'] }).mend,
  });
  const [start] = useState(() => (mended ? fromBody(mended) : undefined));
  const [key, setKey] = useState<string>();
  if (key) return <Saved queuedKey={key} onAnother={() => setKey(undefined)} />;
  return (
    <Screen title={t('form.title')}>
      <WishEditor start={start} onQueued={setKey} />
    </Screen>
  );
}

function Saved({ queuedKey, onAnother }: { queuedKey: string; onAnother: () => void }): ReactElement {
  const { t } = useTranslation('grid');
  const queue = useQueue();
  const sent = queue?.sent.find(({ key }) => key === queuedKey);
  const refused = queue?.items.find(({ key, state }) => key === queuedKey && state === 'refused');
  return (
    <Screen title={t('form.title')}>
      <div className="card stack saved" role="status">
        {refused ? <Icon name="warn" /> : <Icon name="check" />}
        {sent ? (
          <p className="title">{t('queue.sentAs', { code: sent.code })}</p>
        ) : refused ? (
          <>
            <p className="title">{t('queue.refused')}</p>
            <p className="prose">{refused.refusal?.title}</p>
            <Link to="/g/queue">{t('queue.title')}</Link>
          </>
        ) : (
          <>
            <p className="title">{t('queue.saved')}</p>
            <p className="soft">{t('queue.savedHint')}</p>
          </>
        )}
      </div>
      <Button variant="primary" isWide icon="plus" onClick={onAnother}>
        {t('queue.another')}
      </Button>
      {sent && (
        <ButtonLink to="/g/wishes/$wishId/card" params={{ wishId: sent.wishId }} icon="print" isWide>
          {t('queue.printCard')}
        </ButtonLink>
      )}
    </Screen>
  );
}
