import './wish-card.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from '../../../locales/use-translation';
import { renderSVG } from 'uqr';
import { useFormat } from '../../../core/format';
import { useSession } from '../../../core/session';
import { Logo } from '../../../ui/icons';
import { Button } from '../../../ui';
import { Screen, WaitingScreen } from '../../../frames/phone';
import { gridWishQuery } from './grid-wish-query';

/** The card that the resident keeps (心愿卡): the code as text and as a QR code. It names no person. */
export function WishCardPage(): ReactElement {
  const { t } = useTranslation('grid');
  const { t: words } = useTranslation();
  const { day } = useFormat();
  const { wishId } = useParams({ from: '/g/wishes/$wishId/card' });
  const person = useSession();
  const { data: wish, error, refetch } = useQuery(gridWishQuery(person?.id, wishId));
  // The secret is in the fragment (#), which browsers do not send to servers.
  const address = wish && `${location.origin}/follow?code=${wish.code}${wish.cardKey ? `#${wish.cardKey}` : ''}`;
  const picture = useMemo(
    () => address && URL.createObjectURL(new Blob([renderSVG(address, { border: 1 })], { type: 'image/svg+xml' })),
    [address],
  );
  if (!wish) return <WaitingScreen title={t('card.title')} error={error} onRetry={refetch} />;
  return (
    <Screen title={t('card.title')} hasBack>
      <article className="wish-card">
        <header className="wish-card-head">
          <Logo size={44} />
          <div>
            <p className="title">{words('appName')}</p>
            <p className="small">{words('slogan')}</p>
          </div>
        </header>
        <p className="wish-card-text">{wish.publicText}</p>
        <div className="wish-card-foot">
          {picture && <img src={picture} alt={wish.code} width={150} height={150} />}
          <div className="stack-tight grow">
            <p className="wish-card-code figures">{wish.code}</p>
            <p className="small">{`${wish.unitName} · ${words(`category.${wish.category}`)}`}</p>
            <p className="small">{`${t('card.date')} ${day(wish.createdAt)}`}</p>
            <p className="small">{t('card.scan')}</p>
            <p className="small strong">{t('card.keep')}</p>
          </div>
        </div>
      </article>
      <Button variant="primary" icon="print" isWide className="no-print" onClick={() => window.print()}>
        {t('card.print')}
      </Button>
    </Screen>
  );
}
