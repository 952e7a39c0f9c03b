import { Suspense, useState, type ReactElement } from 'react';
import { useTranslation } from '../../locales/use-translation';
import type { Schemas } from '../../core/api';
import { laterPart } from '../../core/later-part';

const Viewer = laterPart(async () => {
  const [{ default: ImageViewer }] = await Promise.all([
    import('antd-mobile/es/components/image-viewer'),
    import('antd-mobile/es/global'),
  ]);
  return ImageViewer.Multi;
});

/** The photos of a wish as thumbnails; a tap shows one large. */
export function Photos({ photos }: { photos: Schemas['FileResponse'][] }): ReactElement | null {
  const { t } = useTranslation();
  const [shown, setShown] = useState<number>();
  const ready = photos.filter(({ url }) => url);
  if (photos.length === 0) return null;
  return (
    <section className="stack-tight">
      <h2 className="heading">{t('wish.photos')}</h2>
      <div className="photos">
        {photos.map((photo) => {
          const label = t(`wish.photoOf.${photo.purpose === 'done' ? 'done' : 'need'}`);
          return photo.thumbnailUrl ? (
            <button
              type="button"
              key={photo.id}
              onClick={() => setShown(ready.indexOf(photo))}
              aria-label={`${t('wish.viewPhoto')}：${label}`}
            >
              <img src={photo.thumbnailUrl} alt={label} loading="lazy" />
            </button>
          ) : (
            <p key={photo.id} className="small soft photo-waits">
              {t('wish.photoWaits')}
            </p>
          );
        })}
      </div>
      {shown !== undefined && (
        <Suspense fallback={null}>
          <Viewer
            images={ready.map(({ url }) => url ?? '')}
            visible
            defaultIndex={shown}
            onClose={() => setShown(undefined)}
          />
        </Suspense>
      )}
    </section>
  );
}
