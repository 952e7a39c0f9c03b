import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from '../locales/use-translation';
import { Icon } from './icons';
import { IconButton } from './button';

const LONGEST = 1_600;
export const MOST_PHOTOS = 3;

export interface Picked {
  name: string;
  blob: Blob;
}

/** Makes a photo small enough for a weak signal and removes the camera's metadata. A file that the browser cannot draw is
 *  sent as it is, and the server says what is wrong with it. */
async function shrink(file: File): Promise<Blob> {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', 0.85));
  } catch {
    return file;
  }
}

/** Picks up to three photos from the camera or the album; always optional. */
export function PhotoPicker({
  picked,
  onChange,
  percent,
}: {
  picked: Picked[];
  onChange: (picked: Picked[]) => void;
  /** The progress of the upload, while it runs. */
  percent?: number;
}): ReactElement {
  const { t } = useTranslation('wish');
  const add = async (files: FileList | null): Promise<void> => {
    const chosen = [...(files ?? [])].slice(0, MOST_PHOTOS - picked.length);
    const fresh = await Promise.all(
      chosen.map(async (file) => ({ name: crypto.randomUUID(), blob: await shrink(file) })),
    );
    onChange([...picked, ...fresh]);
  };
  return (
    <div className="stack-tight">
      <div className="photos">
        {picked.map((photo) => (
          <Preview
            key={photo.name}
            photo={photo}
            onRemove={() => onChange(picked.filter((other) => other !== photo))}
          />
        ))}
        {picked.length < MOST_PHOTOS && (
          <label className="photo-add">
            <Icon name="camera" />
            <span>{t('photo.add')}</span>
            <input
              type="file"
              accept="image/jpeg,image/png,image/webp"
              multiple
              onChange={(event) => {
                void add(event.target.files);
                event.target.value = '';
              }}
            />
          </label>
        )}
      </div>
      {percent !== undefined && (
        <p className="small" role="status">
          {t('photo.sending', { percent })}
        </p>
      )}
      <p className="field-hint">{t('photo.hint')}</p>
    </div>
  );
}

function Preview({ photo, onRemove }: { photo: Picked; onRemove: () => void }): ReactElement {
  const { t } = useTranslation('wish');
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(photo.blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [photo.blob]);
  return (
    <div className="photo-preview">
      {url && <img src={url} alt="" />}
      <IconButton icon="close" label={t('photo.remove')} onClick={onRemove} />
    </div>
  );
}
