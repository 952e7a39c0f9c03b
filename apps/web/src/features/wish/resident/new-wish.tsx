import { useState, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { Icon } from '../../../ui/icons';
import { ButtonLink } from '../../../ui';
import { useQueue } from '../../../core/offline/live-queue';
import { WishEditor } from '../form/wish-form';
import { Screen } from '../../../frames/phone';

/** Residents submit their own wish. */
export function AskPage(): ReactElement {
  const { t } = useTranslation('resident');
  const { t: grid } = useTranslation('grid');
  const [key, setKey] = useState<string>();
  const queue = useQueue();
  const sent = queue?.sent.find((one) => one.key === key);
  const refused = queue?.items.find((item) => item.key === key && item.state === 'refused');
  if (!key)
    return (
      <Screen title={t('ask.title')}>
        <WishEditor isOwn onQueued={setKey} />
      </Screen>
    );
  return (
    <Screen title={t('ask.title')}>
      <div className="card stack saved" role="status">
        {refused ? <Icon name="warn" /> : <Icon name="check" />}
        <p className="title">{refused ? grid('queue.refused') : sent ? t('ask.saved') : grid('queue.saved')}</p>
        <p className="soft prose">
          {refused ? refused.refusal?.title : sent ? t('ask.savedHint') : grid('queue.savedHint')}
        </p>
        {sent && <p className="figures">{sent.code}</p>}
      </div>
      <ButtonLink to="/r/wishes" variant="primary" isWide>
        {t('ask.toOwn')}
      </ButtonLink>
    </Screen>
  );
}
